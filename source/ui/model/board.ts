/**
 * What is on the screen, apart from how it is drawn. The board reads windows of the store, takes keys as
 * actions one after another, and tells whoever draws it when something has changed.
 */
import type { BoardStore, Counter, KindCount, LogRow, TicketDetail, TimerRow } from '../../store/port.ts';
import { type KnownNames, parseFilter } from './filter.ts';
import { type ClosedToday, type Overview, overviewOf, type Queue } from './overview.ts';
import { NO_STATUS, type TimeMachine, Travel } from './travel.ts';
import { WindowedList } from './windowed-list.ts';

export type Screen = 'risk' | 'queues' | 'log' | 'ticket' | 'compliance' | 'agreement';

/** Lines above and below every screen's own. */
export const HEADER_LINES = 3;
export const FOOTER_LINES = 1;
/** How far ahead the histogram of what falls due looks. */
const HOURS_AHEAD = 8;

export interface BoardOptions {
	readonly store: BoardStore;
	/** The clock on the wall. */
	readonly now: () => number;
	/** Who `agent:me` is. */
	readonly me: string;
	/** Seconds between the engine's ticks. */
	readonly everyS: number;
	/** Shows the past; left out: there is only the present. */
	readonly timeMachine?: TimeMachine;
	/** The instant to begin at; left out: the present. */
	readonly startsAt?: number;
	/** Why a ticket's timers are due when they are, as lines. */
	readonly explain: (store: BoardStore, ticket: string, nowAt: number) => Promise<readonly string[]>;
	/** What this is called in its top left corner. */
	readonly title: string;
	/** The agreement in force as a document; null where there is none. */
	readonly agreementDocument: (store: BoardStore) => Promise<readonly string[] | null>;
}

export class Board {
	screen: Screen = 'risk';
	columns = 80;
	rows = 24;
	/** The instant the screen shows. */
	nowAt: number;
	/** Set while the list is frozen: the instant it shows. */
	frozenAt: number | null = null;
	overview: Overview;
	/** Open timers by kind. */
	counters: readonly Counter[] = [];
	/** What closed this month, by kind. */
	closed: readonly KindCount[] = [];
	/** How many timers fall due in each of the next hours. */
	dueByHour: readonly number[] = [];
	readonly risk: WindowedList<TimerRow>;
	readonly log: WindowedList<LogRow>;
	queue = 0;
	detail: TicketDetail | null = null;
	/** Lines of a page that are above the screen, and how many it has (the drawing tells). */
	scroll = 0;
	pageLines = 0;
	/** The agreement in force, in Markdown. */
	document: readonly string[] | null = null;
	/** Why the ticket's timers are due when they are; null while nobody asks. */
	explanation: readonly string[] | null = null;
	showsHelp = false;
	filter = '';
	isFiltering = false;
	filterProblem: string | null = null;
	/** Why the engine of this program has stopped; null while it has not. */
	engineError: string | null = null;
	readonly startedAt = Date.now();
	/** Which instant is shown: the present, or one of the past. */
	readonly travel: Travel;
	/** Time travel has come to the present. */
	onLive: () => void = () => {};
	onQuit: () => void = () => {};
	onSuspend: () => void = () => {};
	onRepaint: () => void = () => {};

	private from: Screen = 'risk';
	private ticketReference = '';
	private storeVersion = -1;
	private version = 0;
	private readonly listeners = new Set<() => void>();
	private work: Promise<void> = Promise.resolve();

	constructor(readonly options: BoardOptions) {
		this.travel = new Travel({
			...(options.timeMachine ? { machine: options.timeMachine } : {}),
			inTurn: (action) => this.do(action),
			onChange: () => this.changed(),
		});
		if (options.startsAt !== undefined) this.travel.begin(options.startsAt);
		this.nowAt = this.clock();
		this.overview = overviewOf([], null, NO_STATUS);
		this.risk = new WindowedList((window) => this.store.timers({}, window));
		this.log = new WindowedList((window) => this.store.log({}, window), { followsEnd: true });
	}

	/* ---- for whoever draws ---- */

	readonly subscribe = (listener: () => void): (() => void) => {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	};

	/** Changes whenever anything to be drawn has. */
	readonly snapshot = (): number => this.version;

	/** Lines of a list on the screen: what is left under the header and the titles. */
	get listHeight(): number {
		return Math.max(1, this.rows - HEADER_LINES - FOOTER_LINES - 1);
	}

	/** Lines of a page on the screen: it has no titles. */
	get pageHeight(): number {
		return this.listHeight + 1;
	}

	private get isPage(): boolean {
		return (
			this.showsHelp ||
			this.screen === 'ticket' ||
			this.screen === 'compliance' ||
			this.screen === 'agreement'
		);
	}

