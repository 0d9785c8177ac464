/** Shares as people and scripts read them. */

/** Rounded down: what is not quite 100% does not read so. (The small part undoes binary fractions.) */
const twoPlaces = (percent: number): number => Math.floor(percent * 100 + 1e-9) / 100;

/** `98.70%`; nothing where there was nothing to divide. */
export const percentText = (percent: number | null, none = ''): string =>
	percent === null ? none : `${twoPlaces(percent).toFixed(2)}%`;

export const percentOrNull = (percent: number | null): number | null =>
	percent === null ? null : twoPlaces(percent);

/** The difference of two shares as they are shown, in percentage points; null where one is not there. */
export function pointsBetween(from: number | null, to: number | null): number | null {
	return from === null || to === null ? null : Math.round((twoPlaces(to) - twoPlaces(from)) * 100) / 100;
}

/** `+1.20`, `-0.75`, `0.00` */
export function pointsText(points: number | null, none = ''): string {
	if (points === null) return none;
	return points > 0 ? `+${points.toFixed(2)}` : points.toFixed(2);
}
