/** What is at stake: the open timers that breach next, and what each would cost. */
import type { Agreement } from '../sla/level.ts';
import type { BoardStore, RowKey, TimerFilter, TimerRow } from '../store/port.ts';
import { filteredBy, type ReportFilter } from './grouping.ts';
import { addMoney, type Money, toMinor } from './money.ts';

export interface NextBreach {
	readonly row: TimerRow;
	/** Its price, in the currency's smallest unit. */
	readonly minor: number;
	readonly currency: string;
}

export interface AtStake {
	/** The next that have a price, soonest first. */
	readonly next: readonly NextBreach[];
	/** What all timers at risk would cost. Nothing where they are narrowed by what the store keeps no count of. */
	readonly atRisk: Money;
}

const MOST = 10;
const PAGE = 500;
/** So many of what falls due are looked at: there may be few that have a price. */
const MOST_LOOKED_AT = 5_000;

/** The price of a miss of a level's metric; null where it has none. */
function priceOf(
	agreement: Agreement,
	level: string | null,
	metric: string,
): { readonly minor: number; readonly currency: string } | null {
	const penalty = level === null ? null : agreement.levels.get(level)?.penalty;
	const price = penalty?.perMiss.get(metric) ?? 0;
	return penalty && price > 0
		? { minor: toMinor(price, penalty.currency), currency: penalty.currency }
		: null;
}

/** @param agreement the one in force */
export async function readAtStake(
	store: Pick<BoardStore, 'timers' | 'counters'>,
	agreement: Agreement,
	filter: ReportFilter,
	nowAt: number,
): Promise<AtStake> {
	return {
		next: await nextBreaches(store, agreement, filter, nowAt),
		atRisk: await atRisk(store, agreement, filter),
	};
}

async function nextBreaches(
	store: Pick<BoardStore, 'timers'>,
	agreement: Agreement,
	{ department = [], level = [], agent = [], metric = [], organization = [] }: ReportFilter,
	nowAt: number,
): Promise<NextBreach[]> {
	const wanted: TimerFilter = {
		states: ['on_track', 'at_risk'],
		departments: department,
		levels: level,
		agents: agent,
		metrics: metric,
		dueFrom: nowAt,
	};
	const next: NextBreach[] = [];
	let from: RowKey | undefined;
	for (let looked = 0; looked < MOST_LOOKED_AT; looked += PAGE) {
		const rows = await store.timers(wanted, { direction: 'after', limit: PAGE, ...(from ? { from } : {}) });
		for (const row of rows) {
			const price = priceOf(agreement, row.level, row.metric);
			const isAsked = organization.length === 0 || organization.includes(row.organization ?? '');
			if (price && isAsked) next.push({ row, ...price });
			if (next.length === MOST) return next;
		}
		from = rows.at(-1)?.key;
		if (rows.length < PAGE) break;
	}
	return next;
}

async function atRisk(
	store: Pick<BoardStore, 'counters'>,
	agreement: Agreement,
	filter: ReportFilter,
): Promise<Money> {
	const sums = new Map<string, number>();
	if (filteredBy(filter).some((axis) => axis === 'agent' || axis === 'organization')) return sums;
	const isOneOf = (names: readonly string[] | undefined, name: string | null): boolean =>
		!names || names.length === 0 || names.includes(name ?? '');
	for (const { department, level, metric, state, count } of await store.counters()) {
		if (state !== 'at_risk') continue;
		if (!isOneOf(filter.department, department) || !isOneOf(filter.level, level)) continue;
		if (!isOneOf(filter.metric, metric)) continue;
		const price = priceOf(agreement, level, metric);
		if (price) addMoney(sums, count * price.minor, price.currency);
	}
	return sums;
}
