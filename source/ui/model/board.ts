/**
 * What is on the screen, apart from how it is drawn. The board reads windows of the store, takes keys as
 * actions one after another, and tells whoever draws it when something has changed.
 */
import { randomUUID } from 'node:crypto';
import { type BoardStore, type LogRow, StoreError, type TimerRow } from '../../store/port.ts';
import type { Action, Keymap } from '../keymap.ts';
import { WORDS } from '../words.ts';
import { AtKeys } from './at-keys.ts';
import type { BoardOptions } from './board-options.ts';
import { AS_IT_FITS, type ColumnChoice } from './column-choice.ts';
import type { Dialog } from './dialog.ts';
import { Facts } from './facts.ts';
import { failureText, isBearable } from './failure.ts';
import { Flash } from './flash.ts';
import { Freeze } from './freeze.ts';
import { Hearing } from './hearing.ts';
import { History } from './history.ts';
import { keptOf, restore } from './keeping.ts';
import type { Kept } from './kept.ts';
import { Marks } from './marks.ts';
import { Names } from './names.ts';
import { Narrowing } from './narrowing.ts';
import type { Overlay } from './overlay.ts';
import { behindSince, type Overview } from './overview.ts';
import { Pause } from './pause.ts';
import { People } from './people.ts';
import { QueueList } from './queue-list.ts';
import { Reading } from './reading.ts';
import { Scroll } from './scroll.ts';
import { FOLLOW_MS, Split } from './split.ts';
import { TicketView } from './ticket-view.ts';
import { Travel } from './travel.ts';
import { Turns } from './turns.ts';
import { TypedFilter } from './typed-filter.ts';
import type { WindowedList } from './windowed-list.ts';

export type Screen = 'risk' | 'queues' | 'log' | 'ticket' | 'compliance' | 'agreement';
/** Screens that are a list of rows, each with a ticket behind it. */
export type ListScreen = 'risk' | 'log';

/** Lines above and below every screen's own. */
export const HEADER_LINES = 3;
export const FOOTER_LINES = 1;
/** A dialog leaves this share of the screen to what is behind it. */
const DIALOG_SHARE = 0.6;
/** While keys follow upon each other, news are taken in so often. */
const NEWS_BY_KEYS_MS = 1_000;
/** From then on whoever looks is told that the store does not answer, and the clock goes on without it. */
const SILENT_MS = 2_000;

export class Board {
	screen: Screen = 'risk';
	columns = 80;
	rows = 24;
	/** The instant the screen shows. */
	nowAt: number;
	/** Whether the lists are held still. */
	readonly freeze: Freeze;
	/** What is shown beside the lists. */
	readonly facts: Facts;
	/** What the lists have, and in which order. */
	readonly narrowing: Narrowing;
	readonly names: Names;
	readonly marks = { risk: new Marks<TimerRow>(), log: new Marks<LogRow>() };
	readonly columnChoice: Record<ListScreen, ColumnChoice>;
	readonly split: Split;
	readonly ticket: TicketView;
	/** What is done here to tickets. */
	readonly people: People;
	readonly queues = new QueueList();
	/** What lies over the screen; null: nothing. */
	overlay: 'help' | Overlay | null = null;
	/** What has the keys; null: the screen itself. */
	dialog: Dialog | null = null;
	readonly flash = new Flash();
	/** What is sent to people, as far as those at this screen should know. */
	readonly hearing: Hearing;
	readonly keymap: Keymap;
	/** What was typed before. */
	typed = { filters: new History(), commands: new History(), actions: new History() };
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

	/** The screen that Esc goes back to from a ticket. */
	from: Screen = 'risk';
	/** Since when the tick that is under way waits, by the clock of the process; null: none is. */
	private tickSince: number | null = null;
	private readonly pages = { over: new Scroll(), compliance: new Scroll(), agreement: new Scroll() };
	/** When the last key was pressed. */
	readonly keys = new AtKeys();
	private readonly reading = new Reading(this);
	private readonly rest = new Pause(FOLLOW_MS);
	private readonly typedFilter = new TypedFilter({
		narrow: (text) => {
			for (const marks of Object.values(this.marks)) marks.clear();
			return this.narrowing.set(text);
		},
		readAgents: () => this.readAgents(),
		inTurn: (action) => this.do(action),
	});
	private readonly turns = new Turns(
		(error) => this.bear(error),
		() => this.follow(),
	);

