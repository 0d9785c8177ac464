/** Dates as arithmetic: a day number is the count of days since 1970-01-01, whatever the zone. */

export const dayMs = 86_400_000;

/** The day number of a date of the Gregorian calendar; `month` is 1 to 12. */
export function dayNumber(year: number, month: number, day: number): number {
	// Years are taken from March on, so that the leap day is the last of its year.
	const marchYear = month > 2 ? year : year - 1;
	const dayOfMarchYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
	const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
	return marchYear * 365 + leapDays + dayOfMarchYear - 719_468;
}

/** The year that a day number falls in. */
export function yearOfDay(day: number): number {
	const guess = 1970 + Math.floor(day / 365.2425);
	if (day < dayNumber(guess, 1, 1)) return guess - 1;
	return day < dayNumber(guess + 1, 1, 1) ? guess : guess + 1;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOfDay(day: number): number {
	return (((day + 4) % 7) + 7) % 7;
}

/** The day number of `MM-DD` in a year, or undefined when that year has no such date. */
export function dayOfYear(year: number, month: number, day: number): number | undefined {
	if (month < 1 || month > 12 || day < 1) return undefined;
	const found = dayNumber(year, month, day);
	const nextMonth = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
	return found < nextMonth ? found : undefined;
}
