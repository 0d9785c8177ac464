/** What a comparison is about, and what changes in it, for tables and for scripts. */
import type { LevelMonth } from './ledger.ts';
import { pointsBetween } from './percent.ts';
import type { Period } from './period.ts';
import type { Figures, Pair, Total } from './what-if.ts';

/** What the comparison is about, for the heading and for scripts. */
export interface WhatIfSubject {
	/** The agreements' files. */
	readonly agreement: Pair<string>;
	readonly period: Period;
	readonly nowAt: number;
}

export const both = <T, U>({ old, new: next }: Pair<T>, of: (value: T) => U): Pair<U> => ({
	old: of(old),
	new: of(next),
});

/** In percentage points; null where one of them has nothing to divide. */
export const complianceChange = ({
	old,
	new: next,
}: Pair<{ readonly compliance: number | null } | null>): number | null =>
	pointsBetween(old?.compliance ?? null, next?.compliance ?? null);

/** In the currency's smallest unit. */
export interface Amount {
	readonly minor: number;
	readonly currency: string | null;
}
const NO_AMOUNT: Amount = { minor: 0, currency: null };
export const missesOf = ({ missesMinor: minor, currency }: Figures): Amount => ({ minor, currency });
export const monthAmount = (month: LevelMonth | null): Amount =>
	month ? { minor: month.totalMinor, currency: month.currency } : NO_AMOUNT;

/** What all months cost, currency by currency. */
export function penaltyAmounts(total: Pair<Total>): Pair<Amount>[] {
	const currencies = new Set([...total.new.penalties.keys(), ...total.old.penalties.keys()]);
	return [...currencies].map((currency) =>
		both(total, ({ penalties }) => ({ minor: penalties.get(currency) ?? 0, currency })),
	);
}

/** The difference; null where the amounts are of two currencies. */
export function amountChange({ old, new: next }: Pair<Amount>): Amount | null {
	if (old.currency !== null && next.currency !== null && old.currency !== next.currency) return null;
	return { minor: next.minor - old.minor, currency: next.currency ?? old.currency };
}