	constructor(readonly options: BoardOptions) {
		this.keymap = options.keymap;
		this.columnChoice = { ...this.columnsAtFirst };
		this.travel = new Travel({
			...(options.timeMachine ? { machine: options.timeMachine } : {}),
			inTurn: (action) => this.do(action),
			onChange: () => this.turns.changed(),
		});
		if (options.startsAt !== undefined) this.travel.begin(options.startsAt);
		this.nowAt = this.clock();
		this.facts = new Facts(options);
		const { sink, me, now, onWritten } = options;
		this.people = new People({ sink, by: me, now, newId: randomUUID, onWritten });
		const { alerts, desktop, onHeard = () => {} } = options;
		this.hearing = new Hearing(
			alerts
				? { alerts, onHeard, announce: desktop.announce, say: (text) => this.flash.say(text, 'refused') }
				: null,
		);
		this.names = new Names(me);
		this.freeze = new Freeze(async () => (this.travel.past === null ? options.hold() : null));
		this.narrowing = new Narrowing({
			store: () => this.listedStore,
			known: () => this.names,
			nowAt: () => this.rowsAt,
		});
		this.split = new Split({ columns: () => this.columns, isList: () => this.listScreen !== null });
		this.ticket = new TicketView({
			store: () => this.shownStore,
			explain: (ticket) => this.options.explain(this.shownStore, ticket, this.nowAt),
			alerts: async (ticket) => (this.travel.at === null ? this.hearing.of(ticket) : []),
		});
		if (options.kept) restore(this, options.kept);
	}

	/** What the next run is to begin with. */
	get kept(): Kept {
		return keptOf(this);
	}

	/** Columns before anybody has chosen any here. */
	get columnsAtFirst(): Readonly<Record<ListScreen, ColumnChoice>> {
		return this.options.columns ?? { risk: AS_IT_FITS, log: AS_IT_FITS };
	}

	/* ---- for whoever draws ---- */

	get subscribe(): Turns['subscribe'] {
		return this.turns.subscribe;
	}

	get snapshot(): Turns['snapshot'] {
		return this.turns.snapshot;
	}

	get risk(): WindowedList<TimerRow> {
		return this.narrowing.risk;
	}

	get log(): WindowedList<LogRow> {
		return this.narrowing.log;
	}

	/** The filter of the lists. */
	get filter(): string {
		return this.narrowing.text;
	}

	/** Lines between the header and the footer. */
	get bodyHeight(): number {
		return Math.max(2, this.rows - HEADER_LINES - FOOTER_LINES);
	}

	/** Lines that a dialog has of them. */
	get dialogHeight(): number {
		return this.dialog?.height(Math.floor(this.bodyHeight * DIALOG_SHARE)) ?? 0;
	}

	/** Lines of a list on the screen: what is left under the header and the titles. */
	get listHeight(): number {
		return Math.max(1, this.bodyHeight - this.dialogHeight - 1);
	}

	/** Lines of a page on the screen: it has no titles. */
	get pageHeight(): number {
		return Math.max(1, this.bodyHeight - this.dialogHeight);
	}

	/** The list that is shown; null where none is. */
	get listScreen(): ListScreen | null {
		return this.screen === 'risk' || this.screen === 'log' ? this.screen : null;
	}

	/** What the keys are for: the screen, or the ticket beside its list. */
	get place(): Screen {
		return this.split.isOnTicket ? 'ticket' : this.screen;
	}

	/** The page that is scrolled; null where a list, or the queues, are moved in. */
	get page(): Scroll | null {
		if (this.overlay !== null) return this.pages.over;
		if (this.place === 'ticket') return this.ticket.scroll;
		return this.screen === 'compliance' || this.screen === 'agreement' ? this.pages[this.screen] : null;
	}

	get overview(): Overview {
		return this.facts.overview;
	}

	/** Whether the engine still has to take in what is there: an empty list then means nothing. */
	get isTakingIn(): boolean {
		const { tickedAt, backlog } = this.overview.status;
		return tickedAt === 0 || backlog > 0;
	}

