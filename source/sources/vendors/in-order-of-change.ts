/**
 * A list in the order in which its records changed, page by page. Pages go by the time of change and not by number: a
 * record that changes meanwhile moves to the end, and would push another out from under a number.
 */
import type { ReadRecords } from '../http/records.ts';

export interface AskedPage<T> extends ReadRecords<T> {
	/** Where the next page of the same question begins; null: this is the last. */
	readonly next: string | null;
}

export interface ChangedPage<T> extends ReadRecords<T> {
	/** Everything that changed before this instant has been read. */
	readonly at: number;
}

export interface ChangedList<T> {
	/** Asks for what changed at or after an instant, the oldest first. */
	readonly ask: (at: number, place: string | null) => Promise<AskedPage<T>>;
	readonly changedAt: (record: T) => number;
	/** How exactly the help desk can be asked about times, ms. */
	readonly stepMs: number;
}

export async function* inOrderOfChange<T>(
	fromAt: number,
	{ ask, changedAt, stepMs }: ChangedList<T>,
): AsyncGenerator<ChangedPage<T>, void, undefined> {
	let at = Math.max(0, fromAt);
	for (let place: string | null = null; ; ) {
		const { next, ...page } = await ask(at, place);
		const topAt = page.records.reduce((top, record) => Math.max(top, changedAt(record)), at);
		// A page of one and the same moment: the next is reached by its number alone.
		const isMoving = Math.floor(topAt / stepMs) > Math.floor(at / stepMs);
		place = isMoving ? null : next;
		at = topAt;
		yield { ...page, at };
		if (next === null) return;
	}
}
