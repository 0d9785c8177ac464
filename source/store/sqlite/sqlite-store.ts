/** The store in one SQLite file (WAL): the port's methods, each one transaction at the most. */
import type { ToldStep } from '../../sla/escalation.ts';
import type {
	Appended,
	AppendOptions,
	Counter,
	Dated,
	IncomingEvent,
	KindCount,
	Lease,
	LogFilter,
	LogRow,
	News,
	Store,
	StoredAgreement,
	StoreStatus,
	Tally,
	TickCommit,
	TicketDetail,
	TickNote,
	TickResult,
	TimerFilter,
	TimerRow,
	Window,
} from '../port.ts';
import { NO_AGREEMENT, StaleLease } from '../port.ts';
import type { AlertStore } from '../port-alerts.ts';
import type { FileMark } from '../port-files.ts';
import type { Leader } from '../port-health.ts';
import type { LogOrder, TimerOrder } from '../port-orders.ts';
import type { ReportRunStore } from '../port-report-runs.ts';
import type { ReportStore } from '../port-reports.ts';
import type {
	ConfiguredSource,
	QuarantinedRecord,
	Refusal,
	Reread,
	SourceConfig,
	SyncCounts,
	SyncOutcome,
	SyncStep,
} from '../port-sources.ts';
import { Alerts } from './alerts.ts';
import { type Connection, checkSchema, inWords, type OpenOptions, openConnection } from './connection.ts';
import { Events, RefusedBatch } from './events.ts';
import { Files } from './files.ts';
import { Health } from './health.ts';
import { OpenFile } from './open-file.ts';
import { Reading } from './reading.ts';
import { reportStore } from './report-reading.ts';
import { Sources } from './sources.ts';
import type { Timers } from './timers.ts';

const isTexts = (value: unknown): value is Record<string, string> =>
	typeof value === 'object' &&
	value !== null &&
	Object.values(value).every((text) => typeof text === 'string');

type AgreementRecord = {
	readonly id: number;
	readonly inForceAt: number;
	readonly movesOpen: number;
	readonly text: string;
	readonly files: string;
};

function agreementOf({ movesOpen, files, ...record }: AgreementRecord): StoredAgreement {
	const read: unknown = JSON.parse(files);
	return { ...record, movesOpen: movesOpen === 1, files: isTexts(read) ? read : {} };
}

/** Stores opened by this program. */
let opened = 0;
/** Between the versions of one store and the next: what is read of another file is always news. */
const VERSIONS_APART = 2 ** 32;

class SqliteStore implements Store {
	private readonly firstVersion = ++opened * VERSIONS_APART;
	private readonly file: OpenFile;
	private readonly alertSteps: Alerts;
	private readonly events: Events;
	private readonly reading: Reading;
	private readonly health: Health;
	private readonly files: Files;
	private readonly sources: Sources;
	readonly reports: ReportStore;
	private readonly sql;
	private timerTables: Timers | null = null;
	private alertQueue: AlertStore | null = null;

	constructor(
		private readonly db: Connection,
		private readonly path: string,
	) {
		this.file = new OpenFile(path);
		this.alertSteps = new Alerts(db);
		this.events = new Events(db);
		this.reading = new Reading(db);
		this.health = new Health(db);
		this.files = new Files(db);
		this.sources = new Sources(db, this.events);
		this.reports = reportStore(db, (work) => this.run(work));
		this.sql = {
			schema: db.prepare<[], number>(`SELECT user_version FROM pragma_user_version`).pluck(),
			lease: db.prepare<[], { holder: string; epoch: number; expires_at: number }>(`SELECT * FROM lease`),
			takeLease: db.prepare<[string, number, number]>(
				`UPDATE lease SET holder = ?, epoch = ?, expires_at = ?`,
			),
			dropLease: db.prepare<[number]>(`UPDATE lease SET expires_at = 0 WHERE epoch = ?`),
			agreements: db.prepare<[], AgreementRecord>(
				`SELECT id, in_force_at AS inForceAt, moves_open AS movesOpen, text, files FROM agreement
				ORDER BY in_force_at, id`,
			),
			addAgreement: db.prepare<[number, number, string, string]>(
				`INSERT INTO agreement(in_force_at, moves_open, text, files) VALUES (?, ?, ?, ?)`,
			),
			newestAgreement: db.prepare<[], number | null>(`SELECT max(id) FROM agreement`).pluck(),
			meta: db.prepare<[string], string | null>(`SELECT value FROM meta WHERE key = ?`).pluck(),
			setMeta: db.prepare<[string, string | number | null]>(
				`INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value`,
			),
			ticketsAfter: db
				.prepare<[string, number], string>(
					`SELECT ticket FROM ticket WHERE ticket > ? ORDER BY ticket LIMIT ?`,
				)
				.pluck(),
		};
	}