	/** The instant that rows are shown for. */
	get rowsAt(): number {
		return this.freeze.at ?? this.nowAt;
	}

	/** Since when the engine has not looked, where that is too long ago; null where all is well, and of the past. */
	get engineBehindSince(): number | null {
		const { overview, startedAt, facts, travel } = this;
		return travel.at === null ? behindSince(overview.status, startedAt, facts.tickSeenAt) : null;
	}

	/* ---- what happens ---- */

	/**
	 * Does one thing after the other, and has the screen drawn when it is done; the drawing sees the store
	 * and the lists at rest, never in the middle of a change.
	 */
	do(action: () => void | Promise<void>): Promise<void> {
		return this.turns.do(action);
	}

	/** A store that cannot be read for a while is no reason to leave: it is said, and looked at again. */
	private bear(error: unknown): void {
		if (!isBearable(error)) throw error;
		if (error instanceof StoreError) this.reading.failed();
		this.flash.say(failureText(error), 'failed');
	}

	/** Reads what the first frame shows; the first poll brings the rest. */
	async start(): Promise<void> {
		const { filter = '' } = this.options.kept ?? {};
		await this.fitLists();
		await this.reading.readCounters();
		// What names in it mean goes by those that were just read.
		if (filter !== '') await this.setFilter(filter);
		await this.reading.readScreen();
		this.turns.changed();
		const { startsAt } = this.options;
		if (startsAt !== undefined) void this.goTo(startsAt);
	}

	/** The clock has moved on: a second, or whatever the screen is told by. The store may not have answered the last one. */
	async tick(): Promise<void> {
		if (this.tickSince !== null) return this.tickInSilence();
		const isOver = this.flash.isOver;
		if (isOver) this.flash.clear();
		if (this.travel.at !== null && !isOver) return;
		this.tickSince = performance.now();
		await this.do(async () => {
			this.nowAt = this.clock();
			await this.endForgottenFreeze();
			if (!this.keys.isFirst) await this.reading.renew();
		}).finally(() => {
			this.tickSince = null;
		});
	}

	/** Whether the store has not answered for a while: all that asks it waits, and so do keys. */
	get isInSilence(): boolean {
		return this.tickSince !== null && performance.now() - this.tickSince > SILENT_MS;
	}

	/** Times left go on. What has gone wrong before stays said. */
	private tickInSilence(): void {
		if (!this.isInSilence) return;
		if (this.travel.at === null) this.nowAt = this.clock();
		if (this.flash.current?.tone !== 'failed') this.bear(new StoreError(WORDS.said.silent));
		this.turns.changed();
	}

	/** What the store keeps for lists that are held still grows: not for those that nobody looks at. */
	private async endForgottenFreeze(): Promise<void> {
		if (!this.freeze.hasLastedTooLong(this.keys.sinceMs)) return;
		await this.thaw();
		this.flash.say(WORDS.said.thawed, 'refused');
	}

	/** Looks whether the store has changed, and reads what is shown where it has; right after a key that waits. */
	async poll(): Promise<void> {
		if (this.keys.isFirst) return;
		try {
			if (await this.reading.hasUrgentNews()) await this.do(() => this.reading.takeNews());
		} catch (error) {
			await this.do(() => Promise.reject(error));
		}
	}

