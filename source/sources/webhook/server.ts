/** A small HTTP server that bears what the open net sends: what is large, slow, frequent or wrong is turned away early. */
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { RateLimit } from './rate.ts';

export interface Reply {
	readonly status: number;
	/** A text as it is; anything else as JSON. */
	readonly body: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
	readonly headers: IncomingHttpHeaders;
	/** Where it comes from. */
	readonly address: string;
}

export interface Posted extends Asked {
	readonly body: Buffer;
}

/** What is to be had at a path. */
export interface Route {
	readonly get?: (asked: Asked) => Promise<Reply>;
	readonly post?: {
		/** Headers of which a request must have one: without, its body is not even read. */
		readonly headers: readonly string[];
		readonly handle: (posted: Posted) => Promise<Reply>;
	};
}

export interface Limits {
	/** Bytes of a body. */
	readonly bodyBytes: number;
	/** Requests a second from one address. */
	readonly perSecond: number;
	/** How long a request may take to arrive, and its head alone. */
	readonly requestMs: number;
	readonly headersMs: number;
	readonly connections: number;
}

export const LIMITS: Limits = {
	bodyBytes: 1 << 20,
	perSecond: 20,
	requestMs: 10_000,
	headersMs: 5_000,
	connections: 128,
};

const HEADER_BYTES = 8 * 1024;
/** How long a refused body that is still on its way is read, and thrown away. */
const LINGER_MS = 1_000;
/** What is under way when the server stops has so long to end. */
const GOODBYE_MS = 10_000;

class Refused extends Error {
	readonly reply: Reply;

	constructor(status: number, why: string, headers: Reply['headers'] = {}) {
		super(why);
		this.reply = problem(status, why, headers);
	}
}

export const problem = (status: number, error: string, headers: Reply['headers'] = {}): Reply => ({
	status,
	body: { error },
	headers,
});

const ASKED_CHARS = 80;

/** What was asked for, by whom, and why it is not to be had. */
function turnedAway({ method = '', url = '', socket }: IncomingMessage, { message }: Refused): string {
	const [path = ''] = url.split('?', 1);
	return `${`${method} ${path}`.slice(0, ASKED_CHARS)} from ${socket.remoteAddress ?? ''}: ${message}`;
}

/** Reads a body whole. By its events, as leaving a stream's iterator early ends the connection, reply and all. */
function readWhole(request: IncomingMessage, most: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const pieces: Buffer[] = [];
		let size = 0;
		const refuse = (): void => reject(new Refused(413, `a body has at most ${most} bytes`));
		if (Number(request.headers['content-length'] ?? 0) > most) return refuse();
		request.on('data', (piece: Buffer) => {
			size += piece.length;
			if (size <= most) pieces.push(piece);
			else {
				pieces.length = 0;
				refuse();
			}
		});
		request.on('end', () => resolve(Buffer.concat(pieces)));
		request.on('close', () => reject(new Error('the sender went away')));
	});
}

/** Waits until a request has come to its end, or for a while: whoever still writes does not read a reply yet. */
function drained(request: IncomingMessage): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, LINGER_MS).unref();
		request.on('end', resolve);
		request.on('close', resolve);
		request.resume();
	});
}

async function write(
	request: IncomingMessage,
	response: ServerResponse,
	reply: Reply,
	last: boolean,
): Promise<void> {
	const { status, body, headers = {} } = reply;
	const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
	const isWhole = request.complete;
	response.writeHead(status, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(text),
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		...(last || !isWhole ? { connection: 'close' } : {}),
		...headers,
	});
	response.write(text);
	if (!isWhole) await drained(request);
	response.end();
}

export interface ReceiverOptions {
	readonly host: string;
	readonly port: number;
	/** What is at a path, if anything. */
	readonly route: (path: string) => Route | undefined;
	readonly limits?: Partial<Limits>;
	/** Somebody was turned away before anybody looked at what is said: why, and what was asked for, by whom. */
	readonly onRefused: (why: string, words: string) => void;
	/** Something failed that is not the sender's fault; it is told to try again. */
	readonly onError: (error: unknown) => void;
}

