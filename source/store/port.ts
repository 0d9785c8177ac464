/**
 * The store's port: what every store offers, whatever holds it. Methods work on batches and answer with
 * promises, so that a database across a network fits behind it as well as a file.
 */
import type { EventHead } from '../sla/event.ts';
import type { ClosedTimer } from '../sla/fold.ts';
import type { Amount } from '../sla/money.ts';
import type { Remarks, RemarksByTimer } from '../sla/remark.ts';
import type { Retelling } from '../sla/retold.ts';
import type { Ticket } from '../sla/ticket.ts';
import type { OpenState, Timer, TimerState } from '../sla/timer.ts';
import type { AlertCommit, AlertingStore, AlertStore } from './port-alerts.ts';
import type { FileStore } from './port-files.ts';
import type { HealthStore } from './port-health.ts';
import type { LogOrder, NameStore, TimerOrder } from './port-orders.ts';
import type { ReportRunStore } from './port-report-runs.ts';
import type { ReportStore } from './port-reports.ts';
import type { ConfiguredSource, SourceProgress, SourceStore } from './port-sources.ts';

/** Something is wrong with the store itself; the message is for people and says what to do. */
export class StoreError extends Error {}

/** Another writer is at work: what was tried can be tried again. */
export class StoreBusy extends StoreError {}

/** The store's file was deleted, or another was put in its place, while it was in use; once it is there, it can be opened. */
export class StoreMoved extends StoreError {
	constructor(
		message: string,
		/** Whether there is a file in its place now. */
		readonly isThere: boolean,
	) {
		super(message);
	}
}

/* ---- feeding -------------------------------------------------------------------------------------- */

export interface IncomingEvent {
	/** Its own id, or one derived from what it says: the same id from the same source is taken once. */
	readonly id: string;
	readonly event: EventHead;
	/** The event as it came, as JSON. */
	readonly data: string;
	/** Of a `created`: the update that is taken instead, under the same id, where its ticket was created before. */
	readonly again?: Retelling | undefined;
	/** Where its id and its data are in memory, for a store that can take them as they are. */
	readonly bytes?: EventBytes;
}

/** An event's id and, right after it, its data, as UTF-8. */
export interface EventBytes {
	readonly memory: Buffer;
	readonly from: number;
	readonly idTo: number;
	readonly to: number;
}

export type Appended = 'taken' | 'known' | { readonly refused: string };

export interface AppendOptions {
	/** All or nothing: where one event is refused, none is taken. */
	readonly atomic?: boolean;
}

export interface EventSink {
	/** Appends events of a source, in order, in one transaction, and tells what became of each. */
	appendEvents(source: string, events: Iterable<IncomingEvent>, options?: AppendOptions): Promise<Appended[]>;
	/** Notes that a source was heard of at an instant of the real clock, and the latest event it brought. */
	touchSource(source: string, heardAt: number, lastEventAt: number | null): Promise<void>;
}

/* ---- the engine ----------------------------------------------------------------------------------- */

/** A version of the agreement as it is kept: its text, and the files it names. */
export interface StoredAgreement {
	readonly id: number;
	readonly inForceAt: number;
	readonly movesOpen: boolean;
	readonly text: string;
	readonly files: Readonly<Record<string, string>>;
}

/** The right to run the engine. A holder whose epoch is no longer the store's can't write. */
export interface Lease {
	readonly holder: string;
	readonly epoch: number;
}

/** The events after the cursor, as the tickets they touch. */
export interface News {
	/** The cursor after them. */
	readonly cursor: number;
	readonly tickets: readonly string[];
	/** Whether there are more after these. */
	readonly more: boolean;
}

/** Events dated after an instant, and up to another. */
export interface Dated {
	readonly afterAt: number;
	readonly untilAt: number;
}

/** One ticket's result of a tick. */
export interface TicketCommit {
	readonly ticket: Ticket;
	readonly open: readonly Timer[];
	readonly closed: readonly ClosedTimer[];
	readonly remarks: RemarksByTimer;
	/** What escalations make of it; left out: nobody watches (a past that is looked at). */
	readonly alerting?: AlertCommit;
}

export interface TickCommit {
	readonly lease: Lease;
	/** The cursor this tick began from, and where it leaves it. */
	readonly fromCursor: number;
	readonly toCursor: number;
	readonly tickets: readonly TicketCommit[];
	/** Timers due to change by this instant change; so do those that a clock which was ahead has changed too early. */
	readonly nowAt: number;
	/** Whose days and months sums of the log go by. */
	readonly timezone: string;
}

export interface TickResult {
	/** Timers whose state changed by time alone. */
	readonly changedByTime: number;
	/** Rows that the SLA log gained. */
	readonly logged: number;
	/** Alerts that it queued. */
	readonly alerts: number;
}