	/** Does what a key is for. Keys in quick succession take the news along, so that both are drawn at once. */
	answer(action: () => void | Promise<void>): Promise<void> {
		return this.do(async () => {
			await action();
			if (this.reading.sinceMs > NEWS_BY_KEYS_MS) await this.reading.renew();
		});
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

	/** A key was pressed: from now on the rows keep still for a while. */
	wake(): void {
		this.keys.pressed();
	}

	/** Runs an action, or says why it cannot be done now. */
	async run(action: Action): Promise<void> {
		const reason = action.disabled?.(this) ?? null;
		if (reason !== null) this.flash.say(reason, 'refused');
		else await action.run(this);
	}

	/** Hands the keys to a dialog. */
	async open(dialog: Dialog): Promise<void> {
		this.dialog = dialog;
		await this.fitLists();
	}

	/** Takes the keys back from it. */
	async close(): Promise<void> {
		this.dialog = null;
		await this.fitLists();
	}

	async show(screen: Screen): Promise<void> {
		if (screen !== 'ticket') this.from = screen;
		this.screen = screen;
		this.overlay = null;
		this.split.toList();
		if (screen === 'compliance' || screen === 'agreement') this.pages[screen].reset();
		// Whoever comes to look sees it as it is.
		this.facts.renewMonth();
		await this.reading.readScreen();
	}

	/** Shows one ticket. */
	async showTicket(reference: string): Promise<void> {
		await this.ticket.open(reference);
		this.screen = 'ticket';
		this.overlay = null;
	}

	/** Shows the board as it stood at an instant; null: as it stands. An action must not wait for it. */
	async goTo(at: number | null): Promise<void> {
		await this.travel.to(at, async () => {
			await this.freeze.end();
			this.nowAt = this.clock();
			if (at === null) this.onLive();
			this.facts.renewMonth();
			await this.reading.readAll();
			// What is meant by names and by times left goes by what is there.
			if (this.filter !== '') await this.narrowing.renew();
			await this.ticket.renewExplanation();
		});
	}

	async openPalette(): Promise<void> {
		const { openPalette } = await import('./palette.ts');
		await openPalette(this);
	}

	/** Holds the lists still, or lets them go on. */
	async toggleFreeze(): Promise<void> {
		if (this.freeze.at !== null) return this.thaw();
		// By the clock, not by its last tick: what has closed since may be on the screen already.
		await this.freeze.begin(this.clock());
		await this.reading.readScreen();
	}

	/** Lets the lists go on. */
	async thaw(): Promise<void> {
		await this.freeze.end();
		await this.reading.readAll();
	}

	/** Hands the terminal back to the shell, who knows for how long: lists that are held still go on before. */
	async suspend(): Promise<void> {
		try {
			if (this.freeze.at !== null) await this.thaw();
		} finally {
			this.onSuspend();
		}
	}

	/** Shows why the ticket's timers are due when they are, or no longer. */
	toggleExplanation(): Promise<void> {
		return this.ticket.toggleExplanation();
	}

	toggleHelp(): void {
		this.overlay = this.overlay === 'help' ? null : 'help';
		this.pages.over.reset();
	}

	/** Lays something over the screen. */
	async showOver(overlay: Overlay): Promise<void> {
		await overlay.read();
		this.overlay = overlay;
		this.pages.over.reset();
	}

	closeOver(): void {
		this.overlay = null;
	}

	setFilter(text: string): Promise<void> {
		return this.typedFilter.set(text);
	}

	/** Narrows the lists while somebody types. */
	setFilterSoon(text: string): Promise<void> {
		return this.typedFilter.setSoon(text);
	}

	/** Names of agents, as they are in the store now. */
	readAgents(): Promise<readonly string[]> {
		return this.names.readAgents(this.shownStore, this.reading.version);
	}

	/* ---- reading ---- */

	/** What is shown: the present, or the past. */
	get shownStore(): BoardStore {
		return this.travel.past ?? this.options.store;
	}

	/** What the lists are read from. */
	get listedStore(): BoardStore {
		return this.freeze.store ?? this.shownStore;
	}

	/** The clock of what is shown. */
	private clock(): number {
		return this.travel.at ?? this.options.now();
	}

	get list(): WindowedList<TimerRow> | WindowedList<LogRow> {
		return this.screen === 'log' ? this.log : this.risk;
	}

	/** The selected row of the list that is shown. */
	get selected(): TimerRow | LogRow | undefined {
		return this.listScreen ? this.list.selected : undefined;
	}

	private async fitLists(): Promise<void> {
		await this.risk.resize(this.listHeight);
		await this.log.resize(this.listHeight);
	}

	/** The ticket beside the list follows the selection, once that rests. */
	private follow(): void {
		const ticket = this.selected?.ticket;
		this.rest.cancel();
		if (!this.split.isShown || ticket === undefined || ticket === this.ticket.reference) return;
		this.rest.run(() => {
			void this.do(async () => {
				const { selected } = this;
				if (this.split.isShown && selected) await this.ticket.open(selected.ticket);
			});
		});
	}
}
