/**
 * The HTTP client that all connectors share: JSON over https, tried again where that may help, at the pace that a
 * help desk allows. It follows no redirection: a key goes to the host it was given for and to no other.
 */
import { MINUTE_MS, SECOND_MS } from '../../sla/duration.ts';
import { cleanText } from '../../text/clean.ts';
import { connectionWords } from '../../text/connection.ts';
import { isDeeper, MOST_LEVELS } from '../../text/nesting.ts';
import { redact } from '../../text/redact.ts';
import { retryAfterMs } from '../../text/retry-after.ts';
import { within } from '../../text/within.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { Pace } from './pace.ts';
import { type ProblemKind, SourceProblem, saidIn } from './problem.ts';

const TIMEOUT_MS = 30 * SECOND_MS;
const ATTEMPTS = 6;
/** Whoever asks for more patience than this is tried again at another sync. */
const LONGEST_WAIT_MS = 2 * MINUTE_MS;
/** No page of any help desk is near it; a server gone mad must not fill the memory. */
const MOST_BYTES = 32 * 1024 * 1024;

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface HttpOptions {
	/** What every path is below: `https://HOST/api/v3`. */
	readonly base: string;
	/** Sent with every request; holds the credential. */
	readonly headers: Readonly<Record<string, string>>;
	/** What must never be shown to anybody: keys, and what they are made into. */
	readonly secrets: readonly string[];
	/** Where the key comes from, for whoever has to mend it. */
	readonly keyFrom: string;
	readonly perMinute: number;
	readonly clock: Clock;
	readonly timeoutMs?: number;
	readonly mostBytes?: number;
}

export interface Reply {
	readonly json: unknown;
	readonly headers: Headers;
}

export interface Request {
	readonly query?: Query;
	/** Posted as JSON; left out: it is a GET. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal;
}

/** An attempt that failed, and whether another may do better. */
interface Failure {
	readonly problem: SourceProblem;
	readonly again: boolean;
	readonly askedMs: number | null;
}

/** What an answer's status means, and what to do about it. */
function meaningOf(status: number, keyFrom: string): { kind: ProblemKind; what: string; todo: string } {
	if (status === 401) return { kind: 'key', what: 'the key is refused', todo: `check ${keyFrom}` };
	if (status === 403) {
		return { kind: 'key', what: 'the key may not read this', todo: 'give it the right to, in the help desk' };
	}
	if (status === 404 || status === 410) {
		return { kind: 'moved', what: 'there is nothing at this address', todo: 'check the URL' };
	}
	if (status === 429) return { kind: 'busy', what: 'too many requests', todo: 'sync less often' };
	if (status >= 500) {
		return { kind: 'broken', what: 'the server has a fault', todo: 'it is tried again by itself' };
	}
	return {
		kind: 'changed',
		what: 'the server does not take the question',
		todo: 'do what it says, or check the URL (slatop source change)',
	};
}

/** Where a redirection leads, without what may be secret in it, and what to do about it. */
function redirectWords(status: number, location: string | null, asked: URL): string {
	if (location === null || !URL.canParse(location, asked.href))
		return `the server sends us elsewhere (${status}): check the URL`;
	const { origin, pathname } = new URL(location, asked);
	const words = `the server sends us elsewhere (${status}, to ${origin}${pathname})`;
	if (origin === asked.origin) return `${words}: check the URL`;
	return `${words}: if its address is another now, say so: slatop source change NAME --url ${origin} (it goes on where it was)`;
}

/** Worth another attempt: limits, and faults that pass. */
const mayPass = (status: number): boolean => status === 429 || status === 408 || status >= 500;

export class HttpClient {
	/** How far the server's clock is ahead of ours, in ms, by its last answer; null: it has not told. */
	skewMs: number | null = null;
	private readonly pace: Pace;

	constructor(private readonly options: HttpOptions) {
		this.pace = new Pace(options.perMinute, options.clock);
	}

	/**
	 * Asks, and gives the answer's JSON; tries again where that may help.
	 * @throws {SourceProblem} where there is no answer to be had
	 */
	async get(path: string, request: Request = {}): Promise<Reply> {
		const { clock } = this.options;
		for (let attempt = 1; ; attempt++) {
			await this.pace.turn(request.signal);
			const outcome = await this.attempt(path, request);
			if ('json' in outcome) return outcome;
			const { problem, again, askedMs } = outcome;
			if (!again || attempt === ATTEMPTS) throw problem;
			const waitMs = backoffMs(attempt, askedMs, clock.random);
			if (waitMs > LONGEST_WAIT_MS) {
				throw new SourceProblem(problem.message, problem.kind, clock.now() + waitMs, problem.status);
			}
			await clock.sleep(waitMs, request.signal);
		}
	}

