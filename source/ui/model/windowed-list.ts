/**
 * A window on an ordered list that may have millions of rows: only what is on the screen is read, by keyset.
 * The selection stays on its row, whatever comes and goes around it.
 */
import type { RowKey, Window } from '../../store/port.ts';

/** A place in a list, which may be made of parts one after the other. */
export interface ListKey extends RowKey {
	readonly part?: PartName;
}

export interface PartName {
	readonly name: string;
	/** Where it stood among the others. */
	readonly place: number;
}

export interface KeyedRow {
	readonly key: ListKey;
}

export interface ListWindow extends Window {
	readonly from?: ListKey;
}

export type Fetch<Row> = (window: ListWindow) => Promise<readonly Row[]>;

export interface ListOptions {
	/** The list grows at its end and is followed there until somebody scrolls (the SLA log). */
	readonly followsEnd?: boolean;
}

export class WindowedList<Row extends KeyedRow> {
	rows: readonly Row[] = [];
	/** The selected row's place in the window. */
	cursor = 0;
	/** Whether the window begins at the top of the list, and whether it ends at its end. */
	atTop = true;
	atEnd = true;
	/** Whether there is more at the end than when it was last seen, of a list that is followed there. */
	hasNews = false;
	private height = 1;
	private follows: boolean;
	/** Nobody has chosen a row yet: what is at the top is what is selected. */
	private staysOnTop = true;

	constructor(
		private readonly fetch: Fetch<Row>,
		private readonly options: ListOptions = {},
	) {
		this.follows = options.followsEnd ?? false;
	}

	get selected(): Row | undefined {
		return this.rows[this.cursor];
	}

	get isFollowing(): boolean {
		return this.follows;
	}

	/** Reads the list from its beginning (or its end, where that is followed): its rows are others now. */
	async restart(): Promise<void> {
		if (this.options.followsEnd) await this.end();
		else await this.home();
	}

	/** Makes the window as high as its place on the screen. */
	async resize(height: number): Promise<void> {
		if (height === this.height) return;
		this.height = Math.max(1, height);
		await this.refresh();
	}

	/**
	 * Reads the window again around the selected row, which stays where it is on the screen.
	 * @param isCalm somebody is at work in it: the row stays selected even where a list is followed, or has a new top
	 */
	async refresh(isCalm = false): Promise<void> {
		const anchor = this.selected;
		if (this.follows && !(isCalm && anchor)) return this.end();
		if (!anchor || (!isCalm && this.staysOnTop && this.cursor === 0)) return this.home();
		await this.around(anchor.key, Math.min(this.cursor, this.height - 1));
	}

	/** Selects the row at a place, or the next one after it, and shows it in the middle. */
	async goTo(key: ListKey): Promise<void> {
		this.staysOnTop = false;
		this.follows = false;
		await this.around(key, Math.floor(this.height / 2));
	}

	/** Rows from the top of the list, wherever the window is. */
	top(limit: number): Promise<readonly Row[]> {
		return this.fetch({ direction: 'after', limit });
	}

	/** Selects the row of a number, counted from 1; the last where there are fewer. */
	async goToLine(number: number): Promise<void> {
		const row = (await this.top(Math.max(1, number))).at(-1);
		if (row) await this.goTo(row.key);
	}

	/** @param above how many rows are to be seen above the one at `key`, where there are so many */
	private async around(key: ListKey, above: number): Promise<void> {
		const before = await this.read('before', key, above);
		const after = await this.read('after', key, this.height - before.length + 1, true);
		// The row was the last, and is gone: those above it are the end now.
		if (before.length + after.length === 0) return this.end(this.height - 1);
		this.show([...before, ...after].slice(0, this.height), {
			atTop: before.length < above || above === 0 ? await this.isFirst(before[0] ?? after[0]) : false,
			atEnd: before.length + after.length <= this.height,
		});
		const place = this.placeOf(key);
		this.select(place >= 0 ? place : before.length);
		// There is room for more rows above: the window ends where the list does, and the selection stays.
		if (this.rows.length < this.height && !this.atTop) {
			const { selected } = this;
			await this.end(0);
			if (selected) this.select(this.placeOf(selected.key));
		}
	}

	/** A row is known by its id: what it is ordered by may have changed. */
	private placeOf({ id }: RowKey): number {
		return this.rows.findIndex((row) => row.key.id === id);
	}

	/** Moves the selection by rows; the window follows it. */
	async move(by: number): Promise<void> {
		this.staysOnTop = false;
		const target = this.cursor + by;
		if (target >= 0 && target < this.rows.length) this.select(target);
		else if (by > 0) await this.scrollDown(target - this.rows.length + 1);
		else await this.scrollUp(-target);
		this.follows = false;
	}

	async page(by: 1 | -1): Promise<void> {
		await this.move(by * Math.max(1, this.height - 1));
	}

	async halfPage(by: 1 | -1): Promise<void> {
		await this.move(by * Math.max(1, Math.floor(this.height / 2)));
	}

	async home(): Promise<void> {
		const rows = await this.fetch({ direction: 'after', limit: this.height + 1 });
		this.show(rows.slice(0, this.height), { atTop: true, atEnd: rows.length <= this.height });
		this.select(0);
		this.follows = false;
		this.staysOnTop = true;
	}

	/** @param cursor the row to select; left out: the last */
	async end(cursor?: number): Promise<void> {
		const rows = await this.fetch({ direction: 'before', limit: this.height + 1 });
		this.show(rows.slice(-this.height), { atTop: rows.length <= this.height, atEnd: true });
		this.select(cursor ?? this.rows.length - 1);
		this.hasNews = false;
		if (cursor !== undefined) return;
		this.staysOnTop = false;
		this.follows = this.options.followsEnd ?? false;
	}

	/** Selects a row of the window. */
	select(place: number): void {
		this.cursor = Math.max(0, Math.min(place, this.rows.length - 1));
	}

	private async scrollDown(by: number): Promise<void> {
		const last = this.rows.at(-1);
		if (!last || this.atEnd) return this.select(this.rows.length - 1);
		const next = await this.read('after', last.key, by + 1);
		const gained = next.slice(0, by);
		this.show([...this.rows, ...gained].slice(-this.height), { atTop: false, atEnd: next.length <= by });
		this.select(this.rows.length - 1);
	}

	private async scrollUp(by: number): Promise<void> {
		const [first] = this.rows;
		if (!first || this.atTop) return this.select(0);
		const previous = await this.read('before', first.key, by + 1);
		const gained = previous.slice(-by);
		this.show([...gained, ...this.rows].slice(0, this.height), {
			atTop: previous.length <= by,
			atEnd: this.atEnd && gained.length + this.rows.length <= this.height,
		});
		this.select(0);
	}

	private async isFirst(row: Row | undefined): Promise<boolean> {
		return row === undefined || (await this.read('before', row.key, 1)).length === 0;
	}

	private async read(
		direction: Window['direction'],
		from: ListKey,
		limit: number,
		inclusive = false,
	): Promise<readonly Row[]> {
		return limit <= 0 ? [] : this.fetch({ direction, from, limit, inclusive });
	}

	private show(rows: readonly Row[], { atTop, atEnd }: { atTop: boolean; atEnd: boolean }): void {
		this.rows = rows;
		this.atTop = atTop;
		this.atEnd = atEnd;
		this.hasNews = !atEnd && (this.options.followsEnd ?? false);
	}
}
