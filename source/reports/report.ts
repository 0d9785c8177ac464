/** The compliance report: what was fulfilled and missed in a period, by whatever it is asked by, and what it costs. */
import type { Money } from '../sla/money.ts';
import type { Bounds, ReportStore } from '../store/port-reports.ts';
import { type Axis, type Cell, cellsOf, type Detail, detailFor, type Question } from './cells.ts';
import { GoalLedger, type GoalMonth } from './goals.ts';
import {
	filteredBy,
	type Gathered,
	type GroupKey,
	Groups,
	isTime,
	narrowing,
	placeName,
	type ReportFilter,
	type Result,
} from './grouping.ts';
import { lacking } from './lacking.ts';
import { byLevel, type CustomerMonth, costOf, type LevelMonth, PenaltyLedger } from './ledger.ts';
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
	/** What months cost each customer; null where the report is narrowed to a part of their accounts. */
	readonly customers: readonly CustomerMonth[] | null;
	/** The same, all customers of a level together. */
	readonly months: readonly LevelMonth[] | null;
	/** What months have promised, and what is left of it. */
	readonly goals: readonly GoalMonth[];
	/** The currencies of its months' agreements, in their order. */
	readonly currencies: readonly string[];
	/** From the first to the last instant by which the log belongs to anything; null where it is empty. */
	readonly bounds: Bounds | null;
	/** Tickets of an archive that the period reaches into, and of those the period before does; not counted in. */
	readonly lacks: number;
	readonly beforeLacks: number;
}

/** What a customer's account can be told apart by without losing its credit and its cap. */
const ACCOUNT_AXES: readonly Axis[] = ['organization', 'level', 'month'];

const isWholeAccount = (axes: readonly Axis[]): boolean => axes.every((axis) => ACCOUNT_AXES.includes(axis));

/** Takes in cells, one after the other. */
interface Adding {
	add(cell: Cell): void;
}

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
	const read = (period: Period, detail: Detail, withTimes: boolean, into: readonly Adding[]) =>
		readCells({ store, zone, period, nowAt, detail, withTimes, filter }, terms, into);
	const detail = detailFor([...by, ...filteredBy(filter)]);
	const groups = new Groups(by, terms);
	const ledger = isWholeAccount(filteredBy(filter)) ? new PenaltyLedger(terms.of) : null;
	const accounts: Adding[] = ledger ? [ledger] : [];
	const goals = goalLedger(filter);
	// Where customers are told apart already, one reading serves both.
	const isShared = detail.names.includes('organization');
	await read(period, detail, true, [groups, goals, ...(isShared ? accounts : [])]);
	if (ledger && !isShared && terms.havePenalties())
		await read(period, detailFor(['organization']), false, accounts);
	const before = periodBefore(period, zone);
	// Of groups by time the past stands among them: only everything together has one outside of the period.
	const earlierBy = by.some(isTime) ? [] : by;
	const earlier = before && new Groups(earlierBy, terms);
	if (earlier) await read(before, detailFor([...earlierBy, ...filteredBy(filter)]), false, [earlier]);
	const customers = ledger?.customers() ?? null;
	const currencies = terms.currencies();
	const costs = (rows: readonly CustomerMonth[]): Money => costOf(rows, currencies);
	const penaltyOf = customers && isWholeAccount(by) ? accountsBy(customers, by) : null;
	const { rows, total } = groups.results();
	const gatheredRows = rows.map(({ gathered }) => gathered);
	const pastOf = by.some(isTime) ? rowsBefore(gatheredRows, by) : (row: Gathered) => earlier?.same(row);
	const finish = (
		{ gathered, figures }: Result,
		past: Gathered | undefined,
		penalty: Money | null,
	): Group => ({
		key: gathered.key,
		figures,
		before: past?.sums.compliance ?? null,
		missesCost: gathered.cost(currencies),
		penalty,
	});
	return {
		...request,
		before,
		total: finish(total, earlier?.total, customers && costs(customers)),
		groups: rows.map((row) =>
			finish(row, pastOf(row.gathered), penaltyOf ? costs(penaltyOf(row.gathered)) : null),
		),
		customers,
		months: customers && byLevel(customers),
		goals: goals.goals(terms.of, period, nowAt, zone),
		currencies,
		bounds: await store.judgedBounds(),
		lacks: await lacking(store, period),
		beforeLacks: before ? await lacking(store, before) : 0,
	};
}

/** The goals of the levels and metrics that a report is narrowed to. */
function goalLedger({ level = [], metric = [] }: ReportFilter): GoalLedger {
	const isOneOf = (names: readonly string[], name: string): boolean =>
		names.length === 0 || names.includes(name);
	return new GoalLedger((ofLevel, ofMetric) => isOneOf(level, ofLevel) && isOneOf(metric, ofMetric));
}

/** Goes through the cells of a period once, whoever wants them. */
export async function readCells(
	question: Question,
	terms: MonthTerms,
	into: readonly Adding[],
): Promise<void> {
	const narrowed = narrowing(question.filter);
	for await (const cells of cellsOf(question)) {
		for (const whole of cells) {
			const cell = narrowed(whole);
			if (!cell) continue;
			if (!terms.knows(cell.month)) await terms.learn(cell.month);
			for (const adding of into) adding.add(cell);
		}
	}
}

/** Customers' accounts, put together as groups are. */
function accountsBy(
	customers: readonly CustomerMonth[],
	by: readonly Axis[],
): (group: Gathered) => readonly CustomerMonth[] {
	const rows = new Map<string, CustomerMonth[]>();
	for (const customer of customers) {
		const place = placeName(by, customer, customer);
		const row = rows.get(place);
		if (row) row.push(customer);
		else rows.set(place, [customer]);
	}
	return ({ place }) => rows.get(place) ?? [];
}

/** Of groups by time: the one before each, of the same kind. */
function rowsBefore(rows: readonly Gathered[], by: readonly Axis[]): (row: Gathered) => Gathered | undefined {
	const before = new Map<Gathered, Gathered>();
	const last = new Map<string, Gathered>();
	for (const row of rows) {
		const kind = row.key.filter((_, place) => !isTime(by[place] ?? 'level')).join('\u0000');
		const previous = last.get(kind);
		if (previous) before.set(row, previous);
		last.set(kind, row);
	}
	return (row) => before.get(row);
}
