/** What goes wrong between slatop and a help desk, in words for people. */
import { cleanText } from '../../text/clean.ts';

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
