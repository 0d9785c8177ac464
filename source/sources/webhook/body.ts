/** Events in the body of a request: NDJSON, a JSON array, or one object. */
import { Readable } from 'node:stream';
import { EventRefused } from '../../sla/event.ts';
import { type Line, readLines } from '../lines.ts';
import { type ReadEvent, readEvent } from '../ndjson.ts';

export interface PlacedEvent extends ReadEvent {
	/** Its line, or its place in the array, from 1. */
	readonly line: number;
}

export interface PlacedRefusal {
	readonly line: number;
	readonly reason: string;
}

export interface ReadBody {
	readonly events: readonly PlacedEvent[];
	readonly refusals: readonly PlacedRefusal[];
}

const itemLine = (value: unknown, place: number): Line => ({
	number: place + 1,
	text: JSON.stringify(value),
	bytes: 0,
	tooLong: false,
	broken: false,
});

/** The items of a body that is JSON as a whole; undefined where it is not, as NDJSON of more lines than one. */
function wholeJson(text: string): readonly unknown[] | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : [value];
	} catch {
		return undefined;
	}
}

async function* linesOf(body: Buffer): AsyncGenerator<Line> {
	const first = body.toString('latin1', 0, 64).trimStart()[0];
	// An object over many lines is one event all the same; what is not UTF-8 is left to the lines to tell.
	const items = first === '[' || first === '{' ? wholeJson(body.toString('utf8')) : undefined;
	if (items && !body.toString('utf8').includes('\uFFFD')) yield* items.map(itemLine);
	else yield* readLines(Readable.from([body]));
}

/** Reads a body: what is wrong with one line is no matter to the others. */
export async function readBody(body: Buffer, nowAt: number): Promise<ReadBody> {
	const events: PlacedEvent[] = [];
	const refusals: PlacedRefusal[] = [];
	for await (const line of linesOf(body)) {
		try {
			events.push({ ...readEvent(line, nowAt), line: line.number });
		} catch (error) {
			if (!(error instanceof EventRefused)) throw error;
			refusals.push({ line: line.number, reason: error.message });
		}
	}
	return { events, refusals };
}
