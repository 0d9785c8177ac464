/** What is at stake: what the timers at risk would cost if they were missed, by the store's kept counters. */
import { type Amount, type Money, sumMoney } from '../sla/money.ts';
import type { AgreementFacts, Counter } from '../store/port.ts';

/** The price of one miss; null where it has none. */
export type PriceOfMiss = (level: string | null, metric: string) => Amount | null;

/** @param order the agreement's currencies, in its order */
export function costAtRisk(open: readonly Counter[], priceOf: PriceOfMiss, order: readonly string[]): Money {
	const costs = open.flatMap(({ level, metric, state, count }) => {
		const price = state === 'at_risk' ? priceOf(level, metric) : null;
		return price ? [{ ...price, minor: count * price.minor }] : [];
	});
	return sumMoney(costs, order);
}

/** By the prices of the agreement in force, as the engine has noted them. */
export function atStake(open: readonly Counter[], { missPrices, currencies }: AgreementFacts): Money {
	const priceOf: PriceOfMiss = (level, metric) => missPrices[level ?? '']?.[metric] ?? null;
	return costAtRisk(open, priceOf, currencies);
}
