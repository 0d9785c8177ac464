/** Which rows the lists have, and in which order: the filter, the search, the sorting. */
import type { BoardStore, LogRow, TimerRow } from '../../store/port.ts';
import { type KnownNames, type ParsedFilter, parseFilter } from './filter.ts';
import { BY_CLOSE, BY_DUE, inParts, type LogSorting, partsOf, reversed, type Sorting } from './sorting.ts';
import { type Fetch, type ListKey, type ListWindow, WindowedList } from './windowed-list.ts';

export interface NarrowingOptions {
	readonly store: () => BoardStore;
	readonly known: () => KnownNames;
	/** The instant that rows are shown for. */
	readonly nowAt: () => number;
}

export type Found = 'found' | 'found from the other end' | 'not found';

export class Narrowing {
	/** The filter line. */
	text = '';
	parsed: ParsedFilter;
	sorting: Sorting = BY_DUE;
	logSorting: LogSorting = BY_CLOSE;
	/** What is searched for: the last filter, also when it is no longer in force. */
	search = '';
	readonly risk: WindowedList<TimerRow>;
	readonly log: WindowedList<LogRow>;
	/** What has breached, as the order `next` has it: it goes on only while nobody is at work in the list. */
	private nextFrom = 0;

	constructor(private readonly options: NarrowingOptions) {
		this.parsed = parseFilter('', options.known(), 0);
		this.risk = new WindowedList((window) => this.timers(this.parsed, window));
		const growsAtItsEnd = (): boolean => this.growsAtItsEnd;
		this.log = new WindowedList((window) => this.closed(this.parsed, window), {
			get followsEnd() {
				return growsAtItsEnd();
			},
		});
	}

	/** Narrows both lists, from their beginning. */
	async set(text: string): Promise<void> {
		this.text = text;
		if (text.trim() !== '') this.search = text;
		await this.renew();
	}

	/** Reads the filter again: what names and times in it mean goes by what is there. */
	async renew(): Promise<void> {
		this.parsed = parseFilter(this.text, this.options.known(), this.options.nowAt());
		this.nextFrom = this.options.nowAt();
		await this.risk.restart();
		await this.log.restart();
	}

	async sort(sorting: Sorting): Promise<void> {
		this.sorting = sorting;
		this.nextFrom = this.options.nowAt();
		await this.risk.restart();
	}

	async sortLog(sorting: LogSorting): Promise<void> {
		this.logSorting = sorting;
		await this.log.restart();
	}

	/** Whether the log is in the order in which it grows. */
	private get growsAtItsEnd(): boolean {
		return this.logSorting.by === 'closed' && !this.logSorting.isReversed;
	}

	/** @param isCalm somebody is at work in the list */
	async refresh(screen: 'risk' | 'log', isCalm: boolean): Promise<void> {
		if (!isCalm) this.nextFrom = this.options.nowAt();
		await this[screen].refresh(isCalm);
	}

	/** Goes to the next row, or the one before, that matches what was searched for last. */
	async find(screen: 'risk' | 'log', by: 1 | -1): Promise<Found> {
		const list = this[screen];
		const parsed = parseFilter(this.search, this.options.known(), this.options.nowAt());
		const read = (window: ListWindow) =>
			screen === 'risk' ? this.timers(parsed, window) : this.closed(parsed, window);
		const direction = by > 0 ? 'after' : 'before';
		const from = list.selected?.key;
		const [near] = from ? await read({ direction, from, limit: 1 }) : [];
		const [row] = near ? [near] : await read({ direction, limit: 1 });
		if (!row) return 'not found';
		await list.goTo(row.key);
		return near ? 'found' : 'found from the other end';
	}

	private closed({ log }: ParsedFilter, window: ListWindow): Promise<readonly LogRow[]> {
		const { by, isReversed } = this.logSorting;
		const fetch: Fetch<LogRow> = (wanted) => this.options.store().log(log, wanted, by);
		return (isReversed ? reversed(fetch) : fetch)(window);
	}

	private timers(parsed: ParsedFilter, window: ListWindow): Promise<readonly TimerRow[]> {
		const { store, known, nowAt } = this.options;
		const { by, isReversed } = this.sorting;
		const parts = partsOf(by, parsed.timersAt(nowAt()), known(), this.nextFrom);
		const fetch = inParts(parts, (part, wanted) => store().timers(part.filter, wanted, part.order));
		return (isReversed ? reversed(fetch) : fetch)(window);
	}
}

/** Where a list that goes by time has an instant. */
export const keyAt = (at: number): ListKey => ({ order: at, id: 0 });
