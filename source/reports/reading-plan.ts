/**
 * Which kept sums a report reads, and which rows of the log beside them. A day or month that the period cuts is read
 * as its sum less the rows outside, or as the rows inside: whichever is the shorter stretch.
 */
import { localDay, monthOfDay, startOfDay, startOfMonth } from '../sla/calendar/local-period.ts';
import type { Between, Dimension } from '../store/port-reports.ts';
import type { Period } from './period.ts';

/** A stretch of the log that is read row by row. */
export interface RowRange extends Between {
	/** Its rows are in the sums that are read, and outside of the period. */
	readonly isTakenOut: boolean;
}

export interface ReadingPlan {
	/** From a period's number up to but without another; null: no sums. */
	readonly sums: { readonly dimension: Dimension; readonly first: number; readonly end: number } | null;
	readonly rows: readonly RowRange[];
}

const length = ({ fromAt, toAt }: Between): number => Math.max(0, toAt - fromAt);

/**
 * @param bounds the first and the last instant that the log has rows at
 * @param dimension the sums that serve; null: none does
 * @param zone whose days and months they are
 */
export function planReading(
	period: Period,
	bounds: { readonly firstAt: number; readonly lastAt: number },
	dimension: Dimension | null,
	zone: string,
): ReadingPlan {
	const log: Between = { fromAt: bounds.firstAt, toAt: bounds.lastAt + 1 };
	const asked: Between = {
		fromAt: Math.max(period.sinceAt, log.fromAt),
		toAt: Math.min(period.untilAt, log.toAt),
	};
	if (length(asked) === 0) return { sums: null, rows: [] };
	if (dimension === null) return { sums: null, rows: [{ ...asked, isTakenOut: false }] };
	const numberAt = (at: number): number => {
		const day = localDay(at, zone);
		return dimension === 'day' ? day : monthOfDay(day);
	};
	const startOf = (number: number): number => (dimension === 'day' ? startOfDay : startOfMonth)(number, zone);
	const first = numberAt(asked.fromAt);
	const last = numberAt(asked.toAt - 1);
	const before: Between = { fromAt: Math.max(startOf(first), log.fromAt), toAt: asked.fromAt };
	const after: Between = { fromAt: asked.toAt, toAt: Math.min(startOf(last + 1), log.toAt) };
	const rows: RowRange[] = [];
	const read = (range: Between, isTakenOut: boolean): void => {
		if (length(range) > 0) rows.push({ ...range, isTakenOut });
	};
	if (first === last && length(before) + length(after) > length(asked)) {
		return { sums: null, rows: [{ ...asked, isTakenOut: false }] };
	}
	const head: Between = { fromAt: asked.fromAt, toAt: startOf(first + 1) };
	const tail: Between = { fromAt: startOf(last), toAt: asked.toAt };
	const withFirst = first === last || length(before) <= length(head);
	const withLast = first === last || length(after) <= length(tail);
	read(withFirst ? before : head, withFirst);
	read(withLast ? after : tail, withLast);
	const sums = { dimension, first: withFirst ? first : first + 1, end: withLast ? last + 1 : last };
	return { sums: sums.first < sums.end ? sums : null, rows };
}
