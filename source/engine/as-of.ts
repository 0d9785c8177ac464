/**
 * The board as it stood at an instant: the events dated by then, as they are known now, folded under the
 * versions of the agreement in force by then, in a store in memory. It goes on and back by what happened in
 * between, as long as that is not much and it stands on the same ground.
 */
import { setImmediate } from 'node:timers/promises';
import type { AgreementVersion } from '../sla/fold.ts';
import type {
	BoardStore,
	Counter,
	DepartmentTally,
	KindCount,
	LogFilter,
	LogRow,
	StoredAgreement,
	StoreStatus,
	Tally,
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
import { historyUntil } from './history.ts';
import {
	type AsTheyStood,
	BEGINNING,
	type Ground,
	isSameGround,
	type Journey,
	latest,
	Past,
	type PastSource,
} from './past.ts';
import { Versions } from './versions.ts';

const HOLDER = 'as-of';
const LEASE_MS = 365 * 86_400_000;

/** How much is done at a time. */
export interface Sizes {
	/** Events looked through between two looks at the keyboard: some ten milliseconds. */
	readonly spanEvents: number;
	/** Tickets folded in between, in a tenth of a second: one costs less beside others of its days. */
	readonly batchTickets: number;
	/** A step writes all of its tickets at once, half a second for these: where there are more, it is no step. */
	readonly stepTickets: number;
}

const SIZES: Sizes = { spanEvents: 50_000, batchTickets: 1_000, stepTickets: 5_000 };

interface AsOfOptions {
	/** What judges where the source keeps no version of an agreement yet. */
	readonly fallback?: () => Promise<StoredAgreement>;
	readonly sizes?: Sizes;
}

/** Where it stands. */
interface Stand {
	readonly at: number;
	readonly ground: Ground;
	/** The last event seen. */
	readonly known: number;
	/** When the last was of those that had happened; null: none had. */
	readonly lastEventAt: number | null;
}

export class AsOf implements BoardStore {
	/** Null before its first instant. */
	private stand: Stand | null = null;
	/** The last event by then, of each ticket that has one. */
	private readonly lastEvents = new Map<string, number>();
	private steps = 0;
	/** Not while a step is written, nor after one that failed at that: what is counted beside the store may not go with it. */
	private isWhole = true;
	private underWay: Promise<unknown> = Promise.resolve();
	private readonly versions = new Versions();
	private readonly past: Past;
	private readonly sizes: Sizes;

	/** @param memory an empty store, for this alone */
	constructor(
		private readonly source: PastSource,
		private readonly memory: MemoryStore,
		{ fallback, sizes = SIZES }: AsOfOptions = {},
	) {
		this.past = new Past(source, fallback, sizes.spanEvents);
		this.sizes = sizes;
	}

	/** Goes to its first instant. Nobody looks at it before it is there, nor where that was not gone to its end. */
	begin(at: number, journey: Journey): Promise<void> {
		return this.while(this.goThere(at, journey));
	}

	/**
	 * Goes to another instant by what happened in between. Who looks meanwhile sees it as it was; so does everybody
	 * where it was not gone to its end.
	 * @returns false where that would not come to the same as to begin anew, or be no quicker
	 */
	step(at: number, journey: Journey): Promise<boolean> {
		return this.while(this.stepTo(at, journey));
	}

	/** Lets go of its memory. */
	async close(): Promise<void> {
		this.stand = null;
		await this.underWay.catch(() => {});
		await this.memory.close();
	}

	private while<T>(way: Promise<T>): Promise<T> {
		this.underWay = way;
		return way;
	}

	private async goThere(at: number, { signal, onProgress }: Journey): Promise<void> {
		const ground = await this.past.ground(at);
		const versions = await this.versions.of(ground.agreements);
		const { tickets, known } = await this.past.touched(0, { afterAt: BEGINNING, untilAt: at }, signal);
		let done = 0;
		do {
			onProgress(done / Math.max(1, tickets.length));
			await setImmediate(undefined, { signal });
			const batch = tickets.slice(done, done + this.sizes.batchTickets);
			await this.write(await this.past.asTheyStood(batch, versions, at), versions, at);
			done += batch.length;
		} while (done < tickets.length);
		this.arrive({ at, ground, known });
	}

	private async stepTo(at: number, { signal, onProgress }: Journey): Promise<boolean> {
		const { stand } = this;
		const ground = await this.past.ground(at);
		if (!stand || !this.isWhole || !isSameGround(stand.ground, ground)) return false;
		const versions = await this.versions.of(ground.agreements);
		const dated = { afterAt: Math.min(stand.at, at), untilAt: Math.max(stand.at, at) };
		const { tickets, known } = await this.past.touched(stand.known, dated, signal);
		if (tickets.length > this.sizes.stepTickets) return false;
		const found: AsTheyStood[] = [];
		for (let done = 0; done < tickets.length; done += this.sizes.batchTickets) {
			onProgress(done / tickets.length);
			await setImmediate(undefined, { signal });
			const batch = tickets.slice(done, done + this.sizes.batchTickets);
			found.push(await this.past.asTheyStood(batch, versions, at));
		}
		this.isWhole = false;
		await this.memory.atOnce(() => this.write(together(found), versions, at));
		this.isWhole = true;
		this.arrive({ at, ground, known });
		return true;
	}

	private arrive(stand: Omit<Stand, 'lastEventAt'>): void {
		this.steps++;
		this.stand = { ...stand, lastEventAt: latest(this.lastEvents.values()) };
	}

	/** Writes tickets as they stood, and lets time pass, on or back, for the others. */
	private async write(
		{ tickets, folded, unborn, lastEvents }: AsTheyStood,
		versions: readonly AgreementVersion[],
		at: number,
	): Promise<void> {
		const agreement = factsOf(versions.at(-1));
		const lease = await this.memory.acquireLease(HOLDER, Date.now(), LEASE_MS);
		if (!lease) throw new StoreError('the store in memory is held by somebody else');
		// Of what is yet to happen nothing may be left, and a log only grows.
		await this.memory.unlog(tickets);
		const { timezone } = agreement;
		await this.memory.commitTick({ lease, fromCursor: 0, toCursor: 0, tickets: folded, nowAt: at, timezone });
		await this.memory.noteTick(lease, { tickedAt: Date.now(), everyS: 1, agreementProblem: null, agreement });
		// Ends the lease.
		await this.memory.forget(unborn);
		for (const [ticket, lastAt] of lastEvents) {
			if (lastAt === null) this.lastEvents.delete(ticket);
			else this.lastEvents.set(ticket, lastAt);
		}
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
		const lastEventAt = this.stand?.lastEventAt ?? null;
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
		const history = await this.past.history(ticket);
		return { ...detail, history: historyUntil(history, this.stand?.at ?? BEGINNING) };
	}

	async agreements(): Promise<StoredAgreement[]> {
		return [...(this.stand?.ground.agreements ?? [])];
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

/** Batches of tickets as one. */
function together(batches: readonly AsTheyStood[]): AsTheyStood {
	return {
		tickets: batches.flatMap(({ tickets }) => tickets),
		folded: batches.flatMap(({ folded }) => folded),
		unborn: batches.flatMap(({ unborn }) => unborn),
		lastEvents: new Map(batches.flatMap(({ lastEvents }) => [...lastEvents])),
	};
}
