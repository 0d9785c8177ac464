import { CalendarError } from './calendar-error.ts';
import { dayMs, yearOfDay } from './civil.ts';
import { GrowingTimetable, lookaheadYears } from './growing-timetable.ts';
import { combineHolidays, type HolidayRule } from './holidays.ts';
import { type WeekHours, wholeWeek } from './hours.ts';
import type { Interval } from './interval.ts';
import type { Timetable } from './timetable.ts';
import { isValidZone, localDate } from './zone.ts';

export type { Interval } from './interval.ts';

/** What an agreement says of a calendar. */
export interface CalendarDefinition {
	readonly name: string;
	/** An IANA zone. */
	readonly timezone: string;
	readonly hours: WeekHours;
	/** A later rule wins over an earlier one for the same date. */
	readonly holidays: readonly HolidayRule[];
}

/** Which time counts. Instants and amounts are whole milliseconds. */
export interface Calendar {
	readonly name: string;
	readonly timezone: string;
	/** Counted time inside [fromAt, toAt]; 0 when toAt <= fromAt. */
	counted(fromAt: number, toAt: number): number;
	/** The earliest instant t >= fromAt at which counted(fromAt, t) equals the amount; fromAt itself for 0. */
	due(fromAt: number, amountMs: number): number;
	/**
	 * The close of the days-th working day (1 or more) after the date that fromAt falls on; a start on a date
	 * without hours counts as the working day before it. A date closes with the last of its own hours.
	 */
	closeOfWorkingDay(fromAt: number, days: number): number;
	/**
	 * The latest instant t at which counted(fromAt, t) equals the amount: as `due`, but where that falls on the end
	 * of an interval it is the start of the next.
	 */
	dueAtOpening(fromAt: number, amountMs: number): number;
	/** The counted intervals within [fromAt, toAt], clipped to it, in order. */
	intervals(fromAt: number, toAt: number): Interval[];
	/** Whether a date (days since 1970) has hours other than its weekday's. */
	isHoliday(day: number): boolean;
}

/** A calendar that is compiled year by year, as it is asked. Throws a CalendarError for what cannot count. */
export function compileCalendar({ name, timezone, hours, holidays }: CalendarDefinition): Calendar {
	if (!isValidZone(timezone)) {
		throw new CalendarError(
			`calendar ${name}: "${timezone}" is not a time zone; expected e.g. Europe/Ljubljana`,
		);
	}
	if (hours.every((spans) => spans.length === 0)) throw new CalendarError(`calendar ${name} has no hours`);
	const replaced = combineHolidays(holidays);
	return new HoursCalendar(new GrowingTimetable(name, timezone, hours, replaced), replaced);
}

/** The built-in calendar that counts every second; each of its days works until 24:00 in the zone. */
export function alwaysCalendar(timezone: string): Calendar {
	const name = 'always';
	const days = compileCalendar({ name, timezone, hours: wholeWeek, holidays: [] });
	return {
		name,
		timezone,
		counted: (fromAt, toAt) => Math.max(0, toAt - fromAt),
		due: (fromAt, amountMs) => fromAt + checkedAmount(name, amountMs),
		closeOfWorkingDay: (fromAt, count) => days.closeOfWorkingDay(fromAt, count),
		dueAtOpening: (fromAt, amountMs) => fromAt + checkedAmount(name, amountMs),
		intervals: (fromAt, toAt) => (toAt <= fromAt ? [] : [{ startAt: fromAt, endAt: toAt }]),
		isHoliday: () => false,
	};
}

class HoursCalendar implements Calendar {
	readonly #years: GrowingTimetable;
	readonly #holidays: HolidayRule;

	constructor(years: GrowingTimetable, holidays: HolidayRule) {
		this.#years = years;
		this.#holidays = holidays;
	}

	get name(): string {
		return this.#years.name;
	}

	get timezone(): string {
		return this.#years.timezone;
	}

	counted(fromAt: number, toAt: number): number {
		if (toAt <= fromAt) return 0;
		const table = this.#years.covering(fromAt, toAt);
		return table.countedUntil(toAt) - table.countedUntil(fromAt);
	}

	due(fromAt: number, amountMs: number): number {
		if (checkedAmount(this.name, amountMs) === 0) return fromAt;
		if (amountMs > lookaheadYears * 366 * dayMs) throw this.#years.beyondReach(fromAt);
		const table = this.#years.covering(fromAt, fromAt);
		const countedMs = table.countedUntil(fromAt) + amountMs;
		if (countedMs <= table.totalMs) return table.instantOf(countedMs);
		return this.#years.reaching(fromAt, (grown) => countedMs <= grown.totalMs).instantOf(countedMs);
	}

	closeOfWorkingDay(fromAt: number, days: number): number {
		if (!(Number.isInteger(days) && days >= 1)) {
			throw new RangeError(`calendar ${this.name}: ${days} is not a number of working days`);
		}
		if (days > lookaheadYears * 366) throw this.#years.beyondReach(fromAt);
		const startDay = localDate(fromAt, this.timezone);
		const close = (table: Timetable) =>
			table.workingDays[table.workingDaysUntil(startDay) + days - 1]?.closeAt;
		return close(this.#years.reaching(fromAt, (grown) => close(grown) !== undefined)) ?? Number.NaN;
	}

	dueAtOpening(fromAt: number, amountMs: number): number {
		// The least more that counts does so from that opening on.
		return this.due(fromAt, checkedAmount(this.name, amountMs) + 1) - 1;
	}

	intervals(fromAt: number, toAt: number): Interval[] {
		return toAt <= fromAt ? [] : this.#years.covering(fromAt, toAt).intervals(fromAt, toAt);
	}

	isHoliday(day: number): boolean {
		return this.#holidays.holidaysIn(yearOfDay(day)).has(day);
	}
}

function checkedAmount(name: string, amountMs: number): number {
	if (amountMs >= 0) return amountMs;
	throw new RangeError(`calendar ${name}: ${amountMs} is not an amount of time`);
}
