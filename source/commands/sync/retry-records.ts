/** Offers what is in quarantine to the store once more: what it takes now is there no longer. */
import { EventRefused } from '../../sla/event.ts';
import { type ReadEvent, readEvent } from '../../sources/ndjson.ts';
import type { Store } from '../../store/port.ts';
import type { QuarantinedRecord } from '../../store/port-sources.ts';

export interface Retried {
	/** Taken now, or known already. */
	readonly taken: number;
	readonly refused: readonly { readonly place: string; readonly reason: string }[];
	/** Records that are no events: rows of tables, and records as help desks have them. */
	readonly others: number;
}

interface Placed extends ReadEvent {
	readonly place: string;
}

/** Whether a record is an event, if perhaps one that cannot be taken. */
function isEvent(record: string): boolean {
	try {
		const value: unknown = JSON.parse(record);
		return (
			typeof value === 'object' && value !== null && 'ticket' in value && 'at' in value && 'type' in value
		);
	} catch {
		return false;
	}
}

export async function retryRecords(
	store: Store,
	source: string,
	records: readonly QuarantinedRecord[],
	nowAt: number,
): Promise<Retried> {
	const events: Placed[] = [];
	const refused: { place: string; reason: string }[] = [];
	const tried = records.filter(({ record }) => isEvent(record));
	for (const { place, record: text } of tried) {
		try {
			const line = { number: 1, text, bytes: 0, tooLong: false, broken: false };
			events.push({ ...readEvent(line, nowAt), place });
		} catch (error) {
			if (!(error instanceof EventRefused)) throw error;
			refused.push({ place, reason: error.message });
		}
	}
	// A ticket's creation comes before the rest of it.
	events.sort((a, b) => a.event.at - b.event.at);
	const results = await store.appendEvents(source, events);
	const taken = events.filter(({ place }, index) => {
		const result = results[index];
		if (typeof result === 'object') refused.push({ place, reason: result.refused });
		return typeof result === 'string';
	});
	if (taken.length > 0) {
		const lastAt = taken.reduce((last, { event }) => Math.max(last, event.at), 0);
		await store.touchSource(source, Date.now(), lastAt);
		await store.clearQuarantine(
			source,
			taken.map(({ place }) => place),
		);
	}
	return { taken: taken.length, refused, others: records.length - tried.length };
}
