/** One sync of one source: what its connector brings, step by step, into the store. */
import { readHistory } from '../../engine/history.ts';
import { DAY_MS, MINUTE_MS } from '../../sla/duration.ts';
import { EventRefused, parseEvent, type TicketEvent } from '../../sla/event.ts';
import { formatInstant } from '../../sla/instant.ts';
import { keepable, keepableLine } from '../../sources/keepable.ts';
import { FUTURE_MS } from '../../sources/ndjson.ts';
import type { Connector, Recall, SourceEvent, Step } from '../../sources/vendors/connector.ts';
import type { IncomingEvent } from '../../store/port.ts';
import type { ConfiguredSource, Refusal, SourceStore } from '../../store/port-sources.ts';
import { settingsOf } from './open-source.ts';

/** A source that makes steps is not late, however long its sync takes. */
const STEP_MS = 2 * MINUTE_MS;
/** A time this far ahead is no matter of clocks: the record is wrong. */
const ABSURD_MS = DAY_MS;

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
	/** Events that the help desk dates in our future: they are read again when their time has come. */
	readonly waiting: number;
}

const NOTHING: SyncReport = { taken: 0, known: 0, refused: 0, waiting: 0 };

/** A step's events, sorted out. */
interface Sorted {
	readonly events: readonly IncomingEvent[];
	readonly refused: readonly Refusal[];
	/** What has been read well, by place: the records, and the events that are offered. */
	readonly read: readonly string[];
	readonly waiting: number;
}

const placeOf = (id: string, ticket: string): string => `event ${id} of ticket ${ticket}`;

function sortOut({ events, refused, read }: Step, prefix: string, nowAt: number): Sorted {
	const taken: IncomingEvent[] = [];
	const refusals = refused.map(
		({ place, reason, record }): Refusal => ({ place, reason, record: keepable(record) }),
	);
	let waiting = 0;
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
			if (event.at > nowAt + ABSURD_MS) refuse(`it is dated in the future (${formatInstant(event.at)})`);
			else if (event.at > nowAt + FUTURE_MS) waiting++;
			else taken.push({ id: raw.id, event, data: JSON.stringify(raw) });
		} catch (error) {
			if (!(error instanceof EventRefused)) throw error;
			refuse(error.message);
		}
	}
	const offered = taken.map(({ id, event }) => placeOf(id, event.ticket));
	return { events: taken, refused: refusals, read: [...read, ...offered], waiting };
}

/** What the store knows of tickets from this source, in the order of time. */
function recallFrom(store: SourceStore, source: string, prefix: string): Recall {
	return async (tickets) => {
		const histories = await store.sourceHistories(
			source,
			tickets.map((ticket) => prefix + ticket),
		);
		return new Map(tickets.map((ticket) => [ticket, eventsOf(histories.get(prefix + ticket) ?? [])]));
	};
}

const eventsOf = (history: readonly string[]): TicketEvent[] =>
	readHistory(history).toSorted((a, b) => a.at - b.at);

/**
 * Brings a source up to now. It may be stopped, or killed, at any moment: every step is one transaction of its events
 * and the cursor that stands for them, and events have ids of their own, so that the next sync loses nothing and
 * takes nothing twice.
 * @throws {SourceProblem} where the help desk does not go along
 */
export async function syncSource(work: SyncWork): Promise<SyncReport> {
	const { store, source, signal } = work;
	const { prefix, pastMs } = settingsOf(source);
	const connector = await work.open();
	/** As the store has it. */
	let fromCursor = source.cursor;
	let cursor = work.full ? null : source.cursor;
	/** Once an event waits for its time, the cursor stays before it. */
	let isHeld = false;
	/** Nothing can be released from a quarantine that is empty. */
	let hasRefused = source.quarantined > 0;
	let report = NOTHING;
	const steps = connector.sync({
		cursor: cursor === null ? null : JSON.parse(cursor),
		sinceAt: work.nowAt() - pastMs,
		untilAt: work.nowAt() + FUTURE_MS,
		recall: recallFrom(store, source.name, prefix),
		signal,
	});
	for await (const step of steps) {
		signal.throwIfAborted();
		const { events, refused, read, waiting } = sortOut(step, prefix, work.nowAt());
		isHeld ||= waiting > 0;
		if (!isHeld) cursor = JSON.stringify(step.cursor);
		const at = Date.now();
		const counts = await store.commitSync({
			source: source.name,
			events,
			refused,
			read: hasRefused ? read : [],
			fromCursor,
			cursor,
			at,
			lateAt: at + STEP_MS,
		});
		fromCursor = cursor;
		hasRefused ||= counts.refused > 0;
		report = {
			taken: report.taken + counts.taken,
			known: report.known + counts.known,
			refused: report.refused + counts.refused,
			waiting: report.waiting + waiting,
		};
		work.onStep?.(report);
	}
	return report;
}
