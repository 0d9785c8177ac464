/**
 * Reads a help desk ticket by ticket: once those that are not solved, however long ago they changed, and then those
 * that have changed; of each its whole story. Where changes do not tell of what was deleted for good, what is open is
 * asked for now and then.
 */
import * as v from 'valibot';
import type { TicketEvent } from '../../sla/event.ts';
import { SourceProblem } from '../http/problem.ts';
import { NOTHING_READ, type Reading } from '../http/records.ts';
import type { Connector, Finding, Recall, SourceEvent, Step, SyncRequest } from './connector.ts';
import type { ChangedPage } from './in-order-of-change.ts';
import { Seen } from './seen.ts';
import { backEvents, type Deletions, missingTickets, SWEEP } from './sweep.ts';

const CURSOR = v.object({
	/** The unsolved tickets are read up to those that changed then; null: all of them are. */
	openAt: v.nullable(v.number()),
	/** Changed tickets are read up to here. */
	changedAt: v.number(),
	/** How far what is open has been asked for; null: not yet. */
	sweep: v.optional(v.nullable(SWEEP), null),
});
type Cursor = v.InferOutput<typeof CURSOR>;

/** Which ticket a record is of. */
export interface TicketKey {
	/** What people call it by. */
	readonly reference: string;
	readonly id: string;
	readonly changedAt: number;
}

export interface Told extends Reading {
	readonly events: readonly SourceEvent[];
}

/** What differs from one help desk to another. */
export interface TicketDesk<T> {
	readonly skewMs: number | null;
	/** Reads what the rest goes by: names, the zone, what statuses mean. */
	prepare(signal: AbortSignal): Promise<void>;
	/** The tickets that are not solved, of those that changed at or after an instant. */
	unsolved(fromAt: number, signal: AbortSignal): AsyncGenerator<ChangedPage<T>, void, undefined>;
	/** The tickets that changed at or after an instant. */
	changed(fromAt: number, signal: AbortSignal): AsyncGenerator<ChangedPage<T>, void, undefined>;
	keyOf(record: T): TicketKey;
	/** Everything that happened on a ticket; `known`: what is known of it already, in the order of time. */
	story(record: T, known: readonly TicketEvent[], signal: AbortSignal, recall: Recall): Promise<Told>;
	/** Left out where the lists of changes tell of what was deleted, too. */
	readonly deletions?: Deletions<T>;
	test(signal: AbortSignal): Promise<readonly Finding[]>;
}

export class TicketConnector<T> implements Connector {
	private readonly seen = new Seen();

	constructor(
		private readonly desk: TicketDesk<T>,
		private readonly overlapMs: number,
	) {}

	get skewMs(): number | null {
		return this.desk.skewMs;
	}

	test(signal: AbortSignal): Promise<readonly Finding[]> {
		return this.desk.test(signal);
	}

	async *sync(request: SyncRequest): AsyncGenerator<Step, void, undefined> {
		const { signal } = request;
		const read = v.safeParse(CURSOR, request.cursor);
		let cursor: Cursor = read.success ? read.output : { openAt: 0, changedAt: request.sinceAt, sweep: null };
		// From the beginning means everything anew.
		if (!read.success) this.seen.clear();
		await this.desk.prepare(signal);
		if (cursor.openAt !== null) {
			for await (const page of this.desk.unsolved(cursor.openAt, signal)) {
				yield* this.take(page.records, request, cursor);
				cursor = { ...cursor, openAt: page.at };
				yield { events: [], refused: page.refused, read: page.read, cursor };
			}
			cursor = { ...cursor, openAt: null };
			yield { events: [], ...NOTHING_READ, cursor };
		}
		for await (const page of this.desk.changed(cursor.changedAt - this.overlapMs, signal)) {
			yield* this.take(page.records, request, cursor);
			cursor = { ...cursor, changedAt: Math.max(cursor.changedAt, page.at) };
			yield { events: [], refused: page.refused, read: page.read, cursor };
		}
		const { deletions } = this.desk;
		if (!deletions) return;
		for await (const { events, sweep } of missingTickets(deletions, request, cursor.sweep)) {
			cursor = { ...cursor, sweep };
			yield { events, ...NOTHING_READ, cursor };
		}
	}

	private async *take(
		records: readonly T[],
		{ recall, signal }: SyncRequest,
		cursor: Cursor,
	): AsyncGenerator<Step, void, undefined> {
		const unread = records
			.map((record) => ({ record, key: this.desk.keyOf(record) }))
			.filter(({ key }) => !this.seen.has(key.id, key.changedAt));
		const known = await recall(unread.map(({ key }) => key.reference));
		for (const { record, key } of unread) {
			const told = await this.storyOf(record, known.get(key.reference) ?? [], signal, recall);
			yield { ...told, cursor };
			// Only now: what was not kept must be read again.
			this.seen.note(key.id, key.changedAt);
		}
	}

	/** A ticket's story; nothing where it has gone meanwhile. */
	private async storyOf(
		record: T,
		known: readonly TicketEvent[],
		signal: AbortSignal,
		recall: Recall,
	): Promise<Told> {
		try {
			const told = await this.desk.story(record, known, signal, recall);
			const { deletions } = this.desk;
			if (!deletions) return told;
			const key = this.desk.keyOf(record);
			const back = backEvents(key, key.changedAt, deletions.statusNow(record), known);
			return { ...told, events: [...told.events, ...back] };
		} catch (error) {
			if (error instanceof SourceProblem && error.status === 404) return { events: [], ...NOTHING_READ };
			throw error;
		}
	}
}