	async appendEvents(
		source: string,
		events: Iterable<IncomingEvent>,
		options: AppendOptions = {},
	): Promise<Appended[]> {
		try {
			return await this.run(() => this.events.append(source, events, options), 'writing');
		} catch (error) {
			if (error instanceof RefusedBatch) return error.results;
			throw error;
		}
	}

	touchSource(source: string, heardAt: number, lastEventAt: number | null): Promise<void> {
		return this.run(() => this.events.touchSource(source, heardAt, lastEventAt), 'writing');
	}

	acquireLease(holder: string, nowAt: number, ttlMs: number): Promise<Lease | null> {
		return this.run(() => {
			const held = this.sql.lease.get();
			if (!held) return null;
			const isHeld = held.expires_at > nowAt && held.expires_at <= nowAt + ttlMs;
			if (isHeld && held.holder !== holder) return null;
			// A lease that goes on keeps its epoch; one taken over gets a new one, which fences the old holder.
			const goesOn = isHeld && held.holder === holder;
			const epoch = goesOn ? held.epoch : held.epoch + 1;
			this.sql.takeLease.run(holder, epoch, nowAt + ttlMs);
			return { holder, epoch };
		}, 'writing');
	}

	releaseLease(lease: Lease): Promise<void> {
		return this.run(() => void this.sql.dropLease.run(lease.epoch));
	}

	agreements(): Promise<StoredAgreement[]> {
		return this.run(() => this.sql.agreements.all().map(agreementOf));
	}

	addAgreement(
		{ inForceAt, movesOpen, text, files }: Omit<StoredAgreement, 'id'>,
		lease?: Lease,
	): Promise<StoredAgreement> {
		return this.run(() => {
			if (lease) this.checkLease(lease);
			const flag = movesOpen ? 1 : 0;
			const added = this.sql.addAgreement.run(inForceAt, flag, text, JSON.stringify(files));
			return { id: Number(added.lastInsertRowid), inForceAt, movesOpen, text, files };
		}, 'writing');
	}

	newestAgreement(): Promise<number> {
		return this.run(() => this.sql.newestAgreement.get() ?? 0);
	}

	appliedAgreement(): Promise<number> {
		return this.run(() => Number(this.sql.meta.get('applied_agreement') ?? 0));
	}

	noteApplied(lease: Lease, id: number): Promise<void> {
		return this.run(() => {
			this.checkLease(lease);
			this.sql.setMeta.run('applied_agreement', String(id));
		}, 'writing');
	}

	cursor(): Promise<number> {
		return this.run(() => this.readCursor());
	}

	news(cursor: number, limit: number, dated?: Dated): Promise<News> {
		return this.run(() => this.events.news(cursor, limit, dated));
	}

	histories(tickets: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
		return this.run(() => new Map(tickets.map((ticket) => [ticket, this.events.history(ticket)])));
	}

	ticketsAfter(ticket: string, limit: number): Promise<readonly string[]> {
		return this.run(() => this.sql.ticketsAfter.all(ticket, limit));
	}

	eventTicketsAfter(ticket: string, limit: number): Promise<readonly string[]> {
		return this.run(() => this.events.ticketsAfter(ticket, limit));
	}

	hasDue(nowAt: number): Promise<boolean> {
		return this.run(() => this.reading.hasDue(nowAt));
	}

	broughtUpTo(): Promise<number | null> {
		return this.run(() => this.readBroughtUpTo());
	}

	alerting(nowAt: number, limit: number): Promise<readonly string[]> {
		return this.run(() => this.alertSteps.alerting(nowAt, limit));
	}

