/** Takes events that were posted into the store: they are on the disk before anybody is told so. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PlacedRefusal, ReadBody } from '../sources/webhook/body.ts';
import { type Appended, type IncomingEvent, type Store, StoreBusy } from '../store/port.ts';
import type { OpenOptions } from '../store/sqlite/connection.ts';
import { KeptRefusals } from './kept-refusals.ts';

/** A commit is flushed to the disk, and waiting for another writer is done here, where other requests go on. */
export const DURABLE: OpenOptions = { durable: true, waitMs: 0 };

const RETRY_MS = 20;
/** Whoever posts waits for an answer, some of them for ten seconds. */
const PATIENCE_MS = 3_000;
/** Where a server says nothing: sooner than they give up. */
const SILENT_MS = 9_000;

export interface Taken {
	readonly taken: number;
	readonly known: number;
	/** By line: what could not be read, and what the store refuses. */
	readonly refusals: readonly PlacedRefusal[];
}

/**
 * Waits for another writer: here, and not inside the store, so that other requests go on.
 * @param silentMs how long for a store that does not answer
 * @throws {StoreBusy} where that is too long: it may still be written, and what is sent again is known then
 */
export async function patiently<T>(work: () => Promise<T>, silentMs = SILENT_MS): Promise<T> {
	const answered = new AbortController();
	const silence = pause(silentMs, undefined, { signal: answered.signal }).then(() => {
		throw new StoreBusy('the store does not answer');
	});
	const done = retried(work);
	try {
		return await Promise.race([done, silence]);
	} finally {
		// Nobody waits for the other any more.
		for (const other of [done, silence]) other.catch(() => {});
		answered.abort();
	}
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
	const until = performance.now() + PATIENCE_MS;
	for (;;) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof StoreBusy) || performance.now() > until) throw error;
			await pause(RETRY_MS);
		}
	}
}

export class Intake {
	/** @param silentMs how long it waits for a store that does not answer */
	constructor(
		private readonly store: Store,
		private readonly silentMs?: number,
	) {}

	/** @throws {StoreBusy} where another writer holds the store for too long: nothing was taken */
	async take(source: string, { name, events, refusals }: ReadBody): Promise<Taken> {
		const results = await this.append(source, events);
		const late = events.flatMap(({ line, data }, place) => {
			const result = results[place];
			return typeof result === 'object' ? [{ line, reason: result.refused, record: () => data }] : [];
		});
		const refused = [...refusals, ...late].sort((a, b) => a.line - b.line);
		const taken = events.filter((_, place) => results[place] === 'taken');
		if (taken.length > 0) {
			const lastAt = Math.max(...taken.map(({ event }) => event.at));
			await patiently(() => this.store.touchSource(source, Date.now(), lastAt), this.silentMs);
		}
		if (refused.length > 0) await this.keep(source, name, refused);
		return {
			taken: taken.length,
			known: results.filter((result) => result === 'known').length,
			refusals: refused,
		};
	}

	/** Keeps what was refused: its sender is told, and may have nobody who reads that. */
	private async keep(source: string, name: string, refusals: readonly PlacedRefusal[]): Promise<void> {
		const kept = new KeptRefusals(this.store, source, name);
		for (const { line, reason, record } of refusals) kept.add(line, reason, record);
		await patiently(() => kept.flush(), this.silentMs);
	}

	private async append(source: string, events: readonly IncomingEvent[]): Promise<Appended[]> {
		return events.length === 0 ? [] : patiently(() => this.store.appendEvents(source, events), this.silentMs);
	}
}
