import { dayMs, dayNumber, weekdayOfDay } from './civil.ts';
import type { HolidayRule } from './holidays.ts';
import type { ClockSpan, WeekHours } from './hours.ts';
import { type Interval, mergeIntervals } from './interval.ts';
import { firstInstant, lastInstant, type ZoneYear, zoneYear } from './zone.ts';

/** A date that has hours, and the instant at which the last of them ends. */
export interface WorkingDay {
	readonly day: number;
	readonly closeAt: number;
}

/** The hours that belong to the dates of one year, as real time. */
export interface YearHours {
	readonly intervals: readonly Interval[];
	readonly workingDays: readonly WorkingDay[];
}

/** Lays the hours of a year's dates out in real time; this is where wall clocks end. */
export function compileYear(
	timezone: string,
	hours: WeekHours,
	holidays: HolidayRule,
	year: number,
): YearHours {
	const offsets = zoneYear(timezone, year);
	const replaced = holidays.holidaysIn(year);
	const intervals: Interval[] = [];
	const workingDays: WorkingDay[] = [];
	for (let day = dayNumber(year, 1, 1); day < dayNumber(year + 1, 1, 1); day += 1) {
		const spans = replaced.get(day) ?? hours[weekdayOfDay(day)] ?? [];
		const opened = spans
			.map((span) => realTime(day, span, offsets))
			.filter((open) => open.endAt > open.startAt);
		if (opened.length === 0) continue;
		intervals.push(...opened);
		workingDays.push({ day, closeAt: Math.max(...opened.map((open) => open.endAt)) });
	}
	return { intervals: mergeIntervals(intervals), workingDays };
}

function realTime(day: number, span: ClockSpan, offsets: ZoneYear): Interval {
	return {
		startAt: firstInstant(day * dayMs + span.startS * 1000, offsets),
		endAt: lastInstant(day * dayMs + span.endS * 1000, offsets),
	};
}
