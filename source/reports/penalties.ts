/**
 * What breaches cost. A customer's month on a level costs the price of every miss, and the strongest credit that
 * its compliance has earned, together at most `cap_percent` of the monthly fee.
 */
import type { Penalty } from '../sla/level.ts';
import { PARTS, percentOf, toMinor } from '../sla/money.ts';

/** How timers came out: those that closed on time, those that closed late, those that are open and late. */
export interface Verdicts {
	readonly fulfilled: number;
	readonly missed: number;
	readonly breached: number;
}
export type Verdict = keyof Verdicts;
export type MutableVerdicts = { -readonly [Name in Verdict]: number };

export const VERDICTS = ['fulfilled', 'missed', 'breached'] as const satisfies readonly Verdict[];

export const noVerdicts = (): MutableVerdicts => ({ fulfilled: 0, missed: 0, breached: 0 });

export const failures = ({ missed, breached }: Verdicts): number => missed + breached;

/** Fulfilled ÷ (fulfilled + missed + breached), in percent; null where there is nothing to divide. */
export function compliancePercent(verdicts: Verdicts): number | null {
	const all = verdicts.fulfilled + failures(verdicts);
	return all === 0 ? null : (verdicts.fulfilled * 100) / all;
}

/** Amounts are in the currency's smallest unit. */
export interface MonthPenalty {
	/** Compliance over all metrics, in percent; null where nothing was judged. */
	readonly compliance: number | null;
	readonly missesMinor: number;
	/** The share of the fee that is credited; 0: none. */
	readonly creditPercent: number;
	readonly creditMinor: number;
	/** The most that the month may cost; null: no bound. */
	readonly capMinor: number | null;
	/** What it costs: misses and credit, within the bound. */
	readonly totalMinor: number;
	readonly currency: string;
}

/** Whether compliance is below a threshold; where nothing was judged it is below none. */
export function isBelow(verdicts: Verdicts, percent: number): boolean {
	const all = verdicts.fulfilled + failures(verdicts);
	return verdicts.fulfilled * 100 * PARTS < Math.round(percent * PARTS) * all;
}

/** The price of a level's misses, before any bound. */
export const missesMinor = (penalty: Penalty | null, metric: string, verdicts: Verdicts): number =>
	penalty ? failures(verdicts) * toMinor(penalty.perMiss.get(metric) ?? 0, penalty.currency) : 0;

/** What one month on a level costs. */
export function monthPenalty(penalty: Penalty, byMetric: ReadonlyMap<string, Verdicts>): MonthPenalty {
	const all = noVerdicts();
	let misses = 0;
	for (const [metric, verdicts] of byMetric) {
		for (const name of VERDICTS) all[name] += verdicts[name];
		misses += missesMinor(penalty, metric, verdicts);
	}
	const feeMinor = toMinor(penalty.monthlyFee, penalty.currency);
	const earned = penalty.credits.filter(({ below }) => isBelow(all, below)).map(({ percent }) => percent);
	const creditPercent = Math.max(0, ...earned);
	const creditMinor = percentOf(feeMinor, creditPercent);
	// Of no fee there is no share: without one, a cap bounds nothing.
	const isCapped = penalty.capPercent !== null && feeMinor > 0;
	const capMinor = isCapped ? percentOf(feeMinor, penalty.capPercent) : null;
	return {
		compliance: compliancePercent(all),
		missesMinor: misses,
		creditPercent,
		creditMinor,
		capMinor,
		totalMinor: Math.min(misses + creditMinor, capMinor ?? Number.POSITIVE_INFINITY),
		currency: penalty.currency,
	};
}
