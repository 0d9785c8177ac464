/**
 * Money: whole numbers of a currency's smallest unit inside (cents; yen, which have none), so that no sum
 * drifts. What is worked out is rounded to that unit, half up.
 */

/** Decimals of an amount by its currency, as ISO 4217 has them: 2 for EUR, 0 for JPY, 3 for KWD. */
const known = new Map<string, number>();

export function decimalsOf(currency: string): number {
	let decimals = known.get(currency);
	if (decimals === undefined) {
		const format = new Intl.NumberFormat('en', { style: 'currency', currency });
		decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
		known.set(currency, decimals);
	}
	return decimals;
}

/** A decimal number times a power of ten, by its digits: 1.005 times 100 is 100.5, not a little less. */
function shifted(value: number, places: number): number {
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

/** `1234.50`, or `1235` where the currency has no smaller unit. */
export function formatAmount(minor: number, currency: string): string {
	const decimals = decimalsOf(currency);
	const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
	const whole = digits.slice(0, digits.length - decimals);
	const rest = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
	return `${minor < 0 ? '-' : ''}${whole}${rest}`;
}

/** `1234.50 EUR` */
export const formatMoney = (minor: number, currency: string): string =>
	`${formatAmount(minor, currency)} ${currency}`;

/** Amounts by currency: one agreement may know several. */
export type Money = ReadonlyMap<string, number>;

export function addMoney(sums: Map<string, number>, minor: number, currency: string): void {
	if (minor !== 0) sums.set(currency, (sums.get(currency) ?? 0) + minor);
}

/** `1234.50 EUR + 15.00 CHF`; nothing where there is nothing. */
export const formatSums = (sums: Money): string =>
	[...sums]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([currency, minor]) => formatMoney(minor, currency))
		.join(' + ');

/** As an object by currency, in main units. */
export const sumsJson = (sums: Money): Readonly<Record<string, number>> =>
	Object.fromEntries([...sums].map(([currency, minor]) => [currency, toMain(minor, currency)]));
