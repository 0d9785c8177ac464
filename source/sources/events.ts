/** Files of events as JSON: one object a line, or an array. */
import { EventRefused } from '../sla/event.ts';
import type { Entries, Entry } from './entry.ts';
import { readJsonItems } from './json-items.ts';
import { keepableLine } from './keepable.ts';
import { type Line, readLines } from './lines.ts';
import { readEvent } from './ndjson.ts';

/** Lines that are handed on at once. */
const PIECE = 1_000;

function entryOf(line: Line, nowAt: number): Entry {
	try {
		return { line: line.number, events: [readEvent(line, nowAt)] };
	} catch (error) {
		if (!(error instanceof EventRefused)) throw error;
		return { line: line.number, events: [], refused: error.message, record: () => keepableLine(line.text) };
	}
}

/** Events, one JSON object a line. */
export async function* eventLines(chunks: AsyncIterable<unknown>, nowAt: number): Entries {
	let piece: Entry[] = [];
	for await (const line of readLines(chunks)) {
		piece.push(entryOf(line, nowAt));
		if (piece.length < PIECE) continue;
		yield piece;
		piece = [];
	}
	yield piece;
}

/** Events in a JSON array, or one after another over as many lines as they like. */
export async function* eventItems(chunks: AsyncIterable<unknown>, nowAt: number): Entries {
	for await (const items of readJsonItems(chunks)) yield items.map((item) => entryOf(item, nowAt));
}
