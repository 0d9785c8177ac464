/** The compliance report: what was fulfilled and missed in a period, by whatever it is asked by, and what it costs. */
import { monthName } from '../sla/calendar/local-period.ts';
import type { ReportStore } from '../store/port-reports.ts';
import { type Axis, cellsOf, dimensionFor } from './cells.ts';
import {
	filteredBy,
	type Gathered,
	type GroupKey,
	Groups,
	isTime,
	matcher,
	nameOf,
	type ReportFilter,
} from './grouping.ts';
import { type CustomerMonth, type LevelMonth, PenaltyLedger, sumByCurrency } from './ledger.ts';
import type { Money } from './money.ts';
import { MonthTerms, type TermsAt } from './month-terms.ts';
import { type Period, periodBefore } from './period.ts';
import type { Figures } from './sums.ts';

export interface ReportRequest {
	readonly period: Period;
	readonly by: readonly Axis[];
	readonly filter: ReportFilter;
	readonly nowAt: number;
	/** The zone whose days and months the report goes by: the agreement's. */
	readonly zone: string;
}

export interface Group {
	readonly key: GroupKey;
	readonly figures: Figures;
	/** Compliance of the same in the period before, in percent; of a group by time, that of the row before it. */
	readonly before: number | null;
	/** The price of its misses, before any credit or cap. */
	readonly missesCost: Money;
	/** What it costs with credits and caps; null where it is not made of customers' whole accounts. */
	readonly penalty: Money | null;
}

export interface Report extends ReportRequest {
	/** What it is held against; null where the period has no beginning. */
	readonly before: Period | null;
	readonly total: Group;
	readonly groups: readonly Group[];
	/** What months cost; null where the report is narrowed to a part of customers' accounts. */
	readonly months: readonly LevelMonth[] | null;
	/** From the first to the last instant by which the log belongs to anything; null where it is empty. */
	readonly bounds: { readonly firstAt: number; readonly lastAt: number } | null;
}

/** What a customer's account can be told apart by without losing its credit and its cap. */
const ACCOUNT_AXES: readonly Axis[] = ['organization', 'level', 'month'];

const isWholeAccount = (axes: readonly Axis[]): boolean => axes.every((axis) => ACCOUNT_AXES.includes(axis));

/**
 * Makes a report. It reads kept sums for whole days and months, and rows of the log for what is left at the ends of the
 * period: what it costs follows the number of kinds, not that of rows.
 */
export async function makeReport(
	store: ReportStore,
	termsAt: TermsAt,
	request: ReportRequest,
): Promise<Report> {
	const { period, by, filter, nowAt, zone } = request;
	const terms = new MonthTerms(termsAt, zone, nowAt);
	const groups = await gather(store, terms, request, true);
	const before = periodBefore(period, zone);
	const earlier = before && (await gather(store, terms, { ...request, period: before }, false));
	const ledger = isWholeAccount(filteredBy(filter)) ? await ledgerOf(store, terms, request) : null;
	const penaltyOf = ledger && isWholeAccount(by) ? accountsBy(ledger.customers(), by) : null;
	const rows = groups.inOrder();
	const pastOf = by.some(isTime) ? rowsBefore(rows, by) : (row: Gathered) => earlier?.get(row.key);
	const finish = (gathered: Gathered, past: Gathered | undefined, penalty: Money | null): Group => ({
		key: gathered.key,
		figures: gathered.sums.figures(),
		before: past?.sums.figures().compliance ?? null,
		missesCost: gathered.cost(terms.of),
		penalty,
	});
	return {
		...request,
		before,
		total: finish(groups.total, earlier?.total, ledger && sumByCurrency(ledger.customers())),
		groups: rows.map((row) => finish(row, pastOf(row), penaltyOf?.(row.key) ?? null)),
		months: ledger?.levels() ?? null,
		bounds: await store.judgedBounds(),
	};
}

async function gather(
	store: ReportStore,
	terms: MonthTerms,
	{ period, by, filter, nowAt, zone }: ReportRequest,
	withSpreads: boolean,
): Promise<Groups> {
	const groups = new Groups(by);
	const matches = matcher(filter);
	const dimension = dimensionFor([...by, ...filteredBy(filter)]);
	for await (const cells of cellsOf({ store, zone, period, nowAt, dimension, withSpreads })) {
		for (const cell of cells) {
			if (!matches(cell)) continue;
			if (!terms.knows(cell.month)) await terms.learn(cell.month);
			groups.add(cell);
		}
	}
	return groups;
}

/** What customers owe for a period: of a month that the period cuts, for the part in it. */
export async function ledgerOf(
	store: ReportStore,
	terms: MonthTerms,
	{ period, filter, nowAt, zone }: Omit<ReportRequest, 'by'>,
): Promise<PenaltyLedger> {
	const ledger = new PenaltyLedger(terms.of);
	const matches = matcher(filter);
	const question = { store, zone, period, nowAt, dimension: 'organization', withSpreads: false } as const;
	for await (const cells of cellsOf(question)) {
		for (const cell of cells) {
			if (!matches(cell)) continue;
			if (!terms.knows(cell.month)) await terms.learn(cell.month);
			ledger.add(cell, cell.counts);
		}
	}
	return ledger;
}

/** What customers' accounts cost, put together as groups are. */
function accountsBy(customers: readonly CustomerMonth[], by: readonly Axis[]): (key: GroupKey) => Money {
	const rows = new Map<string, CustomerMonth[]>();
	for (const customer of customers) {
		const name = nameOf(
			by.map((axis) =>
				axis === 'month'
					? monthName(customer.month)
					: axis === 'level'
						? customer.level
						: customer.organization,
			),
		);
		rows.set(name, [...(rows.get(name) ?? []), customer]);
	}
	return (key) => sumByCurrency(rows.get(nameOf(key)) ?? []);
}

/** Of groups by time: the one before each, of the same kind. */
function rowsBefore(rows: readonly Gathered[], by: readonly Axis[]): (row: Gathered) => Gathered | undefined {
	const before = new Map<Gathered, Gathered>();
	const last = new Map<string, Gathered>();
	for (const row of rows) {
		const kind = nameOf(row.key.filter((_, place) => !isTime(by[place] ?? 'level')));
		const previous = last.get(kind);
		if (previous) before.set(row, previous);
		last.set(kind, row);
	}
	return (row) => before.get(row);
}
