/**
 * What breaches cost. A level's month costs its price of every miss, and the strongest credit that its
 * compliance has earned, together at most `cap_percent` of the monthly fee. Amounts are whole cents inside,
 * so that no sum drifts.
 */
import { localDate } from '../sla/calendar/zone.ts';
import { DAY_MS } from '../sla/duration.ts';
import type { Agreement, Penalty } from '../sla/level.ts';
import { compareText } from '../sla/timer-json.ts';

/** How timers came out: those that closed on time, those that closed late, those that are open and late. */
export interface Verdicts {
	readonly fulfilled: number;
	readonly missed: number;
	readonly breached: number;
}
export type Verdict = keyof Verdicts;
export type MutableVerdicts = { -readonly [Name in Verdict]: number };

export const noVerdicts = (): MutableVerdicts => ({ fulfilled: 0, missed: 0, breached: 0 });

export const failures = ({ missed, breached }: Verdicts): number => missed + breached;

/** Fulfilled ÷ (fulfilled + missed + breached), in percent; null where there is nothing to divide. */
export function compliancePercent(verdicts: Verdicts): number | null {
	const all = verdicts.fulfilled + failures(verdicts);
	return all === 0 ? null : (verdicts.fulfilled * 100) / all;
}

/** An amount of the agreement's, in cents. */
export const inCents = (amount: number): number => Math.round(amount * 100);

/** A share of an amount of cents, rounded to the cent. */
const percentOf = (cents: number, percent: number): number => Math.round((cents * percent) / 100);

/** `1234.50` */
export function formatCents(cents: number): string {
	const size = Math.abs(cents);
	return `${cents < 0 ? '-' : ''}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`;
}

/** The month that an instant falls in, in a zone: `2026-11`. */
export const monthOf = (at: number, zone: string): string =>
	new Date(localDate(at, zone) * DAY_MS).toISOString().slice(0, 7);

export interface MonthPenalty {
	/** The level's compliance over all its metrics, in percent; null where nothing was judged. */
	readonly compliance: number | null;
	readonly missesCents: number;
	/** The share of the fee that is credited; 0: none. */
	readonly creditPercent: number;
	readonly creditCents: number;
	/** The most that the month may cost; null: no bound. */
	readonly capCents: number | null;
	/** What it costs: misses and credit, within the bound. */
	readonly cents: number;
	readonly currency: string;
}

/** Parts of a percent that a threshold may be written in, so that comparing is a matter of whole numbers. */
const PARTS = 1_000_000;

const isBelow = (verdicts: Verdicts, percent: number): boolean => {
	const all = verdicts.fulfilled + failures(verdicts);
	return verdicts.fulfilled * 100 * PARTS < Math.round(percent * PARTS) * all;
};

/** The price of a level's misses, before any bound. */
export const missesCents = (penalty: Penalty | null, metric: string, verdicts: Verdicts): number =>
	failures(verdicts) * inCents(penalty?.perMiss.get(metric) ?? 0);

/** What one month of a level costs. */
export function monthPenalty(penalty: Penalty, byMetric: ReadonlyMap<string, Verdicts>): MonthPenalty {
	const all = noVerdicts();
	let misses = 0;
	for (const [metric, verdicts] of byMetric) {
		for (const name of ['fulfilled', 'missed', 'breached'] as const) all[name] += verdicts[name];
		misses += missesCents(penalty, metric, verdicts);
	}
	const feeCents = inCents(penalty.monthlyFee);
	const earned = penalty.credits.filter(({ below }) => isBelow(all, below)).map(({ percent }) => percent);
	const creditPercent = Math.max(0, ...earned);
	const creditCents = percentOf(feeCents, creditPercent);
	// Of no fee there is no share: without one, a cap bounds nothing.
	const isCapped = penalty.capPercent !== null && feeCents > 0;
	const capCents = isCapped ? percentOf(feeCents, penalty.capPercent) : null;
	return {
		compliance: compliancePercent(all),
		missesCents: misses,
		creditPercent,
		creditCents,
		capCents,
		cents: Math.min(misses + creditCents, capCents ?? Number.POSITIVE_INFINITY),
		currency: penalty.currency,
	};
}

export interface LevelMonth extends MonthPenalty {
	readonly month: string;
	readonly level: string;
}

/** Adds up verdicts by month and level, and says what each month costs under an agreement. */
export class PenaltyLedger {
	private readonly months = new Map<string, Map<string, Map<string, MutableVerdicts>>>();

	constructor(private readonly agreement: Agreement) {}

	/** Adds `count` timers of one verdict, judged at an instant. Levels without a penalty cost nothing. */
	add(at: number, level: string | null, metric: string, verdict: Verdict, count = 1): void {
		if (level === null || !this.agreement.levels.get(level)?.penalty) return;
		const levels = entry(this.months, monthOf(at, this.agreement.timezone), () => new Map());
		const metrics = entry(levels, level, () => new Map());
		entry(metrics, metric, noVerdicts)[verdict] += count;
	}

	/** What each month of each level costs, by month and level. */
	statement(): LevelMonth[] {
		const rows: LevelMonth[] = [];
		for (const [month, levels] of this.months) {
			for (const [level, byMetric] of levels) {
				const penalty = this.agreement.levels.get(level)?.penalty;
				if (penalty) rows.push({ month, level, ...monthPenalty(penalty, byMetric) });
			}
		}
		return rows.sort((a, b) => compareText(a.month, b.month) || compareText(a.level, b.level));
	}
}

/** Amounts of a statement by currency. */
export function sumByCurrency(rows: readonly MonthPenalty[]): Map<string, number> {
	const sums = new Map<string, number>();
	for (const { cents, currency } of rows) sums.set(currency, (sums.get(currency) ?? 0) + cents);
	return sums;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}
