/** A stretch of real time: UTC milliseconds, `endAt` not included. */
export interface Interval {
	readonly startAt: number;
	readonly endAt: number;
}

/** The same time in ascending order, with what touches or overlaps made one. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
	const merged: Interval[] = [];
	let last: Interval | undefined;
	for (const next of intervals.toSorted((a, b) => a.startAt - b.startAt)) {
		if (last && next.startAt <= last.endAt) {
			last = { startAt: last.startAt, endAt: Math.max(last.endAt, next.endAt) };
			merged[merged.length - 1] = last;
		} else {
			last = next;
			merged.push(last);
		}
	}
	return merged;
}
