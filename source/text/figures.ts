/** Numbers for people. Not by `toLocaleString`: its tables take longer to load than the board to draw. */

/** The digits of a number, with commas between thousands: `12,345.50`. */
export function grouped(digits: string): string {
	const [whole = '', decimals] = digits.split('.');
	const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
	return `${thousands}${decimals === undefined ? '' : `.${decimals}`}`;
}

/** With commas between thousands and at most three decimals: `12,345.5`. */
export const figures = (value: number): string =>
	`${value < 0 ? '-' : ''}${grouped(String(Math.round(Math.abs(value) * 1000) / 1000))}`;

/** A whole number below a hundred, as clocks and dates have it: `07`. */
export const twoDigits = (value: number): string => String(value).padStart(2, '0');

const UNITS = [
	[1e9, 'B'],
	[1e6, 'M'],
	[1e3, 'K'],
] as const;

/** A noun as it stands after a count: `plural(1, 'event')`. */
export const plural = (count: number, one: string, more = `${one}s`): string => (count === 1 ? one : more);

/** A number with its noun: `1 event`, `1,200 events`. */
export const counted = (count: number, one: string, more?: string): string =>
	`${figures(count)} ${plural(count, one, more)}`;

/** In few characters: `999`, `12K`, `3M`. */
export function shortFigures(value: number): string {
	// What would round to a thousand of a unit is one of the next.
	const unit = UNITS.find(([size]) => value >= size - (size / 1000) * 0.5 && value >= 999.5);
	return unit ? `${Math.round(value / unit[0])}${unit[1]}` : String(Math.round(value));
}

/**
 * A share of one in percent, rounded down: what is not quite all of it does not read so. `98.7%`. (The small part
 * undoes binary fractions.)
 */
export const percentOf = (share: number): string => `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)}%`;