	toldSteps(tickets: readonly string[]): Promise<ReadonlyMap<string, readonly ToldStep[]>> {
		return this.run(() => this.alertSteps.toldSteps(tickets));
	}

	async alerts(): Promise<AlertStore> {
		const { SqliteAlerts } = await import('./alert-queue.ts');
		this.alertQueue ??= await this.run(
			() => new SqliteAlerts(this.db, (work, writing) => this.run(work, writing)),
		);
		return this.alertQueue;
	}

	async reportRuns(): Promise<ReportRunStore> {
		const { reportRunStore } = await import('./report-runs.ts');
		return this.run(() => reportRunStore(this.db, (work, writing) => this.run(work, writing)));
	}

	async commitTick(commit: TickCommit): Promise<TickResult> {
		const timers = this.timerTables ?? (await this.openTimers());
		return this.run(() => {
			try {
				return this.writeTick(timers, commit);
			} catch (error) {
				timers.forgetCounters();
				throw error;
			}
		}, 'writing');
	}

	private writeTick(timers: Timers, commit: TickCommit): TickResult {
		const { lease, fromCursor, toCursor, tickets, nowAt, timezone } = commit;
		this.checkLease(lease);
		if (this.readCursor() !== fromCursor) throw new StaleLease('another engine has been here');
		let logged = 0;
		let alerts = 0;
		timers.goBy(timezone);
		for (const ticket of tickets) {
			logged += timers.put(ticket);
			if (ticket.alerting) alerts += this.alertSteps.put(ticket.ticket.ticket, ticket.alerting, nowAt);
		}
		const before = this.readBroughtUpTo() ?? nowAt;
		const turnedBack = before > nowAt ? timers.turnBack(nowAt) : 0;
		const changedByTime = turnedBack + timers.fall(nowAt);
		timers.flushCounters();
		if (toCursor !== fromCursor) this.sql.setMeta.run('cursor', String(toCursor));
		this.sql.setMeta.run('brought_up_to', String(nowAt));
		return { changedByTime, logged, alerts };
	}

	settle(): Promise<void> {
		// Where a reader or another writer is in its way it does what it can.
		return this.run(() => void this.db.pragma('wal_checkpoint(PASSIVE)'));
	}

	noteTick(lease: Lease, note: TickNote): Promise<void> {
		return this.run(() => {
			this.checkLease(lease);
			this.sql.setMeta.run('tick_note', JSON.stringify(note));
		}, 'writing');
	}

	/** Inside of a transaction that writes: whoever was paused and wakes up late must find the door closed. */
	private checkLease({ epoch }: Lease): void {
		if (this.sql.lease.get()?.epoch !== epoch) throw new StaleLease('another engine holds the lease');
	}

	version(): Promise<number> {
		return this.run(() => this.firstVersion + Number(this.db.pragma('data_version', { simple: true })));
	}

	status(): Promise<StoreStatus> {
		return this.run(() => ({
			...this.readNote(),
			backlog: this.events.newest() - this.readCursor(),
			sources: this.reading.sources(),
		}));
	}

	counters(): Promise<Counter[]> {
		return this.run(() => this.reading.counters());
	}

	tallies(sinceAt: number): Promise<Tally[]> {
		return this.run(() => this.reading.tallies(sinceAt));
	}

	closedSince(sinceAt: number): Promise<KindCount[]> {
		return this.run(() => this.reading.closedSince(sinceAt));
	}

	dueByHour(fromAt: number, hours: number): Promise<number[]> {
		return this.run(() => this.reading.dueByHour(fromAt, hours));
	}

	timers(filter: TimerFilter, window: Window, order?: TimerOrder): Promise<TimerRow[]> {
		return this.run(() => this.reading.timers(filter, window, order));
	}

	agentNames(limit: number): Promise<string[]> {
		return this.run(() => this.reading.agentNames(limit));
	}

	log(filter: LogFilter, window: Window, order?: LogOrder): Promise<LogRow[]> {
		return this.run(() => this.reading.log(filter, window, order));
	}

	detail(ticket: string): Promise<TicketDetail | null> {
		return this.run(() => {
			const detail = this.reading.detail(ticket);
			return detail && { ...detail, history: this.events.history(ticket) };
		});
	}

