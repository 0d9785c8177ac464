/** One sync of one source: what its connector brings, step by step, into the store. */
import { readHistory } from '../../engine/history.ts';
import { DAY_MS, MINUTE_MS } from '../../sla/duration.ts';
import { EventRefused, parseEvent } from '../../sla/event.ts';
import { formatInstant } from '../../sla/instant.ts';
import { NOTHING_READ } from '../../sources/http/records.ts';
import { keepable, keepableLine } from '../../sources/keepable.ts';
import { FUTURE_MS } from '../../sources/ndjson.ts';
import type { Connector, Recall, SourceEvent, Step } from '../../sources/vendors/connector.ts';
import type { IncomingEvent } from '../../store/port.ts';
import type { ConfiguredSource, Refusal, SourceStore } from '../../store/port-sources.ts';
import { settingsOf } from './open-source.ts';
import { checkWaiting, type Place, readPlace, readWaiting } from './waiting.ts';

/** A source that makes steps is not late, however long its sync takes. */
const STEP_MS = 2 * MINUTE_MS;
/** A time this far ahead is no matter of clocks: the record is wrong. */
const ABSURD_MS = DAY_MS;
/** So many of those that have waited are taken in one transaction. */
const BATCH = 500;

export interface SyncWork {
	readonly store: SourceStore;
	readonly source: ConfiguredSource;
	readonly open: () => Promise<Connector>;
	/** The clock that events are held against: none may be in its future. */
	readonly nowAt: () => number;
	/** Reads everything anew, from as far back as a first sync does. */
	readonly full?: boolean;
	readonly signal: AbortSignal;
	readonly onStep?: (report: SyncReport) => void;
}

export interface SyncReport {
	readonly taken: number;
	readonly known: number;
	readonly refused: number;
	/** Events that the help desk dates in our future: they are taken when their time has come. */
	readonly waiting: number;
}

const NOTHING: SyncReport = { taken: 0, known: 0, refused: 0, waiting: 0 };

/** A step's events, sorted out. */
interface Sorted {
	readonly events: readonly IncomingEvent[];
	readonly refused: readonly Refusal[];
	/** What has been read well, by place: the records, and the events that are offered. */
	readonly read: readonly string[];
	/** Dated ahead. */
	readonly waiting: readonly IncomingEvent[];
}

const placeOf = (id: string, ticket: string): string => `event ${id} of ticket ${ticket}`;

function sortOut({ events, refused, read }: Step, prefix: string, nowAt: number): Sorted {
	const taken: IncomingEvent[] = [];
	const refusals = refused.map(
		({ place, reason, record }): Refusal => ({ place, reason, record: keepable(record) }),
	);
	const waiting: IncomingEvent[] = [];
	for (const told of events) {
		const raw: SourceEvent = { ...told, ticket: prefix + told.ticket };
		const refuse = (reason: string): void => {
			refusals.push({
				place: placeOf(raw.id, raw.ticket),
				reason,
				record: keepableLine(JSON.stringify(raw)),
			});
		};
		try {
			const event = parseEvent(raw);
			const incoming = { id: raw.id, event, data: JSON.stringify(raw) };
			if (event.at > nowAt + ABSURD_MS) refuse(`it is dated in the future (${formatInstant(event.at)})`);
			else (event.at > nowAt + FUTURE_MS ? waiting : taken).push(incoming);
		} catch (error) {
			if (!(error instanceof EventRefused)) throw error;
			refuse(error.message);
		}
	}
	const offered = taken.map(({ id, event }) => placeOf(id, event.ticket));
	return { events: taken, refused: refusals, read: [...read, ...offered], waiting };
}

/** What is known of tickets from this source, in the order of time: those too that wait. */
function recallFrom(store: SourceStore, source: string, prefix: string): Recall {
	return async (tickets) => {
		const histories = await store.sourceHistories(
			source,
			tickets.map((ticket) => prefix + ticket),
		);
		return new Map(
			tickets.map((ticket) => {
				const known = readHistory(histories.get(prefix + ticket) ?? []);
				return [ticket, known.sort((a, b) => a.at - b.at)];
			}),
		);
	};
}

