import Holidays from 'date-holidays';
import { CalendarError } from './calendar-error.ts';
import { dayMs, dayNumber, yearOfDay } from './civil.ts';
import type { HolidayRule } from './holidays.ts';
import type { ClockSpan } from './hours.ts';

/** Codes as the package `date-holidays` has them: ISO 3166, its states and regions. */
export interface Country {
	readonly country: string;
	readonly state?: string | undefined;
	readonly region?: string | undefined;
}

/**
 * The public holidays of a country, known offline. What is a holiday for part of a day only (some countries'
 * 24 December from noon) changes nothing: an agreement says half days by their date.
 * Throws a CalendarError for a country, state or region that is not known.
 */
export function countryHolidays(place: Country, hours: readonly ClockSpan[] = []): HolidayRule {
	const holidays = new Holidays(checked(place), { types: ['public'] });
	const known = new Map<number, readonly number[]>();
	const startingIn = (year: number) => {
		const days = known.get(year) ?? holidays.getHolidays(year).flatMap(wholeDays);
		known.set(year, days);
		return days;
	};
	// The year before is asked too: its last holiday may run into January.
	return {
		holidaysIn(year) {
			const days = [...startingIn(year - 1), ...startingIn(year)].filter((day) => yearOfDay(day) === year);
			return new Map(days.map((day) => [day, hours]));
		},
	};
}

/** The local dates that a holiday covers from midnight to midnight. */
function wholeDays(holiday: { readonly date: string; readonly start: Date; readonly end: Date }): number[] {
	const match = /^(\d{4})-(\d{2})-(\d{2}) 00:00/.exec(holiday.date);
	if (!match) return [];
	const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
	// A date on which the clocks change may be up to two hours short.
	const clockChangeMs = 7_200_000;
	const length = Math.floor((holiday.end.getTime() - holiday.start.getTime() + clockChangeMs) / dayMs);
	return Array.from({ length }, (_, index) => dayNumber(year, month, day) + index);
}

function checked(place: Country): { country: string; state?: string; region?: string } {
	const lists = new Holidays();
	const country = findCode(lists.getCountries('en'), place.country, 'country', 'a code such as SI, DE or US');
	if (place.state === undefined) {
		if (place.region !== undefined)
			throw new CalendarError(`region "${place.region}" wants its state beside it`);
		return { country };
	}
	const state = findCode(lists.getStates(country), place.state, `state of ${country}`);
	if (place.region === undefined) return { country, state };
	const regions = lists.getRegions(country, state);
	return { country, state, region: findCode(regions, place.region, `region of ${country}-${state}`) };
}

const isNamed = (name: string, given: string): boolean => name.toLowerCase() === given.trim().toLowerCase();

function findCode(
	names: Readonly<Record<string, string>> | undefined,
	code: string,
	what: string,
	expected?: string,
): string {
	const codes = Object.keys(names ?? {});
	const found = codes.find((known) => known.toLowerCase() === code.trim().toLowerCase());
	if (found !== undefined) return found;
	const meant = Object.entries(names ?? {}).find(([, name]) => isNamed(name, code))?.[0];
	const choice =
		meant ?? expected ?? (codes.length > 0 ? `one of ${codes.join(', ')}` : 'none: there are none');
	throw new CalendarError(`"${code}" is not a ${what} with known holidays; expected ${choice}`);
}
