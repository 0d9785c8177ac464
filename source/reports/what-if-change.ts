/** What a comparison is about, and what changes in it, for tables and for scripts. */
import { formatInstant } from '../sla/instant.ts';
import type { MonthPenalty } from './penalties.ts';
import type { Figures, Pair, Period } from './what-if.ts';

/** What the comparison is about, for the heading and for scripts. */
export interface WhatIfSubject {
	/** The agreements' files. */
	readonly agreement: Pair<string>;
	readonly period: Period;
	readonly nowAt: number;
}

export const instantOrNull = (at: number | null): string | null => (at === null ? null : formatInstant(at));
/** Rounded down: what is not quite 100% does not read so. (The small part undoes binary fractions.) */
export const twoPlaces = (percent: number): number => Math.floor(percent * 100 + 1e-9) / 100;

export const both = <T, U>({ old, new: next }: Pair<T>, of: (value: T) => U): Pair<U> => ({
	old: of(old),
	new: of(next),
});

/** In percentage points; null where one of them has nothing to divide. */
export function complianceChange({
	old,
	new: next,
}: Pair<{ readonly compliance: number | null } | null>): number | null {
	const from = old?.compliance ?? null;
	const to = next?.compliance ?? null;
	return from === null || to === null ? null : Math.round((twoPlaces(to) - twoPlaces(from)) * 100) / 100;
}

export interface Amount {
	readonly cents: number;
	readonly currency: string | null;
}
const NO_AMOUNT: Amount = { cents: 0, currency: null };
export const missesOf = ({ missesCents, currency }: Figures): Amount => ({ cents: missesCents, currency });
export const monthAmount = (month: MonthPenalty | null): Amount => month ?? NO_AMOUNT;

/** The difference in cents; null where the amounts are of two currencies. */
export function centsChange({ old, new: next }: Pair<Amount>): number | null {
	if (old.currency !== null && next.currency !== null && old.currency !== next.currency) return null;
	return next.cents - old.cents;
}
