/** Files of events as JSON: one object a line, or an array. */
import { EventRefused } from '../sla/event.ts';
import type { Entries, Entry } from './entry.ts';
import { readJsonItems } from './json-items.ts';
import { keepableLine } from './keepable.ts';
import { type Line, readLines } from './lines.ts';
import { readEvent } from './ndjson.ts';

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
	for await (const lines of readLines(chunks)) yield lines.map((line) => entryOf(line, nowAt));
}

/** Events in a JSON array, or one after another over as many lines as they like. */
export async function* eventItems(chunks: AsyncIterable<unknown>, nowAt: number): Entries {
	for await (const items of readJsonItems(chunks)) yield items.map((item) => entryOf(item, nowAt));
}
