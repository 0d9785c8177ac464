/** What changes between two agreements as people read it, on paper and on the screen. */
import { formatAmount, formatMoney } from '../sla/money.ts';
import { pointsText, percentText as shareText } from './percent.ts';
import type { Pair } from './what-if.ts';
import { type Amount, amountChange, both } from './what-if-change.ts';

export const NOTHING = '-';

export const percentText = (percent: number | null): string => shareText(percent, NOTHING);

const signed = (text: string): string => (/^-|^0(\.0+)?$/.test(text) ? text : `+${text}`);

/** `12 -> 9`, or once where both are the same. */
export const change = ({ old, new: next }: Pair<string>): string =>
	old === next ? old : `${old} -> ${next}`;

export const points = (value: number | null): string => pointsText(value, NOTHING);

const amountText = ({ minor, currency }: Amount): string =>
	currency === null ? NOTHING : formatMoney({ minor, currency });

/** The currency once where it is the same on both sides. */
export function amountPair(pair: Pair<Amount>): string {
	const { currency } = pair.old;
	if (currency === null || currency !== pair.new.currency) return change(both(pair, amountText));
	return `${change(both(pair, ({ minor }) => formatAmount(minor, currency)))} ${currency}`;
}

export function amountChangeText(pair: Pair<Amount>): string {
	const difference = amountChange(pair);
	if (!difference || difference.currency === null) return NOTHING;
	return signed(formatAmount(difference.minor, difference.currency));
}
