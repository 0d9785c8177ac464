import { dayMs, dayNumber } from './civil.ts';
import { type Interval, mergeIntervals } from './interval.ts';
import { SortedIndex } from './sorted-index.ts';
import type { WorkingDay, YearHours } from './year-hours.ts';
import { firstInstant, lastInstant, zoneYear } from './zone.ts';

/** A calendar's hours over consecutive years: sorted instants with running totals, and no dates. */
export class Timetable {
	/** Instants from `fromAt` up to, not including, `toAt` are answered for. */
	readonly fromAt: number;
	readonly toAt: number;
	readonly lastYear: number;
	/** The counted time of the whole table. */
	readonly totalMs: number;
	readonly workingDays: readonly WorkingDay[];
	readonly #starts: Float64Array;
	readonly #ends: Float64Array;
	/** The counted time before each interval. */
	readonly #totals: Float64Array;
	readonly #byStart: SortedIndex;
	readonly #byTotal: SortedIndex;
	readonly #byDay: SortedIndex;

	constructor(
		readonly timezone: string,
		readonly firstYear: number,
		readonly years: readonly YearHours[],
	) {
		// Hours of the year before may run past midnight into its first date, and no further.
		const secondDay = dayNumber(firstYear, 1, 2);
		this.fromAt = lastInstant(secondDay * dayMs, zoneYear(timezone, firstYear));
		const nextYear = firstYear + years.length;
		this.lastYear = nextYear - 1;
		this.toAt = firstInstant(dayNumber(nextYear, 1, 1) * dayMs, zoneYear(timezone, nextYear));

		const intervals = mergeIntervals(years.flatMap((year) => year.intervals));
		this.#starts = Float64Array.from(intervals, (interval) => interval.startAt);
		this.#ends = Float64Array.from(intervals, (interval) => interval.endAt);
		this.#totals = new Float64Array(intervals.length);
		let totalMs = 0;
		for (const [index, { startAt, endAt }] of intervals.entries()) {
			this.#totals[index] = totalMs;
			totalMs += endAt - startAt;
		}
		this.totalMs = totalMs;
		this.workingDays = years.flatMap((year) => year.workingDays);
		this.#byStart = new SortedIndex(this.#starts);
		this.#byTotal = new SortedIndex(this.#totals);
		this.#byDay = new SortedIndex(Float64Array.from(this.workingDays, ({ day }) => day));
	}

	/** Counted time from the table's beginning to an instant. */
	countedUntil(at: number): number {
		const index = this.#byStart.countBelow(at) - 1;
		if (index < 0) return 0;
		const startAt = this.#starts[index] ?? 0;
		const endAt = this.#ends[index] ?? 0;
		return (this.#totals[index] ?? 0) + Math.min(at, endAt) - startAt;
	}

	/** The earliest instant by which this much (more than 0, at most `totalMs`) has counted since the beginning. */
	instantOf(countedMs: number): number {
		const index = this.#byTotal.countBelow(countedMs) - 1;
		return (this.#starts[index] ?? 0) + countedMs - (this.#totals[index] ?? 0);
	}

	/** The intervals within [fromAt, toAt], clipped to it. */
	intervals(fromAt: number, toAt: number): Interval[] {
		const found: Interval[] = [];
		for (let index = Math.max(0, this.#byStart.countBelow(fromAt) - 1); ; index += 1) {
			const startAt = this.#starts[index];
			if (startAt === undefined || startAt >= toAt) return found;
			const endAt = this.#ends[index] ?? startAt;
			if (endAt > fromAt) found.push({ startAt: Math.max(startAt, fromAt), endAt: Math.min(endAt, toAt) });
		}
	}

	/** How many working days there are up to a date, that date included. */
	workingDaysUntil(day: number): number {
		return this.#byDay.countBelow(day + 1);
	}
}
