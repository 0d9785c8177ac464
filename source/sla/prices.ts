/** A penalty's amounts in the smallest unit of its currency: worked out once, and asked for a thousand times. */
import type { Penalty } from './level.ts';
import { type Amount, percentOf, toMinor } from './money.ts';

export interface Prices {
	/** By metric; what costs nothing has no price. */
	readonly perMiss: ReadonlyMap<string, Amount>;
	/** What is credited where compliance is below so many percent: the strongest first. */
	readonly credits: readonly { readonly below: number; readonly percent: number; readonly minor: number }[];
	/** The most that a month may cost; null: no bound. */
	readonly capMinor: number | null;
}

const known = new WeakMap<Penalty, Prices>();

export function pricesOf(penalty: Penalty): Prices {
	let prices = known.get(penalty);
	if (!prices) {
		prices = workedOut(penalty);
		known.set(penalty, prices);
	}
	return prices;
}

function workedOut({ perMiss, monthlyFee, credits, capPercent, currency }: Penalty): Prices {
	const feeMinor = toMinor(monthlyFee, currency);
	return {
		perMiss: new Map(
			[...perMiss]
				.filter(([, price]) => price > 0)
				.map(([metric, price]) => [metric, { minor: toMinor(price, currency), currency }]),
		),
		credits: credits
			.map((credit) => ({ ...credit, minor: percentOf(feeMinor, credit.percent) }))
			.sort((a, b) => b.percent - a.percent),
		// Of no fee there is no share: without one, a cap bounds nothing.
		capMinor: capPercent !== null && feeMinor > 0 ? percentOf(feeMinor, capPercent) : null,
	};
}
