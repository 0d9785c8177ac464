/**
 * The ledger of penalties. Whoever pays a monthly fee for a level has a contract of their own: fee, credits and cap
 * are each organization's on each level, by calendar month. Tickets of no organization are one customer's.
 */
import type { Agreement, Penalty } from '../sla/level.ts';
import { compareText } from '../sla/timer-json.ts';
import { addMoney } from './money.ts';
import {
	compliancePercent,
	type MonthPenalty,
	type MutableVerdicts,
	monthPenalty,
	noVerdicts,
	VERDICTS,
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

/** What a miss may be charged to. */
export interface Charged {
	readonly month: number;
	readonly organization: string | null;
	readonly level: string | null;
	readonly metric: string;
}

/** Adds up verdicts, and says what each customer's month costs. */
export class PenaltyLedger {
	private readonly accounts = new Map<string, Account>();

	/** @param termsOf the agreement that a month is paid by */
	constructor(private readonly termsOf: (month: number) => Agreement) {}

	/** Adds timers. Levels without a penalty cost nothing. */
	add(charged: Charged, added: Verdicts): void {
		const account = this.account(charged);
		if (!account) return;
		const verdicts = account.byMetric.get(charged.metric) ?? noVerdicts();
		account.byMetric.set(charged.metric, verdicts);
		for (const name of VERDICTS) verdicts[name] += added[name];
	}

	/** What each month of each customer costs, by month, organization and level. */
	customers(): CustomerMonth[] {
		return [...this.accounts.values()]
			.map(({ penalty, ...account }) => ({ ...account, ...monthPenalty(penalty, account.byMetric) }))
			.sort(inOrder);
	}

	/** The same, all customers of a level together, by month and level. */
	levels(): LevelMonth[] {
		const groups = new Map<string, CustomerMonth[]>();
		for (const row of this.customers()) {
			const key = `${row.month} ${row.level}`;
			groups.set(key, [...(groups.get(key) ?? []), row]);
		}
		return [...groups.values()]
			.flatMap((rows) => levelMonth(rows) ?? [])
			.sort((a, b) => a.month - b.month || compareText(a.level, b.level));
	}

	private account({ month, organization, level }: Charged): Account | null {
		if (level === null) return null;
		const key = `${month}\u0000${organization ?? '\u0001'}\u0000${level}`;
		const known = this.accounts.get(key);
		if (known) return known;
		const penalty = this.termsOf(month).levels.get(level)?.penalty;
		if (!penalty) return null;
		const account: Account = { month, organization, level, penalty, byMetric: new Map() };
		this.accounts.set(key, account);
		return account;
	}
}

const inOrder = (a: CustomerMonth, b: CustomerMonth): number =>
	a.month - b.month ||
	compareText(a.organization ?? '', b.organization ?? '') ||
	compareText(a.level, b.level);

function levelMonth(rows: readonly CustomerMonth[]): LevelMonth | null {
	const [first] = rows;
	if (!first) return null;
	const all = noVerdicts();
	for (const { byMetric } of rows) {
		for (const verdicts of byMetric.values()) for (const name of VERDICTS) all[name] += verdicts[name];
	}
	const sum = (of: (row: CustomerMonth) => number): number => rows.reduce((total, row) => total + of(row), 0);
	const { month, level, currency, creditPercent, capMinor } = first;
	return {
		month,
		level,
		currency,
		customers: rows.length,
		compliance: compliancePercent(all),
		missesMinor: sum((row) => row.missesMinor),
		creditPercent: rows.every((row) => row.creditPercent === creditPercent) ? creditPercent : null,
		creditMinor: sum((row) => row.creditMinor),
		capMinor: capMinor === null ? null : sum((row) => row.capMinor ?? 0),
		totalMinor: sum((row) => row.totalMinor),
	};
}

/** What months cost, by currency. */
export function sumByCurrency(
	rows: readonly Pick<MonthPenalty, 'totalMinor' | 'currency'>[],
): Map<string, number> {
	const sums = new Map<string, number>();
	for (const { totalMinor, currency } of rows) addMoney(sums, totalMinor, currency);
	return sums;
}
