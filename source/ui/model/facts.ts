/** What the screens show beside their lists, as it was last read: counters, the month, the agreement. */
import type { MonthView } from '../../reports/month-view.ts';
import type { BoardStore, Counter } from '../../store/port.ts';
import type { BoardOptions } from './board-options.ts';
import { type Overview, overviewOf } from './overview.ts';
import { NO_STATUS } from './travel.ts';

/** How far ahead the histogram of what falls due looks. */
const HOURS_AHEAD = 8;
/** The month is worked out anew at most so often: it need not be, with every event. */
const MONTH_MS = 5_000;

export class Facts {
	overview: Overview = overviewOf([], null, NO_STATUS);
	/** When it was last seen that the engine has looked again, by the clock of this program. */
	tickSeenAt = Date.now();
	/** Open timers by kind. */
	counters: readonly Counter[] = [];
	/** The month so far; null where it has not been read, or there is no agreement. */
	month: MonthView | null = null;
	/** How many timers fall due in each of the next hours. */
	dueByHour: readonly number[] = [];
	/** The agreement in force, in Markdown. */
	document: readonly string[] | null = null;
	private monthReadMs = Number.NEGATIVE_INFINITY;

	constructor(private readonly options: Pick<BoardOptions, 'monthView' | 'agreementDocument'>) {}

	/** The counters alone: what has closed today takes knowing zones, for which the first frame does not wait. */
	async readCounters(store: BoardStore): Promise<void> {
		this.counters = await store.counters();
		this.see(overviewOf(this.counters, null, await store.status()));
	}

	async readToday(store: BoardStore, nowAt: number): Promise<void> {
		const { dayStart } = await import('../../sla/calendar/local-period.ts');
		const status = await store.status();
		const dayAt = dayStart(nowAt, status.agreement.timezone);
		const tallies = await store.tallies(dayAt);
		this.counters = await store.counters();
		this.see(overviewOf(this.counters, { tallies, dayAt, nowAt }, status));
	}

	private see(overview: Overview): void {
		if (overview.status.tickedAt !== this.overview.status.tickedAt) this.tickSeenAt = Date.now();
		this.overview = overview;
	}

	/** @param isPresent of the past the month is read at once, of the present now and then */
	async readCompliance(store: BoardStore, nowAt: number, isPresent: boolean): Promise<void> {
		this.dueByHour = await store.dueByHour(nowAt, HOURS_AHEAD);
		const isFresh = performance.now() - this.monthReadMs < MONTH_MS && this.month !== null;
		if (isFresh && isPresent) return;
		this.month = await this.options.monthView(store, nowAt);
		this.monthReadMs = performance.now();
	}

	async readAgreement(store: BoardStore): Promise<void> {
		this.document = await this.options.agreementDocument(store);
	}

	/** Whoever comes to look sees the month as it is. */
	renewMonth(): void {
		this.monthReadMs = Number.NEGATIVE_INFINITY;
	}
}
