/** Events in the body of a request: NDJSON, a JSON array, or one object. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { contentOf } from '../content.ts';
import { eventItems, eventLines } from '../events.ts';
import type { ReadEvent } from '../ndjson.ts';

export interface PlacedEvent extends ReadEvent {
	/** From 1. */
	readonly line: number;
}

export interface PlacedRefusal {
	readonly line: number;
	readonly reason: string;
	/** What stands there, for the quarantine. */
	readonly record: () => string;
}

export interface ReadBody {
	/** The same for a body that is sent again. */
	readonly name: string;
	readonly events: readonly PlacedEvent[];
	readonly refusals: readonly PlacedRefusal[];
}

/** Reads a body: what is wrong with one line is no matter to the others. */
export async function readBody(body: Buffer, nowAt: number): Promise<ReadBody> {
	const events: PlacedEvent[] = [];
	const refusals: PlacedRefusal[] = [];
	const content = contentOf('body.json', body.toString('utf8'));
	const entries = (content === 'items' ? eventItems : eventLines)(Readable.from([body]), nowAt);
	for await (const piece of entries) {
		for (const { line, events: read, refused, record = () => '' } of piece) {
			for (const event of read) events.push({ ...event, line });
			if (refused !== undefined) refusals.push({ line, reason: refused, record });
		}
	}
	const name = `post ${createHash('sha256').update(body).digest('base64url').slice(0, 10)}`;
	return { name, events, refusals };
}
