import { formatInstant } from '../instant.ts';
import { dayMs, yearOfDay } from './civil.ts';
import type { HolidayRule } from './holidays.ts';
import type { WeekHours } from './hours.ts';
import { Timetable } from './timetable.ts';
import { compileYear, type YearHours } from './year-hours.ts';
import { localDate } from './zone.ts';

/** How far ahead of its start anything is looked for. */
export const lookaheadYears = 200;
/** Instants outside these years are taken for mistakes. */
const earliestYear = 1900;
const latestYear = 2599;

/** A timetable that compiles further years, before or after those it has, when it is asked for them. */
export class GrowingTimetable {
	readonly #years = new Map<number, YearHours>();
	#table: Timetable | undefined;

	constructor(
		readonly name: string,
		readonly timezone: string,
		readonly hours: WeekHours,
		readonly holidays: HolidayRule,
	) {}

	/** The table, with the years that both instants need. */
	covering(fromAt: number, toAt: number): Timetable {
		const table = this.#table;
		if (table && fromAt >= table.fromAt && toAt < table.toAt) return table;
		// Two days wider than asked: hours run past midnight, and clocks may change at it.
		return this.#grown(this.#yearOf(fromAt, -2), this.#yearOf(toAt, +2));
	}

	/** The table, with as many years after `fromAt` as it takes to be enough. */
	reaching(fromAt: number, enough: (table: Timetable) => boolean): Timetable {
		const limit = Math.min(latestYear, this.#yearOf(fromAt, 0) + lookaheadYears);
		let table = this.covering(fromAt, fromAt);
		for (let step = 1; !enough(table); step *= 2) {
			if (table.lastYear >= limit) throw this.beyondReach(fromAt);
			table = this.#grown(table.firstYear, Math.min(limit, table.lastYear + step));
		}
		return table;
	}

	/** What to throw when `lookaheadYears` are not enough. */
	beyondReach(fromAt: number): RangeError {
		return new RangeError(
			`calendar ${this.name}: more than ${lookaheadYears} years would be needed from ${formatInstant(fromAt)}`,
		);
	}

	#grown(firstYear: number, lastYear: number): Timetable {
		const first = Math.min(firstYear, this.#table?.firstYear ?? firstYear);
		const last = Math.max(lastYear, this.#table?.lastYear ?? lastYear);
		const years = Array.from({ length: last - first + 1 }, (_, index) => this.#year(first + index));
		this.#table = new Timetable(this.timezone, first, years);
		return this.#table;
	}

	#year(year: number): YearHours {
		const known = this.#years.get(year) ?? compileYear(this.timezone, this.hours, this.holidays, year);
		this.#years.set(year, known);
		return known;
	}

	/** The year of the local date so many days from the one that an instant falls on. */
	#yearOf(at: number, days: number): number {
		const year = Number.isFinite(at) ? yearOfDay(Math.floor(at / dayMs)) : Number.NaN;
		if (!(year >= earliestYear && year <= latestYear)) {
			throw new RangeError(
				`calendar ${this.name}: ${describeInstant(at)} is not in the years ${earliestYear} to ${latestYear}`,
			);
		}
		return yearOfDay(localDate(at, this.timezone) + days);
	}
}

function describeInstant(at: number): string {
	return Number.isNaN(new Date(at).getTime()) ? String(at) : formatInstant(at);
}
