/** What misses cost as the store's kept counters tell it, by the prices of the agreement in force. */
import type { AgreementFacts, Counter } from '../store/port.ts';

/** The price of one miss, in the agreement's currency. */
export const priceOf = ({ perMiss }: AgreementFacts, level: string | null, metric: string): number =>
	level === null ? 0 : (perMiss[level]?.[metric] ?? 0);

/** What the timers at risk would cost if they were missed. */
export function atStake(open: readonly Counter[], facts: AgreementFacts): number {
	return open
		.filter(({ state }) => state === 'at_risk')
		.reduce((sum, { level, metric, count }) => sum + count * priceOf(facts, level, metric), 0);
}