export class Receiver {
	private readonly server: Server;
	private readonly limits: Limits;
	private readonly rate: RateLimit;
	private stopping = false;

	constructor(private readonly options: ReceiverOptions) {
		this.limits = { ...LIMITS, ...options.limits };
		this.rate = new RateLimit(this.limits.perSecond);
		const { requestMs, headersMs, connections } = this.limits;
		this.server = createServer(
			{
				maxHeaderSize: HEADER_BYTES,
				requestTimeout: requestMs,
				headersTimeout: headersMs,
				keepAliveTimeout: headersMs,
				connectionsCheckingInterval: Math.min(1_000, headersMs),
			},
			(request, response) => void this.serve(request, response),
		);
		this.server.maxConnections = connections;
		// Whoever comes then is told nothing, and tries again; whoever runs the server must know.
		this.server.on('drop', (dropped) => {
			const why = `${connections} connections are open, and more are not taken`;
			options.onRefused(why, `a connection from ${dropped?.remoteAddress ?? ''}: ${why}`);
		});
		// A reply that nobody reads.
		this.server.timeout = requestMs * 2;
	}

	/** Begins to listen, and tells where. */
	async start(): Promise<AddressInfo> {
		const { host, port } = this.options;
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, host, () => {
				this.server.off('error', reject);
				this.server.on('error', this.options.onError);
				resolve();
			});
		});
		const address = this.server.address();
		if (typeof address === 'object' && address !== null) return address;
		throw new Error('the server has no address');
	}

	/** Takes nothing new, and waits for what is under way. */
	async stop(): Promise<void> {
		this.stopping = true;
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.server.closeIdleConnections();
		const late = setTimeout(() => this.server.closeAllConnections(), GOODBYE_MS);
		await closed;
		clearTimeout(late);
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		// A sender that goes away in the middle is its own affair.
		request.on('error', () => {});
		response.on('error', () => {});
		let reply: Reply;
		try {
			reply = await this.answer(request);
		} catch (error) {
			if (request.destroyed && !request.complete) return;
			if (error instanceof Refused) {
				reply = error.reply;
				this.options.onRefused(error.message, turnedAway(request, error));
			} else {
				this.options.onError(error);
				reply = problem(503, 'cannot take this now: send it again', { 'retry-after': '5' });
			}
		}
		await write(request, response, reply, this.stopping);
	}

	private answer(request: IncomingMessage): Promise<Reply> {
		const asked: Asked = { headers: request.headers, address: request.socket.remoteAddress ?? '' };
		const waitS = this.rate.take(asked.address, performance.now());
		if (waitS > 0) {
			throw new Refused(429, 'too many requests', { 'retry-after': String(waitS) });
		}
		const [path = ''] = (request.url ?? '').split('?', 1);
		const route = this.options.route(path);
		if (!route) throw new Refused(404, 'there is nothing here');
		if (request.method === 'GET' && route.get) return route.get(asked);
		if (request.method === 'POST' && route.post) return this.post(request, asked, route.post);
		const allow = [...(route.get ? ['GET'] : []), ...(route.post ? ['POST'] : [])].join(', ');
		throw new Refused(405, `this takes ${allow}`, { allow });
	}

	private async post(
		request: IncomingMessage,
		asked: Asked,
		{ headers, handle }: NonNullable<Route['post']>,
	): Promise<Reply> {
		if (!headers.some((header) => asked.headers[header] !== undefined)) {
			throw new Refused(401, `${headers.join(' or ')} is missing`);
		}
		if (asked.headers['content-encoding'] !== undefined) {
			throw new Refused(415, 'a body is taken as it is, without content-encoding');
		}
		return handle({ ...asked, body: await readWhole(request, this.limits.bodyBytes) });
	}
}
