/** What goes wrong between slatop and a help desk, in words for people. */
import { cleanText } from '../../text/clean.ts';
import { messageOf } from '../../text/message.ts';

/**
 * `key`: it is refused, or may not read this. `moved`: the host or the address is another now. `busy`: too many
 * requests. `unreachable`: no answer at all. `broken`: an answer nobody can read, or a fault over there.
 * `changed`: records no longer look as documented. `setup`: the source is set up wrongly.
 */
export type ProblemKind = 'key' | 'moved' | 'busy' | 'unreachable' | 'broken' | 'changed' | 'setup';

/** A sync cannot go on. The message says what the server said and what to do; it never holds a credential. */
export class SourceProblem extends Error {
	constructor(
		message: string,
		readonly kind: ProblemKind,
		/** Not worth trying again before this instant. */
		readonly retryAt: number | null = null,
		/** The status of the answer; null: there was none. */
		readonly status: number | null = null,
	) {
		super(message);
	}
}

const SAID_CHARS = 160;
/** Where servers put what they have to say, the most telling first. */
const SAYING = ['message', 'description', 'error_description', 'error', 'errorMessages', 'errors', 'title'];

function sayingOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return sayingOf(value[0]);
	if (typeof value !== 'object' || value === null) return null;
	const fields = new Map<string, unknown>(Object.entries(value));
	for (const key of SAYING) {
		const said = sayingOf(fields.get(key));
		if (said !== null && said !== '') return said;
	}
	return null;
}

/** What a server said in the body of an error, on one line; empty where it said nothing that people can read. */
export function saidIn(body: string): string {
	let said: string | null = null;
	try {
		said = sayingOf(JSON.parse(body));
	} catch {
		// A page for browsers says nothing that is not in the status.
		if (!body.trimStart().startsWith('<')) said = body;
	}
	const line = cleanText(said ?? '').trim();
	return line.length > SAID_CHARS ? `${line.slice(0, SAID_CHARS)}…` : line;
}

/** Takes credentials out of a text: servers quote what they were sent. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[key]')), text);
}

/** Failures of the connection by their codes, and what they mean. */
const CONNECTION: Readonly<Record<string, string>> = {
	ENOTFOUND: 'there is no such host: check the URL',
	EAI_AGAIN: 'its name cannot be looked up now: is there a network?',
	ECONNREFUSED: 'the host refuses connections: check the URL and its port',
	ECONNRESET: 'the connection was cut',
	UND_ERR_SOCKET: 'the connection was cut',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'there is no network',
	ETIMEDOUT: 'the host does not answer',
	UND_ERR_CONNECT_TIMEOUT: 'the host does not answer',
	CERT_HAS_EXPIRED: "the host's certificate has expired",
	DEPTH_ZERO_SELF_SIGNED_CERT:
		"the host's certificate is its own (self-signed): name it in NODE_EXTRA_CA_CERTS",
	SELF_SIGNED_CERT_IN_CHAIN: "the host's certificate is not trusted: name its issuer in NODE_EXTRA_CA_CERTS",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		"the host's certificate is not trusted: name its issuer in NODE_EXTRA_CA_CERTS",
	ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host: check the URL',
	ERR_SSL_WRONG_VERSION_NUMBER: 'the host does not speak https on this port: check the URL',
};

const codeOf = (error: unknown): string | null =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** Why a request got no answer. */
export function connectionWords(error: unknown): string {
	const cause = error instanceof Error ? error.cause : undefined;
	const code = codeOf(error) ?? codeOf(cause);
	const known = code === null ? undefined : CONNECTION[code];
	if (known !== undefined) return known;
	const deepest = cause instanceof Error ? cause : error;
	return `no answer: ${messageOf(deepest)}`;
}