	private async attempt(path: string, request: Request): Promise<Reply | Failure> {
		const { timeoutMs = TIMEOUT_MS } = this.options;
		return within(timeoutMs, request.signal, async (signal) => {
			try {
				return await this.ask(path, request, signal);
			} catch (error) {
				if (request.signal?.aborted) throw request.signal.reason;
				if (error instanceof SourceProblem) throw error;
				const words = signal.aborted
					? `no answer within ${Math.round(timeoutMs / SECOND_MS)} s`
					: connectionWords(error);
				return { problem: this.problem(path, words, 'unreachable'), again: true, askedMs: null };
			}
		});
	}

	private async ask(path: string, request: Request, signal: AbortSignal): Promise<Reply | Failure> {
		const body = request.body === undefined ? undefined : JSON.stringify(request.body);
		const response = await fetch(this.url(path, request.query), {
			method: body === undefined ? 'GET' : 'POST',
			headers: {
				accept: 'application/json',
				'user-agent': 'slatop',
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...this.options.headers,
				...request.headers,
			},
			...(body === undefined ? {} : { body }),
			redirect: 'manual',
			signal,
		});
		this.noteClock(response.headers.get('date'));
		const text = await this.readText(path, response);
		return response.ok ? this.reply(path, response, text) : this.failure(path, response, text);
	}

	private url(path: string, query: Query = {}): URL {
		const url = new URL(this.options.base.replace(/\/+$/, '') + path);
		for (const [key, value] of Object.entries(query)) {
			if (value !== undefined) url.searchParams.set(key, String(value));
		}
		return url;
	}

	private async readText(path: string, response: Response): Promise<string> {
		const { mostBytes = MOST_BYTES } = this.options;
		if (!response.body) return '';
		const pieces: Uint8Array[] = [];
		let bytes = 0;
		for await (const piece of response.body) {
			bytes += piece.length;
			if (bytes > mostBytes) {
				throw this.problem(path, `the answer is longer than ${mostBytes} bytes`, 'broken');
			}
			pieces.push(piece);
		}
		return Buffer.concat(pieces).toString('utf8');
	}

	private reply(path: string, { headers, status }: Response, text: string): Reply | Failure {
		try {
			const json: unknown = JSON.parse(text);
			if (isDeeper(json)) {
				throw this.problem(path, `the answer is nested deeper than ${MOST_LEVELS} levels`, 'changed', status);
			}
			return { json, headers };
		} catch (error) {
			if (error instanceof SourceProblem) throw error;
			const isPage = text.trimStart().startsWith('<');
			const words = isPage
				? 'the answer is a web page, not JSON: check the URL'
				: 'the answer is not whole (no JSON)';
			const problem = this.problem(path, words, isPage ? 'moved' : 'broken', status);
			return { problem, again: !isPage, askedMs: null };
		}
	}

	private failure(path: string, { status, headers }: Response, text: string): Failure {
		if (status >= 300 && status < 400) {
			const words = redirectWords(status, headers.get('location'), this.url(path));
			return { problem: this.problem(path, words, 'moved', status), again: false, askedMs: null };
		}
		const { kind, what, todo } = meaningOf(status, this.options.keyFrom);
		const said = saidIn(text);
		const words = `${what} (${status}${said === '' ? '' : `: "${said}"`}): ${todo}`;
		return {
			problem: this.problem(path, words, kind, status),
			again: mayPass(status),
			askedMs: retryAfterMs(headers.get('retry-after'), this.options.clock.now()),
		};
	}

	private problem(
		path: string,
		words: string,
		kind: ProblemKind,
		status: number | null = null,
	): SourceProblem {
		const { base, secrets } = this.options;
		const { host, pathname } = new URL(base);
		const text = `${host}${pathname.replace(/\/+$/, '')}${path}: ${words}`;
		return new SourceProblem(cleanText(redact(text, secrets)), kind, null, status);
	}

	private noteClock(date: string | null): void {
		const at = date === null ? Number.NaN : Date.parse(date);
		if (!Number.isNaN(at)) this.skewMs = at - this.options.clock.now();
	}
}
