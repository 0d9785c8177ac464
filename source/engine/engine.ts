/**
 * The engine: takes new events, folds the tickets they touch, lets time pass, and writes it all in one
 * transaction a batch. Its cost follows what has changed, never how much is stored.
 */
import { type AgreementVersion, fold } from '../sla/fold.ts';
import type { Agreement } from '../sla/level.ts';
import {
	type EngineStore,
	type Lease,
	StaleLease,
	type StoredAgreement,
	type TickResult,
} from '../store/port.ts';
import type { AgreementFile, LoadedAgreement } from './agreement-file.ts';
import { withAlerts } from './alerting.ts';
import type { Now } from './clock.ts';
import { factsOf } from './facts.ts';
import { readHistory } from './history.ts';
import { Versions } from './versions.ts';

/** Events taken in one transaction: large enough to be fast, small enough that nobody waits for it. */
const BATCH_EVENTS = 2_000;
const BATCH_TICKETS = 500;
/** Tickets and timers written before it is worth it to let the store do what it puts off; and how long that waits. */
const SETTLE_AFTER = 200;
const SETTLE_EVERY_MS = 60_000;
/** How long the lease holds without being renewed: another engine takes over after that, at its next look. */
const LEASE_MS = 3_000;
/** Clocks are set right by so much all the time: what is dated no further ahead comes by itself. */
const SLACK_MS = 60_000;

export interface EngineOptions {
	readonly store: EngineStore;
	readonly now: Now;
	/** Tells this engine from others on the same store. */
	readonly holder: string;
	/** Where the agreement comes from; left out: the versions in the store are all there is. */
	readonly agreementFile?: AgreementFile;
	/** Seconds from tick to tick; between them the lease is kept by `keep`. */
	readonly everyS?: number;
}

export interface TickReport {
	/** False: another engine holds the lease, and nothing was done. */
	readonly led: boolean;
	readonly tickets: number;
	readonly changedByTime: number;
	readonly logged: number;
	readonly alerts: number;
}

const STOOD_BY: TickReport = { led: false, tickets: 0, changedByTime: 0, logged: 0, alerts: 0 };

export class Engine {
	private readonly store: EngineStore;
	private readonly now: Now;
	/** Of which opening of the store all of this is known. */
	private opening: object | null = null;
	private versions = new Versions();
	private lease: Lease | null = null;
	private stored: StoredAgreement[] | null = null;
	/** Tickets and timers written since the store last did what it puts off. */
	private unsettled = 0;
	private settledAt = performance.now();

	constructor(private readonly options: EngineOptions) {
		this.store = options.store;
		this.now = options.now;
	}

	/** Brings the store up to now. Where another engine leads, it does nothing and says so. */
	async tick(): Promise<TickReport> {
		return (await this.tried()) ?? (await this.tried()) ?? STOOD_BY;
	}

	/** @returns null where what was worked out is stale: another leads now, or a prune was at work, and it is done anew */
	private async tried(): Promise<TickReport | null> {
		try {
			return await this.lead();
		} catch (error) {
			// What was read of it may not have been stored.
			this.options.agreementFile?.forget();
			if (!(error instanceof StaleLease)) throw error;
			this.lease = null;
			return null;
		}
	}

	/** Between ticks: renews the lease, and tells whether it is still held. */
	async keep(): Promise<boolean> {
		return this.lease !== null && (await this.renewLease());
	}

	/** After a tick, while nobody waits: lets the store do what it puts off, where there is much of it or it is old. */
	async settle(): Promise<void> {
		const waitedMs = performance.now() - this.settledAt;
		if (this.unsettled < SETTLE_AFTER && waitedMs < SETTLE_EVERY_MS) return;
		this.unsettled = 0;
		this.settledAt = performance.now();
		await this.store.settle();
	}

	/** Hands the lease on, so that the next engine need not wait for it to run out. */
	async stop(): Promise<void> {
		if (this.lease) await this.store.releaseLease(this.lease);
		this.lease = null;
	}

	/** The lease that this engine holds; null: another leads. What goes out for it is fenced by it. */
	get leaseHeld(): Lease | null {
		return this.lease;
	}

	/** The newest version of the agreement, by which people hear of timers; null where there is none yet. */
	async agreement(): Promise<Agreement | null> {
		return (await this.agreementVersions()).at(-1)?.agreement ?? null;
	}

	/** Folds every ticket anew: a version of the agreement came into force that moves open timers, or tells others of them. */
	private async refoldAll(passesOver: boolean): Promise<void> {
		let last = '';
		for (;;) {
			const tickets = await this.store.ticketsAfter(last, BATCH_TICKETS);
			const end = tickets.at(-1);
			if (end === undefined) return;
			last = end;
			const cursor = await this.store.cursor();
			await this.commit(tickets, cursor, cursor, passesOver);
			await this.keepLease();
		}
	}

	private async lead(): Promise<TickReport> {
		await this.lookWhetherMoved();
		if (!(await this.renewLease())) return STOOD_BY;
		const startAt = this.now();
		await this.takeAgreement(startAt);
		let report: TickReport = { ...STOOD_BY, led: true };
		// Events of one ticket may come in several batches.
		const folded = new Set<string>();
		if ((await this.agreementVersions()).length > 0) {
			for (let more = true; more; ) {
				const cursor = await this.store.cursor();
				const news = await this.store.news(cursor, BATCH_EVENTS);
				const alerting = await this.store.alerting(this.now(), BATCH_TICKETS);
				more = news.more || alerting.length === BATCH_TICKETS;
				const tickets = [...new Set([...news.tickets, ...alerting])];
				if (tickets.length === 0 && !(await this.hasTimeToTell())) break;
				const done = await this.commit(tickets, cursor, news.cursor);
				for (const ticket of tickets) folded.add(ticket);
				report = {
					led: true,
					tickets: folded.size,
					changedByTime: report.changedByTime + done.changedByTime,
					logged: report.logged + done.logged,
					alerts: report.alerts + done.alerts,
				};
				if (more) await this.keepLease();
			}
		}
		await this.note();
		return report;
	}

