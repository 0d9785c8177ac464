/** Numbers for people. Not by `toLocaleString`: its tables take longer to load than the board to draw. */

/** With commas between thousands and at most three decimals: `12,345.5`. */
export function figures(value: number): string {
	const [whole = '', decimals] = String(Math.round(Math.abs(value) * 1000) / 1000).split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
	return `${value < 0 ? '-' : ''}${grouped}${decimals === undefined ? '' : `.${decimals}`}`;
}

/** A whole number below a hundred, as clocks and dates have it: `07`. */
export const twoDigits = (value: number): string => String(value).padStart(2, '0');

const UNITS = [
	[1e9, 'B'],
	[1e6, 'M'],
	[1e3, 'K'],
] as const;

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
