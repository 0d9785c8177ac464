/** Which timers have breached since somebody last looked: what a bell is rung for. */
import { MINUTE_MS } from '../../sla/duration.ts';
import { timerKey } from '../../sla/remark.ts';
import type { BoardStore, TimerRow } from '../../store/port.ts';

/** A breach that is heard of later than this is no news: an import brings a whole past of them. */
const NEWS_MS = 10 * MINUTE_MS;
/** So many are told apart; where more breach in that time, nobody counts any more. */
const MOST = 500;

/** What is asked of a store. */
export type WatchedStore = Pick<BoardStore, 'version' | 'timers'>;

const nameOf = (row: TimerRow): string => `${row.ticket} ${timerKey(row)}`;

export class BreachWatch {
	private storeVersion = -1;
	/** Those of the last minutes that were told of; null before the first look. */
	private told: ReadonlySet<string> | null = null;

	constructor(
		private readonly store: WatchedStore,
		private readonly now: () => number,
	) {}

	/**
	 * The timers that have breached in the last minutes and were not there the last time: none at the first look, and
	 * none that somebody has snoozed.
	 */
	async look(): Promise<readonly TimerRow[]> {
		const version = await this.store.version();
		if (version === this.storeVersion) return [];
		this.storeVersion = version;
		const nowAt = this.now();
		const breached = await this.store.timers(
			{ states: ['breached'], dueFrom: nowAt - NEWS_MS, dueBefore: nowAt },
			{ direction: 'before', limit: MOST },
		);
		const told = this.told;
		this.told = new Set(breached.map(nameOf));
		if (told === null) return [];
		return breached.filter(
			(row) => !told.has(nameOf(row)) && (row.remarks.snoozed?.untilAt ?? nowAt) <= nowAt,
		);
	}
}