	/** Whether the engine still has to take in what is there: an empty list then means nothing. */
	get isTakingIn(): boolean {
		const { tickedAt, backlog } = this.overview.status;
		return tickedAt === 0 || backlog > 0;
	}

	/** The instant that rows are shown for. */
	get rowsAt(): number {
		return this.frozenAt ?? this.nowAt;
	}

	get selectedQueue(): Queue | undefined {
		return this.overview.queues[this.queue];
	}

	/** Since when the engine has not looked, where that is too long ago; null where all is well, and of the past. */
	get engineBehindSince(): number | null {
		if (this.travel.at !== null) return null;
		const { tickedAt } = this.overview.status;
		// By whoever runs the engine: it need not be this program, nor as quick.
		const allowedMs = Math.max(3, this.overview.status.everyS * 2 + 1) * 1_000;
		const realAt = Date.now();
		if (realAt - Math.max(tickedAt, this.startedAt) <= allowedMs) return null;
		return tickedAt === 0 ? this.startedAt : tickedAt;
	}

	/* ---- what happens ---- */

	/**
	 * Does one thing after the other, and has the screen drawn when it is done; the drawing sees the store
	 * and the lists at rest, never in the middle of a change.
	 */
	do(action: () => void | Promise<void>): Promise<void> {
		this.work = this.work.then(action).then(() => this.changed());
		return this.work;
	}

	/** Reads what the first frame shows; the first poll brings the rest. */
	async start(): Promise<void> {
		await this.do(async () => {
			await this.fitLists();
			await this.readCounters(null);
			await this.readScreen();
		});
		const { startsAt } = this.options;
		if (startsAt !== undefined) void this.goTo(startsAt);
	}

	/** The clock has moved on: a second, or whatever the screen is told by. */
	async tick(): Promise<void> {
		if (this.travel.at !== null) return;
		await this.do(() => {
			this.nowAt = this.clock();
		});
	}

	/** Looks whether the store has changed, and reads what is shown where it has. */
	async poll(): Promise<void> {
		if (this.travel.at !== null) return;
		const version = await this.options.store.version();
		if (version === this.storeVersion) return;
		await this.do(() => this.readStore());
	}

	async resize(columns: number, rows: number): Promise<void> {
		if (columns === this.columns && rows === this.rows) return;
		await this.do(async () => {
			this.columns = columns;
			this.rows = rows;
			await this.fitLists();
		});
	}

	/* ---- actions ---- */

	async show(screen: Screen): Promise<void> {
		this.explanation = null;
		this.scroll = 0;
		if (screen !== 'ticket') this.from = screen;
		this.screen = screen;
		this.showsHelp = false;
		await this.readScreen();
	}

	/** Goes into what is selected: a queue's timers, a timer's ticket. */
	async enter(): Promise<void> {
		if (this.screen === 'queues') {
			const queue = this.selectedQueue;
			if (!queue) return undefined;
			const name = queue.department ?? '';
			await this.setFilter(`dep:${name === '' || /\s/.test(name) ? `"${name}"` : name}`);
			return this.show('risk');
		}
		const row = this.screen === 'log' ? this.log.selected : this.risk.selected;
		if (this.isPage || !row) return;
		this.ticketReference = row.ticket;
		this.scroll = 0;
		this.explanation = null;
		await this.show('ticket');
	}

	/** Goes back one step: out of the help, the ticket, the filter, the past. */
	async back(): Promise<void> {
		if (this.showsHelp) this.showsHelp = false;
		else if (this.explanation) await this.toggleExplanation();
		else if (this.screen === 'ticket') await this.show(this.from);
		else if (this.filter !== '') await this.setFilter('');
		else if (this.frozenAt !== null) this.frozenAt = null;
		else if (!this.travel.isOver) void this.goTo(null);
	}

	/** Steps through time, from where it is going or else from what is shown; past now is the present again. */
	step(byMs: number): void {
		const { travel } = this;
		const from = travel.destination ?? travel.at;
		if (!travel.isPossible || (from === null && byMs > 0)) return;
		const nowAt = this.options.now();
		const to = (from ?? nowAt) + byMs;
		void this.goTo(to < nowAt ? to : null);
	}

	/** Shows the board as it stood at an instant; null: as it stands. An action must not wait for it. */
	async goTo(at: number | null): Promise<void> {
		await this.travel.to(at, async () => {
			this.frozenAt = null;
			this.nowAt = this.clock();
			if (at === null) this.onLive();
			await this.readStore();
			// What is meant by names and by times left goes by what is there.
			if (this.filter !== '') await this.setFilter(this.filter);
			if (this.explanation) this.explanation = await this.explain();
		});
	}