	/**
	 * What is known of a store is nothing to another that has taken its place. Whoever of this program finds that out first
	 * opens it anew: it need not be this engine.
	 */
	private async lookWhetherMoved(): Promise<void> {
		const opening = await this.store.opening();
		if (opening === this.opening) return;
		this.opening = opening;
		this.versions = new Versions();
		this.stored = null;
		this.lease = null;
		this.options.agreementFile?.forget();
	}

	/** Whether time alone has changed a timer, or must be taken back because the clock was ahead. */
	private async hasTimeToTell(): Promise<boolean> {
		const nowAt = this.now();
		return (await this.store.hasDue(nowAt)) || ((await this.store.broughtUpTo()) ?? nowAt) > nowAt;
	}

	/** Tells the screens that the engine is at work, and what by. */
	private async note(): Promise<void> {
		const agreementProblem = this.options.agreementFile?.problem ?? null;
		const agreement = factsOf((await this.agreementVersions()).at(-1));
		await this.store.noteTick(this.held(), {
			tickedAt: Date.now(),
			everyS: this.options.everyS ?? 1,
			agreementProblem,
			agreement,
		});
	}

	private async renewLease(): Promise<boolean> {
		const lease = await this.store.acquireLease(this.options.holder, Date.now(), LEASE_MS);
		// Another may have led in between: what it stored of agreements is not known here.
		if (lease?.epoch !== this.lease?.epoch) this.stored = null;
		this.lease = lease;
		return lease !== null;
	}

	private held(): Lease {
		if (this.lease) return this.lease;
		throw new StaleLease('this engine holds no lease');
	}

	/** In the middle of long work: the lease must not run out, and if it did the work is another's. */
	private async keepLease(): Promise<void> {
		if (!(await this.renewLease())) throw new StaleLease('another engine has taken over');
		await this.note();
	}

	private async agreementVersions(): Promise<AgreementVersion[]> {
		this.stored ??= await this.store.agreements();
		return this.versions.of(this.stored);
	}

	/** Brings a changed agreement file into force from now on; a wrong one leaves the old in force. */
	private async takeAgreement(nowAt: number): Promise<void> {
		const changed = await this.options.agreementFile?.changed();
		if (changed) await this.addVersion(changed, nowAt);
		await this.bringForward(nowAt);
		const stored = await this.storedVersions();
		const newest = stored.at(-1)?.id ?? 0;
		const applied = await this.store.appliedAgreement();
		if (newest <= applied) return;
		const moves = stored.some(({ id, movesOpen }) => id > applied && movesOpen);
		const asksAnew = await this.asksAnew(applied);
		if (moves || asksAnew) await this.refoldAll(asksAnew);
		await this.store.noteApplied(this.held(), newest);
	}

	private async storedVersions(): Promise<StoredAgreement[]> {
		// Another program may have added one (`slatop recalculate`).
		const isKnown = this.stored?.at(-1)?.id === (await this.store.newestAgreement());
		if (!this.stored || !isKnown) this.stored = await this.store.agreements();
		return this.stored;
	}

	/**
	 * Has a version come into force now that a clock which was ahead has dated later. The first needs no such thing: it
	 * judges what was before it.
	 */
	private async bringForward(nowAt: number): Promise<void> {
		const stored = await this.storedVersions();
		const last = stored.at(-1);
		if (!last || stored.length === 1 || last.inForceAt <= nowAt + SLACK_MS) return;
		const { id: _, ...version } = last;
		await this.store.addAgreement({ ...version, inForceAt: nowAt }, this.held());
	}

	/** Whether the newest version wants others to hear of timers, or at other times, than the one applied so far. */
	private async asksAnew(applied: number): Promise<boolean> {
		const versions = await this.agreementVersions();
		const place = this.stored?.findIndex(({ id }) => id === applied) ?? -1;
		const asked = (version: AgreementVersion | undefined): string =>
			JSON.stringify(version?.agreement.escalations ?? []);
		return asked(versions[place]) !== asked(versions.at(-1));
	}

	private async addVersion({ text, files, agreement }: LoadedAgreement, nowAt: number): Promise<void> {
		const last = (await this.store.agreements()).at(-1);
		if (last && this.options.agreementFile?.standsIn) return;
		if (last?.text === text && JSON.stringify(last.files) === JSON.stringify(files)) return;
		const movesOpen = last !== undefined && agreement.changes === 'open_tickets';
		await this.store.addAgreement({ inForceAt: nowAt, movesOpen, text, files }, this.held());
	}

	private async commit(
		touched: readonly string[],
		fromCursor: number,
		toCursor: number,
		passesOver = false,
	): Promise<TickResult> {
		const lease = this.held();
		const nowAt = this.now();
		const versions = await this.agreementVersions();
		const histories = await this.store.histories(touched);
		const folded = [...histories.values()].flatMap(
			(history) => fold(readHistory(history), versions, nowAt) ?? [],
		);
		// Who hears of a timer is nobody's promise: that goes by the newest version, whichever judges the ticket.
		const escalations = versions.at(-1)?.agreement.escalations ?? [];
		const tickets = await withAlerts(this.store, folded, escalations, nowAt, passesOver);
		const { timezone } = factsOf(versions.at(-1));
		const done = await this.store.commitTick({ lease, fromCursor, toCursor, tickets, nowAt, timezone });
		this.unsettled += tickets.length + done.changedByTime;
		return done;
	}
}
