/**
 * Money: whole numbers of a currency's smallest unit inside (cents; yen, which have none), so that no sum drifts. What is
 * worked out is rounded to that unit, half up. Amounts of different currencies are never added.
 */
import { grouped } from '../text/figures.ts';

export interface Amount {
	/** In the currency's smallest unit. */
	readonly minor: number;
	/** Its code, by ISO 4217. */
	readonly currency: string;
}

/**
 * Currencies that don't have two decimals, by how many they have: ISO 4217. As a table, for the first frame has amounts in
 * it, and does not wait until `Intl` has loaded its own.
 */
const DECIMALS: Readonly<Record<number, readonly string[]>> = {
	0: [
		'BIF',
		'CLP',
		'DJF',
		'GNF',
		'ISK',
		'JPY',
		'KMF',
		'KRW',
		'PYG',
		'RWF',
		'UGX',
		'UYI',
		'VND',
		'VUV',
		'XAF',
		'XOF',
		'XPF',
	],
	3: ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'],
	4: ['CLF', 'UYW'],
};

const byCurrency = new Map(
	Object.entries(DECIMALS).flatMap(([decimals, codes]) => codes.map((code) => [code, Number(decimals)])),
);

/** Decimals of an amount by its currency, as ISO 4217 has them: 2 for EUR, 0 for JPY, 3 for KWD. */
const decimalsOf = (currency: string): number => byCurrency.get(currency) ?? 2;

/** A decimal number times a power of ten, by its digits: 1.005 times 100 is 100.5, not a little less. */
function shifted(value: number, places: number): number {
	// A whole number has no digits to lose.
	if (places >= 0 && Number.isSafeInteger(value)) return value * 10 ** places;
	const [digits = '0', exponent = '0'] = String(value).split('e');
	return Number(`${digits}e${Number(exponent) + places}`);
}

/** An amount as the agreement writes it, in the currency's smallest unit. */
export const toMinor = (amount: number, currency: string): number =>
	Math.round(shifted(amount, decimalsOf(currency)));

/** In the currency's main unit, as scripts read it. */
export const toMain = (minor: number, currency: string): number => shifted(minor, -decimalsOf(currency));

/** Millionths of a percent: what shares and thresholds are reckoned in, as whole numbers. */
export const PARTS = 1_000_000;

/** A share of an amount, rounded half up. */
export function percentOf(minor: number, percent: number): number {
	const whole = BigInt(100 * PARTS);
	return Number((BigInt(minor) * BigInt(Math.round(percent * PARTS)) + whole / 2n) / whole);
}

/** For spreadsheets: `1234.50`, or `1235` where the currency has no smaller unit. */
export function plainAmount(minor: number, currency: string): string {
	const decimals = decimalsOf(currency);
	const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
	const whole = digits.slice(0, digits.length - decimals);
	const rest = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
	return `${minor < 0 ? '-' : ''}${whole}${rest}`;
}

/** For people, where the currency stands beside: `1,234.50`. */
export const formatAmount = (minor: number, currency: string): string =>
	grouped(plainAmount(minor, currency));

/** `1,234.50 EUR` */
export const formatMoney = ({ minor, currency }: Amount): string =>
	`${formatAmount(minor, currency)} ${currency}`;

/** Amounts by currency, in the agreement's order: one agreement may know several. */
export type Money = ReadonlyMap<string, number>;

/**
 * Adds up amounts, each currency apart; one that comes to nothing is not mentioned.
 * @param order the currencies as the agreement has them; others come after, by name
 */
export function sumMoney(amounts: Iterable<Amount>, order: readonly string[]): Money {
	const sums = new Map<string, number>();
	for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor);
	// Mostly it is one: nothing to be put in order then.
	if (sums.size <= 1) {
		for (const [currency, minor] of sums) if (minor === 0) sums.delete(currency);
		return sums;
	}
	const others = [...sums.keys()].filter((currency) => !order.includes(currency)).sort();
	const inOrder = [...order, ...others].map((currency) => [currency, sums.get(currency) ?? 0] as const);
	return new Map(inOrder.filter(([, minor]) => minor !== 0));
}

/** `1,234.50 EUR + 15.00 CHF`; nothing where there is nothing. */
export const formatSums = (sums: Money): string =>
	[...sums].map(([currency, minor]) => formatMoney({ minor, currency })).join(' + ');

/** As an object by currency, in main units. */
export const sumsJson = (sums: Money): Readonly<Record<string, number>> =>
	Object.fromEntries([...sums].map(([currency, minor]) => [currency, toMain(minor, currency)]));