	async move(by: number): Promise<void> {
		if (this.isPage) this.scrollTo(this.scroll + by);
		else if (this.screen === 'queues') this.selectQueue(this.queue + by);
		else await this.list.move(by);
	}

	async page(by: 1 | -1, half = false): Promise<void> {
		const lines = half ? Math.floor(this.listHeight / 2) : this.listHeight - 1;
		if (this.isPage || this.screen === 'queues') await this.move(by * Math.max(1, lines));
		else await (half ? this.list.halfPage(by) : this.list.page(by));
	}

	async home(): Promise<void> {
		if (this.isPage) this.scrollTo(0);
		else if (this.screen === 'queues') this.selectQueue(0);
		else await this.list.home();
	}

	async end(): Promise<void> {
		if (this.isPage) this.scrollTo(Number.MAX_SAFE_INTEGER);
		else if (this.screen === 'queues') this.selectQueue(Number.MAX_SAFE_INTEGER);
		else await this.list.end();
	}

	async freeze(): Promise<void> {
		this.frozenAt = this.frozenAt === null ? this.nowAt : null;
		if (this.frozenAt === null) await this.readStore();
	}

	/** Shows why the ticket's timers are due when they are, or no longer. */
	async toggleExplanation(): Promise<void> {
		this.scroll = 0;
		this.explanation = this.explanation ? null : await this.explain();
	}

	startFilter(): void {
		this.isFiltering = true;
	}

	toggleHelp(): void {
		this.showsHelp = !this.showsHelp;
		this.scroll = 0;
	}

	async setFilter(text: string): Promise<void> {
		this.filter = text;
		const { timers, log, problem } = parseFilter(text, this.knownNames(), this.nowAt);
		this.filterProblem = problem;
		await this.risk.narrow((window) => this.store.timers(timers, window));
		await this.log.narrow((window) => this.store.log(log, window));
	}

	/* ---- reading ---- */

	/** What is shown: the present, or the past. */
	private get store(): BoardStore {
		return this.travel.past ?? this.options.store;
	}

	/** The clock of what is shown. */
	private clock(): number {
		return this.travel.at ?? this.options.now();
	}

	private explain(): Promise<readonly string[]> {
		return this.options.explain(this.store, this.ticketReference, this.nowAt);
	}

	private get list(): WindowedList<TimerRow> | WindowedList<LogRow> {
		return this.screen === 'log' ? this.log : this.risk;
	}

	private knownNames(): KnownNames {
		const names = { departments: new Set<string>(), levels: new Set<string>(), metrics: new Set<string>() };
		for (const { department, level, metric } of this.counters) {
			if (department !== null) names.departments.add(department);
			if (level !== null) names.levels.add(level);
			names.metrics.add(metric);
		}
		return {
			departments: [...names.departments],
			levels: [...names.levels],
			metrics: [...names.metrics],
			me: this.options.me,
		};
	}

	private async fitLists(): Promise<void> {
		await this.risk.resize(this.listHeight);
		await this.log.resize(this.listHeight);
	}

	private async readStore(): Promise<void> {
		const { store } = this;
		this.storeVersion = await store.version();
		const { agreement } = await store.status();
		const { dayStart } = await import('./days.ts');
		const dayAt = dayStart(this.nowAt, agreement.timezone);
		await this.readCounters({ tallies: await store.tallies(dayAt), dayAt, nowAt: this.nowAt });
		if (this.frozenAt === null) await this.readScreen();
	}

	private async readCounters(closedToday: ClosedToday | null): Promise<void> {
		this.counters = await this.store.counters();
		this.overview = overviewOf(this.counters, closedToday, await this.store.status());
		this.selectQueue(this.queue);
	}

	private async readScreen(): Promise<void> {
		if (this.screen === 'risk') await this.risk.refresh();
		else if (this.screen === 'log') await this.log.refresh();
		else if (this.screen === 'compliance') await this.readCompliance();
		else if (this.screen === 'agreement') this.document = await this.options.agreementDocument(this.store);
		else if (this.screen === 'ticket') this.detail = await this.store.detail(this.ticketReference);
	}

	private async readCompliance(): Promise<void> {
		const { store } = this;
		const { monthStart } = await import('./days.ts');
		const monthAt = monthStart(this.nowAt, this.overview.status.agreement.timezone);
		this.closed = await store.closedSince(monthAt);
		this.dueByHour = await store.dueByHour(this.nowAt, HOURS_AHEAD);
	}

	private selectQueue(place: number): void {
		this.queue = Math.max(0, Math.min(place, this.overview.queues.length - 1));
	}

	private scrollTo(line: number): void {
		const most = Math.max(0, this.pageLines - this.pageHeight);
		this.scroll = Math.max(0, Math.min(line, most));
	}

	private changed(): void {
		this.version++;
		for (const listener of this.listeners) listener();
	}
}
