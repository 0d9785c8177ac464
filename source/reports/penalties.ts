/**
 * What breaches cost. A customer's month on a level costs the price of every miss, and the strongest credit that
 * its compliance has earned, together at most `cap_percent` of the monthly fee.
 */
import type { Penalty } from '../sla/level.ts';
import { PARTS } from '../sla/money.ts';
import { pricesOf } from '../sla/prices.ts';

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

/** @param times -1: they are taken out again */
export function addVerdicts(
	to: MutableVerdicts,
	{ fulfilled, missed, breached = 0 }: Omit<Verdicts, 'breached'> & Partial<Verdicts>,
	times: 1 | -1 = 1,
): void {
	to.fulfilled += times * fulfilled;
	to.missed += times * missed;
	to.breached += times * breached;
}

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
	penalty ? failures(verdicts) * (pricesOf(penalty).perMiss.get(metric)?.minor ?? 0) : 0;

/** What one month on a level costs. */
export function monthPenalty(penalty: Penalty, byMetric: ReadonlyMap<string, Verdicts>): MonthPenalty {
	const { credits, capMinor } = pricesOf(penalty);
	const all = noVerdicts();
	let misses = 0;
	for (const [metric, verdicts] of byMetric) {
		addVerdicts(all, verdicts);
		misses += missesMinor(penalty, metric, verdicts);
	}
	const credit = credits.find(({ below }) => isBelow(all, below));
	const creditMinor = credit?.minor ?? 0;
	return {
		compliance: compliancePercent(all),
		missesMinor: misses,
		creditPercent: credit?.percent ?? 0,
		creditMinor,
		capMinor,
		totalMinor: Math.min(misses + creditMinor, capMinor ?? Number.POSITIVE_INFINITY),
		currency: penalty.currency,
	};
}
