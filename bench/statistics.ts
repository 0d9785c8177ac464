/** The figures a row is made of. */

export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The median of what one run took against what its peer took right beside it: a busy machine slows both. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
	return median(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)));
}

export function round(value: number, digits = 2): number {
	return Number(value.toFixed(digits));
}
