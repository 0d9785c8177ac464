/**
 * The ledger of penalties. Whoever pays a monthly fee for a level has a contract of their own: fee, credits and cap
 * are each organization's on each level, by calendar month. Tickets of no organization are one customer's.
 */
import type { Agreement, Penalty } from '../sla/level.ts';
import { formatAmount, type Money, sumMoney } from '../sla/money.ts';
import { compareText } from '../text/order.ts';
import type { Cell, CellSum } from './cells.ts';
import {
	addVerdicts,
	compliancePercent,
	type MonthPenalty,
	type MutableVerdicts,
	monthPenalty,
	noVerdicts,
	type Verdict,
	type Verdicts,
} from './penalties.ts';

/** A customer's month on a level. */
export interface CustomerMonth extends MonthPenalty {
	/** The month's number (`local-period.ts`). */
	readonly month: number;
	readonly organization: string | null;
	readonly level: string;
	readonly byMetric: ReadonlyMap<string, Verdicts>;
}

/** A level's month, of all its customers together. */
export interface LevelMonth extends Omit<MonthPenalty, 'creditPercent'> {
	readonly month: number;
	readonly level: string;
	readonly customers: number;
	/** Null where it is not the same for all of them. */
	readonly creditPercent: number | null;
}

interface Account {
	readonly month: number;
	readonly organization: string | null;
	readonly level: string;
	readonly penalty: Penalty;
	readonly byMetric: Map<string, MutableVerdicts>;
}

/** What may be charged to a customer. */
interface Charged extends Pick<Cell, 'month' | 'organization' | 'times'> {
	readonly sums: readonly Pick<CellSum, 'level' | 'metric' | Verdict>[];
}

/** One level's month: what a miss costs there, and its customers' accounts. */
interface LevelAccounts {
	readonly penalty: Penalty;
	readonly byOrganization: Map<string | null, Account>;
}

/** Adds up verdicts, and says what each customer's month costs. */
export class PenaltyLedger {
	/** By month and level; null where there is no penalty. */
	private readonly months = new Map<number, Map<string, LevelAccounts | null>>();

	/** @param termsOf the agreement that a month is paid by */
	constructor(private readonly termsOf: (month: number) => Agreement) {}

	/** Adds timers of a customer's month. Levels without a penalty cost nothing. */
	add({ month, organization, times, sums }: Charged): void {
		let level: string | null = null;
		let account: Account | null = null;
		for (const sum of sums) {
			// Sums of one level stand together.
			if (sum.level !== level) {
				level = sum.level;
				account = level === null ? null : this.account(month, organization, level);
			}
			if (!account) continue;
			let verdicts = account.byMetric.get(sum.metric);
			if (!verdicts) {
				verdicts = noVerdicts();
				account.byMetric.set(sum.metric, verdicts);
			}
			addVerdicts(verdicts, sum, times);
		}
	}

	/** What each month costs each customer of whom anything was judged, by month, organization and level. */
	customers(): CustomerMonth[] {
		const accounts: Account[] = [];
		for (const levels of this.months.values()) {
			for (const level of levels.values()) {
				for (const account of level?.byOrganization.values() ?? []) accounts.push(account);
			}
		}
		return accounts
			.filter(({ byMetric }) => isAnyJudged(byMetric))
			.map(({ month, organization, level, penalty, byMetric }) => ({
				month,
				organization,
				level,
				byMetric,
				...monthPenalty(penalty, byMetric),
			}))
			.sort(inOrder);
	}

	/** The same, all customers of a level together, by month and level. */
	levels(): LevelMonth[] {
		return byLevel(this.customers());
	}

	private account(month: number, organization: string | null, level: string): Account | null {
		const accounts = this.levelAccounts(month, level);
		if (!accounts) return null;
		const { penalty, byOrganization } = accounts;
		let account = byOrganization.get(organization);
		if (!account) {
			account = { month, organization, level, penalty, byMetric: new Map() };
			byOrganization.set(organization, account);
		}
		return account;
	}

	private levelAccounts(month: number, level: string): LevelAccounts | null {
		let levels = this.months.get(month);
		if (!levels) {
			levels = new Map();
			this.months.set(month, levels);
		}
		let accounts = levels.get(level);
		if (accounts === undefined) {
			const penalty = this.termsOf(month).levels.get(level)?.penalty;
			accounts = penalty ? { penalty, byOrganization: new Map() } : null;
			levels.set(level, accounts);
		}
		return accounts;
	}
}

function isAnyJudged(byMetric: ReadonlyMap<string, Verdicts>): boolean {
	for (const { fulfilled, missed, breached } of byMetric.values()) {
		if (fulfilled !== 0 || missed !== 0 || breached !== 0) return true;
	}
	return false;
}

/** What customers' months cost, all customers of a level together, by month and level. */
export function byLevel(customers: readonly CustomerMonth[]): LevelMonth[] {
	const groups = new Map<string, CustomerMonth[]>();
	for (const row of customers) {
		const key = `${row.month} ${row.level}`;
		const group = groups.get(key);
		if (group) group.push(row);
		else groups.set(key, [row]);
	}
	return [...groups.values()]
		.flatMap((rows) => levelMonth(rows) ?? [])
		.sort((a, b) => a.month - b.month || compareText(a.level, b.level));
}

const inOrder = (a: CustomerMonth, b: CustomerMonth): number =>
	a.month - b.month ||
	compareText(a.organization ?? '', b.organization ?? '') ||
	compareText(a.level, b.level);

function levelMonth(rows: readonly CustomerMonth[]): LevelMonth | null {
	const [first] = rows;
	if (!first) return null;
	const { month, level, currency, creditPercent, capMinor } = first;
	const all = noVerdicts();
	const sums = { missesMinor: 0, creditMinor: 0, totalMinor: 0 };
	for (const row of rows) {
		for (const verdicts of row.byMetric.values()) addVerdicts(all, verdicts);
		sums.missesMinor += row.missesMinor;
		sums.creditMinor += row.creditMinor;
		sums.totalMinor += row.totalMinor;
	}
	return {
		month,
		level,
		currency,
		customers: rows.length,
		compliance: compliancePercent(all),
		...sums,
		creditPercent: rows.every((row) => row.creditPercent === creditPercent) ? creditPercent : null,
		// One level's month has one bound, for each of its customers.
		capMinor: capMinor === null ? null : capMinor * rows.length,
	};
}

/** A level's credit, and of which share of the fee it is where that is one for all customers: `15% = 600.00`. */
export function creditText({ creditPercent, creditMinor, currency }: LevelMonth): string {
	const amount = formatAmount(creditMinor, currency);
	return creditPercent === null || creditPercent === 0 ? amount : `${creditPercent}% = ${amount}`;
}

/** What months cost together. @param order the agreement's currencies, in its order */
export const costOf = (
	rows: readonly Pick<MonthPenalty, 'totalMinor' | 'currency'>[],
	order: readonly string[],
): Money =>
	sumMoney(
		rows.map(({ totalMinor: minor, currency }) => ({ minor, currency })),
		order,
	);
