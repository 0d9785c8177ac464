import { CalendarError } from './calendar-error.ts';
import { dayOfYear } from './civil.ts';
import type { ClockSpan } from './hours.ts';

/** Dates whose hours are replaced: by none (closed), or by those given (a half day). */
export interface HolidayRule {
	/** Day number to that date's hours, for the dates of one year. */
	holidaysIn(year: number): ReadonlyMap<number, readonly ClockSpan[]>;
}

const none: ReadonlyMap<number, readonly ClockSpan[]> = new Map();

/** One date, `2026-12-24`. Throws a CalendarError when there is no such date. */
export function dateHoliday(date: string, hours: readonly ClockSpan[] = []): HolidayRule {
	const [year, month, day] = dateParts(/^(\d{4})-(\d{2})-(\d{2})$/, date);
	const found = dayOfYear(year ?? 0, month ?? 0, day ?? 0);
	if (found === undefined) throw noDate(date);
	const holidays = new Map([[found, hours]]);
	return { holidaysIn: (asked) => (asked === year ? holidays : none) };
}

/** A date of every year, `12-31`; `02-29` in leap years only. Throws a CalendarError when there is none. */
export function yearlyHoliday(monthAndDay: string, hours: readonly ClockSpan[] = []): HolidayRule {
	const [month = 0, day = 0] = dateParts(/^(\d{2})-(\d{2})$/, monthAndDay);
	const someLeapYear = 2000;
	if (dayOfYear(someLeapYear, month, day) === undefined) {
		throw noDate(monthAndDay);
	}
	return {
		holidaysIn(year) {
			const found = dayOfYear(year, month, day);
			return found === undefined ? none : new Map([[found, hours]]);
		},
	};
}

const noDate = (text: string): CalendarError =>
	new CalendarError(
		`"${text}" is not a date; expected one like "2026-12-24", or "12-24" for that of every year`,
	);

function dateParts(pattern: RegExp, text: string): number[] {
	return (pattern.exec(text)?.slice(1) ?? []).map(Number);
}

/** All rules of a calendar as one; a later rule wins over an earlier one for the same date. */
export function combineHolidays(rules: readonly HolidayRule[]): HolidayRule {
	return {
		holidaysIn: (year) => new Map(rules.flatMap((rule) => [...rule.holidaysIn(year)])),
	};
}
