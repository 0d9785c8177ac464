/** What is at stake: the open timers that breach next, and what each would cost. */
import { type Agreement, currenciesOf, priceOfMiss } from '../sla/level.ts';
import type { Amount, Money } from '../sla/money.ts';
import type { BoardStore, RowKey, TimerFilter, TimerRow } from '../store/port.ts';
import { filteredBy, type ReportFilter } from './grouping.ts';
import { costAtRisk } from './stake.ts';

export interface NextBreach {
	readonly row: TimerRow;
	readonly price: Amount;
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
			const price = priceOfMiss(agreement, row.level, row.metric);
			const isAsked = organization.length === 0 || organization.includes(row.organization ?? '');
			if (price && isAsked) next.push({ row, price });
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
	if (filteredBy(filter).some((axis) => axis === 'agent' || axis === 'organization')) return new Map();
	const isOneOf = (names: readonly string[] | undefined, name: string | null): boolean =>
		!names || names.length === 0 || names.includes(name ?? '');
	const asked = (await store.counters()).filter(
		({ department, level, metric }) =>
			isOneOf(filter.department, department) &&
			isOneOf(filter.level, level) &&
			isOneOf(filter.metric, metric),
	);
	return costAtRisk(asked, (level, metric) => priceOfMiss(agreement, level, metric), currenciesOf(agreement));
}
