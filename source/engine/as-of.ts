/**
 * The board as it stood at an instant: the events dated by then, as they are known now, folded under the
 * versions of the agreement in force by then, in a store in memory. It goes on and back by what happened in
 * between, as long as the same versions are in force.
 */
import { setImmediate } from 'node:timers/promises';
import { type AgreementVersion, fold } from '../sla/fold.ts';
import type {
	BoardStore,
	Counter,
	Dated,
	DepartmentTally,
	KindCount,
	Lease,
	LogFilter,
	LogRow,
	Store,
	StoredAgreement,
	StoreStatus,
	Tally,
	TicketCommit,
	TicketDetail,
	TimerFilter,
	TimerRow,
	Window,
} from '../store/port.ts';
import { StoreError } from '../store/port.ts';
import type { MemoryStore } from '../store/port-memory.ts';
import type { LogOrder, TimerOrder } from '../store/port-orders.ts';
import type { ReportStore } from '../store/port-reports.ts';
import { factsOf } from './facts.ts';
import { eventsUntil, historyUntil } from './history.ts';
import { Versions } from './versions.ts';

/** What is done between two looks at the keyboard: some ten milliseconds. A ticket costs less beside others of its days. */
const SPAN_EVENTS = 50_000;
const BATCH_TICKETS = 400;
const HOLDER = 'as-of';
/** An instant before all others, which stores can compare with. */
const BEGINNING = Number.MIN_SAFE_INTEGER;
const LEASE_MS = 365 * 86_400_000;

/** The store whose past it is. */
export type PastSource = Pick<Store, 'newsDated' | 'histories' | 'agreements' | 'reports'>;

/** A way that takes a while. */
export interface Journey {
	/** Ends it early: what was under way is rejected with the signal's reason. */
	readonly signal: AbortSignal;
	/** @param share how far it is done, from 0 to 1 */
	readonly onProgress: (share: number) => void;
}

/** The latest of instants; null where there is none. */
function latest(instants: Iterable<number>): number | null {
	let found: number | null = null;
	for (const at of instants) if (found === null || at > found) found = at;
	return found;
}

export class AsOf implements BoardStore {
	/** The instant it stands at; null before the first, and after a way that was not gone to its end. */
	private at: number | null = null;
	/** The last event seen; what arrives after it may be dated however early. */
	private known = 0;
	private stored: readonly StoredAgreement[] = [];
	/** The last event by then, of each ticket that has one. */
	private readonly lastEvents = new Map<string, number>();
	private lastEventAt: number | null = null;
	/** How many tickets its source had in the archive when it began. */
	private archived = 0;
	private steps = 0;
	private isClosed = false;
	private underWay: Promise<void> = Promise.resolve();
	private readonly versions = new Versions();

	/**
	 * @param memory an empty store, for this alone
	 * @param fallback what judges where the source keeps no version of an agreement yet
	 */
	constructor(
		private readonly source: PastSource,
		private readonly memory: MemoryStore,
		private readonly fallback?: () => Promise<StoredAgreement>,
	) {}

	/** Whether it can go to an instant from where it stands, by what happened in between. */
	async reaches(at: number): Promise<boolean> {
		if (this.isClosed || this.at === null) return false;
		// Of tickets that were moved to the archive, or back, no news tells.
		if ((await this.source.reports.archived()).tickets !== this.archived) return false;
		const ids = (versions: readonly StoredAgreement[]): string => versions.map(({ id }) => id).join(' ');
		return ids(await this.inForceBy(at)) === ids(this.stored);
	}

	/** Goes to an instant that it reaches, or to its first. */
	async goTo(at: number, journey: Journey): Promise<void> {
		this.underWay = this.go(at, journey);
		await this.underWay;
	}

	/** Lets go of its memory. */
	async close(): Promise<void> {
		this.isClosed = true;
		await this.underWay.catch(() => {});
		await this.memory.close();
	}

	private async go(at: number, { signal, onProgress }: Journey): Promise<void> {
		const fromAt = this.at ?? BEGINNING;
		this.at = null;
		if (fromAt === BEGINNING) this.archived = (await this.source.reports.archived()).tickets;
		this.stored = await this.inForceBy(at);
		const versions = await this.versions.of(this.stored);
		const tickets = await this.touched(Math.min(fromAt, at), Math.max(fromAt, at), signal);
		const lease = await this.memory.acquireLease(HOLDER, Date.now(), LEASE_MS);
		if (!lease) throw new StoreError('the store in memory is held by somebody else');
		const unborn: string[] = [];
		for (let done = 0; done < tickets.length; done += BATCH_TICKETS) {
			onProgress(done / tickets.length);
			await setImmediate(undefined, { signal });
			const batch = tickets.slice(done, done + BATCH_TICKETS);
			// Of what is yet to happen nothing may be left, and a log only grows.
			if (at < fromAt) await this.memory.unlog(batch);
			for (const ticket of await this.commit(batch, versions, at, lease)) unborn.push(ticket);
		}
		// Time has passed for the others too.
		await this.commit([], versions, at, lease);
		const agreement = factsOf(versions.at(-1));
		await this.memory.noteTick(lease, { tickedAt: Date.now(), everyS: 1, agreementProblem: null, agreement });
		// Ends the lease.
		if (at < fromAt) await this.forget(unborn, signal);
		this.lastEventAt = latest(this.lastEvents.values());
		this.steps++;
		this.at = at;
	}