/** One sync, as far as it has come. */
class Passage {
	report: SyncReport;
	/** Where it began. */
	readonly place: Place;
	/** Where it has come to, as the store has it. */
	private stored: string | null;
	/** Nothing can be released from a quarantine that is empty. */
	private hasRefused: boolean;
	/** Each place once, as the quarantine has it: a record is listed twice that is open and has changed. */
	private readonly refused = new Set<string>();

	constructor(
		private readonly work: SyncWork,
		private readonly prefix: string,
	) {
		const { source } = work;
		this.stored = source.cursor;
		this.place = readPlace(source.cursor);
		this.hasRefused = source.quarantined > 0;
		this.report = { ...NOTHING, waiting: source.waiting };
	}

	/** Takes what has waited until its time has come. */
	async takeWaiting(): Promise<void> {
		const { store, source, nowAt } = this.work;
		const { cursor, waiting } = this.place;
		if (waiting.length > 0) await this.take({ events: waiting, ...NOTHING_READ, cursor });
		for (;;) {
			const due = await store.waitingUntil(source.name, nowAt() + FUTURE_MS, BATCH);
			if (due.length === 0) return;
			const events = due.map(readWaiting);
			// They have their prefix.
			const sorted = sortOut({ events, ...NOTHING_READ, cursor }, '', nowAt());
			const settled = events.map(({ id }) => id);
			await this.commit(sorted, this.stored, settled);
		}
	}

	async take(step: Step): Promise<void> {
		const sorted = sortOut(step, this.prefix, this.work.nowAt());
		await this.commit(sorted, JSON.stringify(step.cursor));
		const last = sorted.waiting.at(-1);
		if (last) checkWaiting(this.report.waiting, last.event.at);
	}

	private async commit(
		{ events, refused, read, waiting }: Sorted,
		cursor: string | null,
		settled: readonly string[] = [],
	): Promise<void> {
		const { store, source } = this.work;
		const at = Date.now();
		const counts = await store.commitSync({
			source: source.name,
			events,
			refused,
			waiting,
			settled,
			read: this.hasRefused ? read : [],
			fromCursor: this.stored,
			cursor,
			at,
			lateAt: at + STEP_MS,
		});
		this.stored = cursor;
		for (const place of counts.refused) this.refused.add(place);
		this.hasRefused ||= counts.refused.length > 0;
		this.report = {
			taken: this.report.taken + counts.taken,
			known: this.report.known + counts.known,
			refused: this.refused.size,
			waiting: this.report.waiting + counts.waiting,
		};
		this.work.onStep?.(this.report);
	}
}

/**
 * Brings a source up to now. It may be stopped, or killed, at any moment: every step is one transaction of its events
 * and the cursor that stands for them, and events have ids of their own, so that the next sync loses nothing and
 * takes nothing twice.
 * @throws {SourceProblem} where the help desk does not go along
 */
export async function syncSource(work: SyncWork): Promise<SyncReport> {
	const { store, source, signal } = work;
	const { prefix, pastMs } = settingsOf(source);
	const passage = new Passage(work, prefix);
	await passage.takeWaiting();
	const connector = await work.open();
	const steps = connector.sync({
		cursor: work.full ? null : passage.place.cursor,
		sinceAt: work.nowAt() - pastMs,
		nowAt: work.nowAt(),
		openTickets: async (after, limit) => {
			const open = await store.openTicketsOf(source.name, after, limit);
			// One without the prefix is of a source that had this one's name: by its whole name nothing is known of it.
			const referenceOf = (ticket: string): string =>
				ticket.startsWith(prefix) ? ticket.slice(prefix.length) : ticket;
			return open.map(({ number, ticket }) => ({ number, reference: referenceOf(ticket) }));
		},
		recall: recallFrom(store, source.name, prefix),
		signal,
	});
	for await (const step of steps) {
		signal.throwIfAborted();
		await passage.take(step);
	}
	return passage.report;
}
