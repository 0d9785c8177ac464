/**
 * The month's statement of each customer: what was promised, what came of it, what it costs and how that is reckoned,
 * and every miss with its reason.
 */
import { currenciesOf, type Penalty } from '../sla/level.ts';
import { type Money, toMinor } from '../sla/money.ts';
import type { BoardStore, LogRow, RowKey, TimerRow } from '../store/port.ts';
import { compareText } from '../text/order.ts';
import { type CustomerMonth, costOf } from './ledger.ts';
import { MonthTerms, type TermsAt } from './month-terms.ts';
import { failures, missesMinor } from './penalties.ts';
import { wholeMonth } from './period.ts';
import { makeReport } from './report.ts';
import type { BilledStore } from './report-lines.ts';
import type { Figures } from './sums.ts';

/** The misses of one metric, and their price. */
export interface ChargedMetric {
	readonly metric: string;
	readonly misses: number;
	readonly priceMinor: number;
	readonly amountMinor: number;
}

/** A customer's month on one level. */
export interface StatementLevel extends CustomerMonth {
	readonly penalty: Penalty;
	readonly metrics: readonly ChargedMetric[];
	/** What the bound takes off, as a number less than nothing. */
	readonly overCapMinor: number;
}

export interface Statement {
	/** The month's number. */
	readonly month: number;
	/** Null: tickets of no organization, together. */
	readonly organization: string | null;
	readonly figures: Figures;
	/** Levels that have a penalty, and on which something was judged. */
	readonly levels: readonly StatementLevel[];
	readonly total: Money;
	/** What was missed, in the order in which it became so; those that somebody left out of compliance, too. */
	readonly misses: readonly LogRow[];
	/** What is late and still open. */
	readonly breaches: readonly TimerRow[];
}

export interface Statements {
	/** What the agreement is called, and between whom it is. */
	readonly agreement: string;
	readonly provider: string | null;
	readonly customer: string | null;
	readonly zone: string;
	readonly month: number;
	/** When it was drawn up. */
	readonly nowAt: number;
	/** Whether the month has not ended: what is in it may still change. */
	readonly isUnderWay: boolean;
	/** Tickets of an archive that the month reaches into, and that are not counted in: what is charged may be too little. */
	readonly lacks: number;
	/** By organization. */
	readonly statements: readonly Statement[];
}

export interface StatementOrder {
	/** The month's number. */
	readonly month: number;
	/** Only these; none: all. '' stands for none. */
	readonly organizations: readonly string[];
	readonly nowAt: number;
}

const PAGE = 1_000;

/** Draws up the statements of a month, of each customer of whom anything closed or breached in it. */
export async function makeStatements(
	store: Pick<BilledStore, 'reports' | 'log' | 'timers' | 'archive'>,
	termsAt: TermsAt,
	{ month, organizations, nowAt }: StatementOrder,
): Promise<Statements> {
	const zone = (await termsAt(nowAt)).timezone;
	const terms = await new MonthTerms(termsAt, zone, nowAt).learn(month);
	const period = wholeMonth(month, zone);
	const report = await makeReport(store.reports, termsAt, {
		period,
		by: ['organization'],
		filter: { organization: organizations },
		nowAt,
		zone,
	});
	const missesIn = (one: Pick<BoardStore, 'log'>): Promise<LogRow[]> =>
		all((from) =>
			one.log(
				{
					states: ['missed', 'excluded'],
					judgedSince: period.sinceAt,
					judgedUntil: period.untilAt,
					organizations,
				},
				{ direction: 'after', limit: PAGE, ...(from ? { from } : {}) },
				'judged',
			),
		);
	const archived = store.archive ? await missesIn(store.archive) : [];
	const misses = byOrganization(
		[...archived, ...(await missesIn(store))].toSorted((a, b) => a.key.order - b.key.order),
	);
	const breaches = byOrganization(
		await all((from) =>
			store.timers(
				{ dueFrom: period.sinceAt, dueBefore: Math.min(period.untilAt, nowAt) },
				{ direction: 'after', limit: PAGE, ...(from ? { from } : {}) },
			),
		),
	);
	return {
		agreement: terms.name,
		provider: terms.parties.provider,
		customer: terms.parties.customer,
		zone,
		month,
		nowAt,
		isUnderWay: nowAt < period.untilAt,
		lacks: report.lacks,
		statements: report.groups.map(({ key: [organization = null], figures, penalty }): Statement => {
			const customers = (report.customers ?? []).filter((row) => row.organization === organization);
			return {
				month,
				organization,
				figures,
				levels: customers.flatMap((row) => {
					const penalty = terms.levels.get(row.level)?.penalty;
					return penalty ? [levelOf(row, penalty)] : [];
				}),
				total: penalty ?? costOf(customers, currenciesOf(terms)),
				misses: misses.get(organization) ?? [],
				breaches: breaches.get(organization) ?? [],
			};
		}),
	};
}

function levelOf(row: CustomerMonth, penalty: Penalty): StatementLevel {
	const metrics = [...row.byMetric]
		.map(([metric, verdicts]) => ({
			metric,
			misses: failures(verdicts),
			priceMinor: toMinor(penalty.perMiss.get(metric) ?? 0, penalty.currency),
			amountMinor: missesMinor(penalty, metric, verdicts),
		}))
		.filter(({ misses }) => misses > 0)
		.sort((a, b) => compareText(a.metric, b.metric));
	const overCapMinor = row.totalMinor - row.missesMinor - row.creditMinor;
	return { ...row, penalty, metrics, overCapMinor };
}

/** All rows of a list, page after page: a month's misses are what somebody is to read. */
async function all<Row extends { readonly key: RowKey }>(
	page: (from: RowKey | undefined) => Promise<readonly Row[]>,
): Promise<Row[]> {
	const rows: Row[] = [];
	for (;;) {
		const more = await page(rows.at(-1)?.key);
		rows.push(...more);
		if (more.length < PAGE) return rows;
	}
}

function byOrganization<Row extends { readonly organization: string | null }>(
	rows: readonly Row[],
): ReadonlyMap<string | null, readonly Row[]> {
	const groups = new Map<string | null, Row[]>();
	for (const row of rows) {
		const group = groups.get(row.organization);
		if (group) group.push(row);
		else groups.set(row.organization, [row]);
	}
	return groups;
}
