/** What is new since somebody last looked: what a bell is rung for, and what is said to those who cannot look. */
import { MINUTE_MS } from '../../sla/duration.ts';
import { timerKey } from '../../sla/remark.ts';
import type { BoardStore, LogRow, TimerRow } from '../../store/port.ts';

/** What is heard of later than this is no news: an import brings a whole past. */
const NEWS_MS = 10 * MINUTE_MS;
/** So many are told apart; where more happens in that time, nobody counts any more. */
const MOST = 500;

/** What is asked of a store. */
export type WatchedStore = Pick<BoardStore, 'version' | 'timers' | 'log'>;

/** Rows of one kind, each told of once. */
export class News<Row> {
	private storeVersion = -1;
	/** Those of the last minutes that were told of; null before the first look. */
	private told: ReadonlySet<string> | null = null;

	/**
	 * @param read gives the rows of the last minutes
	 * @param nameOf what a row is known by
	 */
	constructor(
		private readonly store: Pick<BoardStore, 'version'>,
		private readonly read: (sinceAt: number, nowAt: number) => Promise<readonly Row[]>,
		private readonly nameOf: (row: Row) => string,
	) {}

	/** The rows of the last minutes that were not there the last time; none at the first look. */
	async look(nowAt: number): Promise<readonly Row[]> {
		const version = await this.store.version();
		if (version === this.storeVersion) return [];
		this.storeVersion = version;
		const rows = await this.read(nowAt - NEWS_MS, nowAt);
		const told = this.told;
		this.told = new Set(rows.map(this.nameOf));
		return told === null ? [] : rows.filter((row) => !told.has(this.nameOf(row)));
	}
}

const timerName = (row: TimerRow): string => `${row.ticket} ${timerKey(row)}`;

/** Timers that have breached. */
export const breaches = (store: Pick<WatchedStore, 'version' | 'timers'>): News<TimerRow> =>
	new News(
		store,
		(sinceAt, nowAt) =>
			store.timers(
				{ states: ['breached'], dueFrom: sinceAt, dueBefore: nowAt },
				{ direction: 'before', limit: MOST },
			),
		timerName,
	);

/** Timers that have come to be at risk; of very many those that are due first. */
export const risks = (store: WatchedStore): News<TimerRow> =>
	new News(
		store,
		async (sinceAt) => {
			const rows = await store.timers({ states: ['at_risk'] }, { direction: 'after', limit: MOST });
			return rows.filter(({ atRiskAt }) => atRiskAt !== null && atRiskAt >= sinceAt);
		},
		timerName,
	);

/** Timers that have closed with a verdict. */
export const closings = (store: WatchedStore): News<LogRow> =>
	new News(
		store,
		(since) => store.log({ states: ['fulfilled', 'missed'], since }, { direction: 'before', limit: MOST }),
		({ id }) => String(id),
	);
