/** What the readers of files give: one entry for each line, row or item, in the file's order. */
import type { ReadEvent } from './ndjson.ts';

export interface Entry {
	/** Where it begins, from 1. */
	readonly line: number;
	/** None where it was refused, or says nothing that is an event. */
	readonly events: readonly ReadEvent[];
	/** Why it was refused. */
	readonly refused?: string;
	/** Of a refused one: what stood there, for the quarantine. Worked out only where it is kept. */
	readonly record?: () => string;
}

/** Entries come in pieces: waiting for each alone would take longer than reading it. */
export type Entries = AsyncIterable<readonly Entry[]>;
