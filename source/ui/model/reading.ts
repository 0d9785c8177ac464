/** What the board shows, read from its store: all of it, or what is on the screen; and what is new there. */
import type { Board } from './board.ts';
import { VersionsSeen } from './versions-seen.ts';

export class Reading {
	private readonly seen = new VersionsSeen();

	constructor(private readonly board: Board) {}

	/** Ms since it was last looked for news. */
	get sinceMs(): number {
		return this.seen.sinceMs;
	}

	/** The version of the store that is shown. */
	get version(): number {
		return this.seen.read;
	}

	/** The store could not be read: whatever comes is news. */
	failed(): void {
		this.seen.trouble();
	}

	/**
	 * Takes in what is new, if anything is.
	 * @throws {StoreError} where the store cannot be read
	 */
	async renew(): Promise<void> {
		if (await this.hasNews()) await this.takeNews();
	}

	/** Whether there are news that cannot wait for the next second. */
	async hasUrgentNews(): Promise<boolean> {
		return (await this.hasNews()) && !(await this.canWait());
	}

	private async hasNews(): Promise<boolean> {
		const { options, travel, flash } = this.board;
		const hasNews = await this.seen.hasNews(options.store, travel.at === null ? 'read' : 'heard');
		if (this.seen.isInTrouble) flash.clear();
		this.seen.isInTrouble = false;
		return hasNews;
	}

	/** Whether nobody misses anything if they are drawn with the next second. */
	private async canWait(): Promise<boolean> {
		const { options, travel, keys, overview } = this.board;
		if (travel.at !== null || keys.isCalm) return false;
		return this.seen.canWait(options.store, overview.status);
	}

	async takeNews(): Promise<void> {
		const { travel, options, hearing } = this.board;
		if (travel.at === null) return this.readAll();
		// Whoever looks at the past hears of the present all the same.
		this.seen.heard = await options.store.version();
		await hearing.read();
	}

	/** What the first frame shows: the first look for news brings the rest. */
	async readCounters(): Promise<void> {
		await this.board.facts.readCounters(this.board.shownStore);
		this.takeCounters();
	}

	/** Everything that is shown. */
	async readAll(): Promise<void> {
		const { board } = this;
		const store = board.shownStore;
		this.seen.isShown(await store.version());
		await board.facts.readToday(store, board.nowAt);
		this.takeCounters();
		if (board.narrowing.sorting.by === 'agent') await board.readAgents();
		if (board.travel.at === null) await board.hearing.read();
		await this.readScreen();
	}

	/** What the screen shows under its header. */
	async readScreen(): Promise<void> {
		const { board } = this;
		const { listScreen, overlay, shownStore, facts, keys, nowAt, travel } = board;
		if (overlay !== null && overlay !== 'help') await overlay.read();
		if (listScreen) await board.narrowing.refresh(listScreen, keys.isCalm);
		if (board.split.isShown || board.screen === 'ticket') await board.ticket.read();
		else if (board.screen === 'compliance') await facts.readCompliance(shownStore, nowAt, travel.at === null);
		else if (board.screen === 'agreement') await facts.readAgreement(shownStore);
	}

	private takeCounters(): void {
		const { names, facts, freeze, queues, keys } = this.board;
		names.take(facts.counters);
		if (freeze.at === null) queues.take(facts.overview.queues, keys.isCalm);
	}
}