	archivedTickets(): Promise<number> {
		return this.run(() => this.health.archivedTickets());
	}

	leader(realAt: number): Promise<Leader | null> {
		return this.run(() => this.health.leader(realAt));
	}

	addSource(config: SourceConfig, lateAt: number): Promise<boolean> {
		return this.run(() => this.sources.add(config, lateAt), 'writing');
	}

	removeSource(name: string): Promise<boolean> {
		return this.run(() => this.sources.remove(name), 'writing');
	}

	configuredSources(): Promise<ConfiguredSource[]> {
		return this.run(() => this.sources.configured());
	}

	commitSync(step: SyncStep): Promise<SyncCounts> {
		return this.run(() => this.sources.commit(step), 'writing');
	}

	noteSync(name: string, outcome: SyncOutcome): Promise<void> {
		return this.run(() => this.sources.note(name, outcome), 'writing');
	}

	pokeSource(name: string, at: number): Promise<boolean> {
		return this.run(() => this.sources.poke(name, at), 'writing');
	}

	sourceHistories(
		source: string,
		tickets: readonly string[],
	): Promise<ReadonlyMap<string, readonly string[]>> {
		return this.run(() => new Map(tickets.map((ticket) => [ticket, this.sources.history(source, ticket)])));
	}

	quarantined(source: string | null, limit: number): Promise<QuarantinedRecord[]> {
		return this.run(() => this.sources.quarantined(source, limit));
	}

	quarantine(source: string, refusals: readonly Refusal[], at: number): Promise<void> {
		return this.run(() => this.sources.quarantine(source, refusals, at), 'writing');
	}

	clearQuarantine(source: string, places?: readonly string[]): Promise<number> {
		return this.run(() => this.sources.clear(source, places), 'writing');
	}

	releaseQuarantine(source: string, read: Reread): Promise<number> {
		return this.run(() => this.sources.release(source, read), 'writing');
	}

	importedFiles(folder: string): Promise<FileMark[]> {
		return this.run(() => this.files.imported(folder));
	}

	noteImported(folder: string, file: FileMark): Promise<void> {
		return this.run(() => this.files.note(folder, file), 'writing');
	}

	forgetImported(folder: string, names: readonly string[]): Promise<void> {
		return this.run(() => this.files.forget(folder, names), 'writing');
	}

	async close(): Promise<void> {
		this.db.close();
		this.file.forget();
	}

	private readNote(): TickNote {
		const note = this.sql.meta.get('tick_note');
		const nothing: TickNote = { tickedAt: 0, everyS: 1, agreementProblem: null, agreement: NO_AGREEMENT };
		if (!note) return nothing;
		// Written by `noteTick` and by nothing else, if perhaps by an older slatop that knew less.
		const read = JSON.parse(note) as Partial<TickNote>;
		return { ...nothing, ...read, agreement: { ...NO_AGREEMENT, ...read.agreement } };
	}

	private readBroughtUpTo(): number | null {
		const at = this.sql.meta.get('brought_up_to');
		return at == null ? null : Number(at);
	}

	private readCursor(): number {
		return Number(this.sql.meta.get('cursor') ?? 0);
	}

	/** What only engines write with: it knows time zones, for which a board's first frame does not wait. */
	private async openTimers(): Promise<Timers> {
		const { Timers } = await import('./timers.ts');
		return this.run(() => {
			this.timerTables ??= new Timers(this.db);
			return this.timerTables;
		});
	}

	/** Runs work unless a newer slatop has brought the schema up to date since: this one would write what is wrong there. */
	private currently<T>(work: () => T): T {
		checkSchema(this.sql.schema.get(), this.path);
		return work();
	}

	/** Runs a method's work, in a write transaction where it says so; SQLite's errors come out in words. */
	private async run<T>(work: () => T, writing?: 'writing'): Promise<T> {
		try {
			this.file.check();
			return writing ? this.db.transaction(() => this.currently(work)).immediate() : work();
		} catch (error) {
			throw inWords(error, this.path);
		}
	}
}

/**
 * Opens the store in a file, creating it (mode 0600) where it is not there.
 * @throws {StoreError} in words for people
 */
export function openSqliteStore(path: string, options?: OpenOptions): Store {
	return new SqliteStore(openConnection(path, options), path);
}