export interface EngineStore extends AlertingStore {
	/** Another object where the store has been opened anew: what was known of it may be of another file. */
	opening(): Promise<object>;
	/**
	 * Takes or renews the lease; null while another holds it. Instants and durations of the real clock. A lease that
	 * runs for longer than anybody is given was taken before the clock was set back: it holds nothing.
	 */
	acquireLease(holder: string, nowAt: number, ttlMs: number): Promise<Lease | null>;
	releaseLease(lease: Lease): Promise<void>;
	agreements(): Promise<StoredAgreement[]>;
	/**
	 * Adds a version of the agreement.
	 * @param lease an engine's, which finds a changed file by itself; left out: somebody has asked for it
	 * @throws {StaleLease} and adds nothing where the lease was lost
	 */
	addAgreement(agreement: Omit<StoredAgreement, 'id'>, lease?: Lease): Promise<StoredAgreement>;
	/** The id of the newest version of the agreement; 0 where there is none. */
	newestAgreement(): Promise<number>;
	/** The newest version that the open timers have been moved to, as far as it moves any. */
	appliedAgreement(): Promise<number>;
	/** @throws {StaleLease} */
	noteApplied(lease: Lease, id: number): Promise<void>;
	cursor(): Promise<number>;
	/** The events after the cursor, at most `limit` of them. */
	news(cursor: number, limit: number): Promise<News>;
	/** As `news`, of those dated so, among the next `span` numbers that events are given: few are found in many. */
	newsDated(cursor: number, span: number, dated: Dated): Promise<News>;
	/** Each ticket's events as JSON, in the order of arrival. */
	histories(tickets: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
	/** All that was logged of each, superseded rows too, by the close. */
	logs(tickets: readonly string[]): Promise<ReadonlyMap<string, readonly LogRow[]>>;
	/** The references of the tickets there are, after one in order; for going through all of them. */
	ticketsAfter(ticket: string, limit: number): Promise<readonly string[]>;
	/** As `ticketsAfter`, of the tickets that have events, whether or not the engine has folded them. */
	eventTicketsAfter(ticket: string, limit: number): Promise<readonly string[]>;
	/** Whether a timer is due to change by an instant. */
	hasDue(nowAt: number): Promise<boolean>;
	/** The instant that timers have been brought up to; null before the first tick. Where it is yet to come, the clock was set back. */
	broughtUpTo(): Promise<number | null>;
	/** Writes a tick in one transaction. @throws {StaleLease} and writes nothing where the lease was lost */
	commitTick(commit: TickCommit): Promise<TickResult>;
	/** Does what the store has put off, while nobody waits for it. */
	settle(): Promise<void>;
	/** Notes that the engine has looked at everything up to an instant. @throws {StaleLease} */
	noteTick(lease: Lease, note: TickNote): Promise<void>;
}

/** What the engine leaves for screens to read. */
export interface TickNote {
	/** When it was last at work, by the real clock; 0: never. */
	readonly tickedAt: number;
	/** Seconds from one of its ticks to the next. */
	readonly everyS: number;
	/** What is wrong with the agreement file, while an older version is in force. */
	readonly agreementProblem: string | null;
	readonly agreement: AgreementFacts;
}

/** What screens need of the agreement in force without reading it. */
export interface AgreementFacts {
	readonly name: string;
	readonly timezone: string;
	/** The currencies of its penalties, in its order. */
	readonly currencies: readonly string[];
	/** The price of a miss, by level and metric. */
	readonly missPrices: Readonly<Record<string, Readonly<Record<string, Amount>>>>;
	/** The time zones of calendars, by their names. */
	readonly zones: Readonly<Record<string, string>>;
	/** Why a target may have been missed: what people choose from. */
	readonly missReasons: readonly string[];
}

export const NO_AGREEMENT: AgreementFacts = {
	name: '',
	timezone: 'UTC',
	currencies: [],
	missPrices: {},
	zones: {},
	missReasons: [],
};

/** Another engine has taken over: whoever held the lease before can't write any more. */
export class StaleLease extends Error {}

/* ---- reading -------------------------------------------------------------------------------------- */

/** An open timer as a list shows it. */
export interface TimerRow {
	readonly id: number;
	readonly ticket: string;
	readonly metric: string;
	readonly cycle: number;
	readonly level: string | null;
	readonly calendar: string;
	readonly state: OpenState;
	readonly startedAt: number;
	readonly atRiskAt: number | null;
	readonly dueAt: number | null;
	readonly targetMs: number;
	/** Counted time of a timer that waits, which has no due; of others nothing is kept. */
	readonly countedMs: number;
	readonly department: string | null;
	readonly agent: string | null;
	readonly priority: string;
	readonly status: string;
	readonly subject: string | null;
	readonly requester: string | null;
	readonly organization: string | null;
	readonly url: string | null;
	readonly remarks: Remarks;
	/** Where it stands in the list. */
	readonly key: RowKey;
}

/** A place in an ordered list: the row above a window, or below it. */
export interface RowKey {
	/** What the list is ordered by: an instant, or the ticket's number in the store. */
	readonly order: number;
	readonly id: number;
}

/** A row of the SLA log. */
export interface LogRow {
	readonly id: number;
	readonly ticket: string;
	readonly metric: string;
	readonly cycle: number;
	readonly level: string | null;
	readonly calendar: string;
	readonly state: TimerState;
	readonly startedAt: number;
	readonly atRiskAt: number | null;
	readonly dueAt: number | null;
	readonly closedAt: number;
	readonly targetMs: number;
	readonly countedMs: number;
	readonly pausedMs: number;
	readonly reason: string | null;
	readonly superseded: boolean;
	readonly requester: string | null;
	readonly organization: string | null;
	readonly department: string | null;
	readonly agent: string | null;
	readonly subject: string | null;
	readonly url: string | null;
	/** Of an excluded row it tells who left it out of compliance, and why. */
	readonly remarks: Remarks;
	readonly key: RowKey;
}

/** What a list is narrowed to; what is left out does not narrow it. */
export interface TimerFilter {
	readonly states?: readonly string[];
	readonly departments?: readonly string[];
	readonly levels?: readonly string[];
	readonly agents?: readonly string[];
	readonly metrics?: readonly string[];
	readonly priorities?: readonly string[];
	/** Due before this instant, and at or after. */
	readonly dueBefore?: number;
	readonly dueFrom?: number;
	/** Each a part of the reference, subject, requester or organization. */
	readonly texts?: readonly string[];
}

export interface LogFilter extends Omit<TimerFilter, 'dueBefore' | 'dueFrom' | 'priorities'> {
	/** Closed at or after, and before. */
	readonly since?: number;
	readonly until?: number;
	/** Belonging to reports at or after, and before (`judgedAt`). */
	readonly judgedSince?: number;
	readonly judgedUntil?: number;
	readonly organizations?: readonly string[];
}

/** A window: `limit` rows after or before a place, or from an end of the list. */
export interface Window {
	readonly limit: number;
	readonly from?: RowKey;
	/** `before`: the rows above `from`, still given from the top. */
	readonly direction: 'after' | 'before';
	/** Whether the row at `from` belongs to the window. */
	readonly inclusive?: boolean;
}

/** How many open timers there are of a kind. */
export interface Counter {
	readonly department: string | null;
	readonly level: string | null;
	readonly metric: string;
	readonly state: OpenState;
	readonly count: number;
}

/** How many timers closed in a quarter of an hour, and how. */
export interface Tally {
	readonly quarterAt: number;
	readonly state: string;
	readonly count: number;
}

/** How many of a department's did. */
export interface DepartmentTally extends Tally {
	readonly department: string | null;
}

/** How many timers of a kind closed in a period. */
export interface KindCount {
	readonly department: string | null;
	readonly level: string | null;
	readonly metric: string;
	readonly state: string;
	readonly count: number;
}

export interface SourceStatus {
	readonly source: string;
	/** When it last brought anything, by the real clock. */
	readonly heardAt: number | null;
	/** The latest event it brought. */
	readonly lastEventAt: number | null;
	/** How its syncs go; left out: it is none that syncs by itself. */
	readonly sync?: Pick<SourceProgress, 'succeededAt' | 'problem' | 'lateAt'>;
}

export interface StoreStatus extends TickNote {
	/** Events that the engine has not taken yet. */
	readonly backlog: number;
	readonly sources: readonly SourceStatus[];
}

/** Everything about one ticket. */
export interface TicketDetail {
	readonly ticket: Ticket;
	readonly timers: readonly TimerRow[];
	readonly log: readonly LogRow[];
	readonly history: readonly string[];
}

export interface BoardStore extends NameStore {
	/** What reports read. */
	readonly reports: ReportStore;
	/** A number that changes whenever anything in the store has. */
	version(): Promise<number>;
	status(): Promise<StoreStatus>;
	counters(): Promise<Counter[]>;
	tallies(sinceAt: number): Promise<Tally[]>;
	departmentTallies(sinceAt: number): Promise<DepartmentTally[]>;
	/** What closed since an instant (a quarter of an hour's beginning), by kind. */
	closedSince(sinceAt: number): Promise<KindCount[]>;
	/** How many open timers fall due in each of the hours after an instant. */
	dueByHour(fromAt: number, hours: number): Promise<number[]>;
	/** Open timers, soonest due first where no other order is asked for. */
	timers(filter: TimerFilter, window: Window, order?: TimerOrder): Promise<TimerRow[]>;
	/** The SLA log, by the close where no other order is asked for. Of states, `excluded` are rows left out of compliance. */
	log(filter: LogFilter, window: Window, order?: LogOrder): Promise<LogRow[]>;
	detail(ticket: string): Promise<TicketDetail | null>;
	agreements(): Promise<StoredAgreement[]>;
	/** The sources that sync by themselves, as they stand now. */
	configuredSources(): Promise<ConfiguredSource[]>;
}

export interface Store extends EventSink, EngineStore, BoardStore, HealthStore, SourceStore, FileStore {
	/** What has been queued for people to hear of, and what became of it; loaded when it is first asked for. */
	alerts(): Promise<AlertStore>;
	/** How far scheduled reports have come; loaded likewise. */
	reportRuns(): Promise<ReportRunStore>;
	close(): Promise<void>;
}