	/** The versions in force by an instant, and the first whenever that came: it judges what was before it. */
	private async inForceBy(at: number): Promise<readonly StoredAgreement[]> {
		const all = await this.source.agreements();
		if (all.length === 0 && this.fallback) return [await this.fallback()];
		return all.filter(({ inForceAt }, place) => place === 0 || inForceAt <= at);
	}

	/** The tickets to which something happened in between, or of which something has been heard since. */
	private async touched(afterAt: number, untilAt: number, signal: AbortSignal): Promise<string[]> {
		const tickets = new Set<string>();
		const collect = async (from: number, to: number, dated: Dated): Promise<void> => {
			for (let more = true; more && from < to; ) {
				const news = await this.source.newsDated(from, SPAN_EVENTS, dated);
				for (const ticket of news.tickets) tickets.add(ticket);
				from = news.cursor;
				more = news.more;
				this.known = Math.max(this.known, from);
				await setImmediate(undefined, { signal });
			}
		};
		const { known } = this;
		await collect(0, known, { afterAt, untilAt });
		await collect(known, Number.POSITIVE_INFINITY, { afterAt: BEGINNING, untilAt });
		return [...tickets];
	}

	private async forget(tickets: readonly string[], signal: AbortSignal): Promise<void> {
		for (let done = 0; done < tickets.length; done += BATCH_TICKETS) {
			await setImmediate(undefined, { signal });
			await this.memory.forget(tickets.slice(done, done + BATCH_TICKETS));
		}
	}

	/** Writes tickets as they were; gives those that were not there yet. */
	private async commit(
		tickets: readonly string[],
		versions: readonly AgreementVersion[],
		at: number,
		lease: Lease,
	): Promise<string[]> {
		const folded: TicketCommit[] = [];
		const unborn: string[] = [];
		for (const [ticket, history] of await this.source.histories(tickets)) {
			const events = eventsUntil(history, at);
			const lastAt = latest(events.map((event) => event.at));
			if (lastAt === null) this.lastEvents.delete(ticket);
			else this.lastEvents.set(ticket, lastAt);
			const result = fold(events, versions, at);
			if (result) folded.push(result);
			else unborn.push(ticket);
		}
		const { timezone } = factsOf(versions.at(-1));
		await this.memory.commitTick({ lease, fromCursor: 0, toCursor: 0, tickets: folded, nowAt: at, timezone });
		return unborn;
	}

	/* ---- the board's questions ---- */

	get reports(): ReportStore {
		// Its past has no more than it has itself.
		return { ...this.memory.reports, archived: () => this.source.reports.archived() };
	}

	async version(): Promise<number> {
		return this.steps;
	}

	async status(): Promise<StoreStatus> {
		const lastEventAt = this.lastEventAt;
		const sources = lastEventAt === null ? [] : [{ source: HOLDER, heardAt: null, lastEventAt }];
		return { ...(await this.memory.status()), backlog: 0, sources };
	}

	/** Of how sources were doing, nothing is kept. */
	async configuredSources(): Promise<[]> {
		return [];
	}

	async detail(ticket: string): Promise<TicketDetail | null> {
		const detail = await this.memory.detail(ticket);
		if (!detail) return null;
		const history = (await this.source.histories([ticket])).get(ticket) ?? [];
		return { ...detail, history: this.at === null ? history : historyUntil(history, this.at) };
	}

	async agreements(): Promise<StoredAgreement[]> {
		return [...this.stored];
	}

	counters(): Promise<Counter[]> {
		return this.memory.counters();
	}

	tallies(sinceAt: number): Promise<Tally[]> {
		return this.memory.tallies(sinceAt);
	}

	departmentTallies(sinceAt: number): Promise<DepartmentTally[]> {
		return this.memory.departmentTallies(sinceAt);
	}

	closedSince(sinceAt: number): Promise<KindCount[]> {
		return this.memory.closedSince(sinceAt);
	}

	dueByHour(fromAt: number, hours: number): Promise<number[]> {
		return this.memory.dueByHour(fromAt, hours);
	}

	timers(filter: TimerFilter, window: Window, order?: TimerOrder): Promise<TimerRow[]> {
		return this.memory.timers(filter, window, order);
	}

	agentNames(limit: number): Promise<string[]> {
		return this.memory.agentNames(limit);
	}

	log(filter: LogFilter, window: Window, order?: LogOrder): Promise<LogRow[]> {
		return this.memory.log(filter, window, order);
	}
}
