/** How an all-day event of an iCalendar file comes back (RFC 5545, 3.3.10), counted in whole days. */
import type ICAL from 'ical.js';
import { daysInMonth } from '../instant.ts';
import { CalendarError } from './calendar-error.ts';
import { dayMs, dayNumber, weekdayOfDay } from './civil.ts';

/** The days from one day on and before another. */
export type Recurrence = (fromDay: number, beforeDay: number) => number[];

/** The parts that go with each frequency. Times of day are none of an all-day event's. */
const MONTH_PARTS = ['BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS'];
const PARTS: Readonly<Record<string, readonly string[]>> = {
	DAILY: MONTH_PARTS,
	WEEKLY: ['BYMONTH', 'BYDAY', 'BYSETPOS'],
	MONTHLY: MONTH_PARTS,
	YEARLY: [...MONTH_PARTS, 'BYYEARDAY', 'BYWEEKNO'],
};
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** Dates come on the same weekdays again after 28 years; after 40 where a century has no leap day. */
const CYCLE_DAYS = 41 * 366;

/** A date, and where it stands in its month and its year. */
interface DateParts {
	readonly day: number;
	readonly year: number;
	readonly month: number;
	readonly monthDay: number;
	readonly yearDay: number;
}

function datePartsOf(day: number): DateParts {
	const date = new Date(day * dayMs);
	const year = date.getUTCFullYear();
	return {
		day,
		year,
		month: date.getUTCMonth() + 1,
		monthDay: date.getUTCDate(),
		yearDay: day - dayNumber(year, 1, 1) + 1,
	};
}

const daysInYear = (year: number): number => dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1);

/** Weeks of a year: the first is the one with at least four of its days. `first`: the weekday they begin on. */
const weekStart = (day: number, first: number): number => day - ((weekdayOfDay(day) - first + 7) % 7);
const weekOne = (year: number, first: number): number => weekStart(dayNumber(year, 1, 4), first);
const weekYear = (day: number, first: number): number => datePartsOf(weekStart(day, first) + 3).year;

/** Whether a place, of so many, is wanted: counted from 1, or from -1 at the end. */
const isWanted = (wanted: readonly number[], place: number, length: number): boolean =>
	wanted.includes(place) || wanted.includes(place - length - 1);

type Test = (date: DateParts) => boolean;

/** `MO`, or `2MO` and `-1MO` where the period is a month or a year. */
function weekdayTest(text: string, isOfYear: boolean): Test {
	const [, nth, name = ''] = /^([+-]?\d*)([A-Z]{2})$/.exec(text) ?? [];
	const weekday = WEEKDAYS.indexOf(name);
	const wanted = nth ? [Number(nth)] : null;
	return ({ day, year, month, monthDay, yearDay }) => {
		if (weekdayOfDay(day) !== weekday) return false;
		if (wanted === null) return true;
		const [place, length] = isOfYear ? [yearDay, daysInYear(year)] : [monthDay, daysInMonth(year, month)];
		const fromStart = Math.ceil(place / 7);
		return isWanted(wanted, fromStart, fromStart + Math.ceil((length - place + 1) / 7) - 1);
	};
}

const numbers = (values: readonly unknown[] | undefined): number[] => (values ?? []).map(Number);

/** What the rule's parts ask of a date, with what the event's first day stands in for. */
function testsOf({ freq, parts }: ICAL.Recur, start: DateParts, first: number): Test[] {
	const tests: Test[] = [];
	const { BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYDAY } = parts;
	const months = numbers(BYMONTH);
	const monthDays = numbers(BYMONTHDAY);
	const yearDays = numbers(BYYEARDAY);
	const weeks = numbers(BYWEEKNO);
	if (BYMONTH) tests.push(({ month }) => months.includes(month));
	if (BYMONTHDAY) {
		tests.push(({ year, month, monthDay }) => isWanted(monthDays, monthDay, daysInMonth(year, month)));
	}
	if (BYYEARDAY) tests.push(({ year, yearDay }) => isWanted(yearDays, yearDay, daysInYear(year)));
	if (BYWEEKNO) {
		tests.push(({ day }) => {
			const year = weekYear(day, first);
			const [from, to] = [weekOne(year, first), weekOne(year + 1, first)];
			return isWanted(weeks, Math.floor((day - from) / 7) + 1, (to - from) / 7);
		});
	}
	if (BYDAY) {
		const either = BYDAY.map((text) => weekdayTest(String(text), freq === 'YEARLY' && !BYMONTH));
		tests.push((date) => either.some((test) => test(date)));
	}
	if (BYDAY || BYMONTHDAY || BYYEARDAY || freq === 'DAILY') return tests;
	if (freq === 'WEEKLY' || BYWEEKNO) {
		tests.push(({ day }) => weekdayOfDay(day) === weekdayOfDay(start.day));
	} else {
		tests.push(({ monthDay }) => monthDay === start.monthDay);
		if (freq === 'YEARLY' && !BYMONTH) tests.push(({ month }) => month === start.month);
	}
	return tests;
}

/** The periods of a rule, numbered from 0 for the one of the event's first day. */
interface Periods {
	startOf(period: number): number;
	periodOf(day: number): number;
}

function periodsOf({ freq, parts }: ICAL.Recur, start: DateParts, first: number): Periods {
	const month = ({ year, month: ofYear }: DateParts): number => year * 12 + ofYear - 1;
	const week = weekStart(start.day, first);
	const year = weekYear(start.day, first);
	switch (freq) {
		case 'DAILY':
			return { startOf: (period) => start.day + period, periodOf: (day) => day - start.day };
		case 'WEEKLY':
			return { startOf: (period) => week + 7 * period, periodOf: (day) => Math.floor((day - week) / 7) };
		case 'MONTHLY':
			return {
				startOf(period) {
					const months = month(start) + period;
					return dayNumber(Math.floor(months / 12), (months % 12) + 1, 1);
				},
				periodOf: (day) => month(datePartsOf(day)) - month(start),
			};
		default:
			return parts.BYWEEKNO
				? {
						startOf: (period) => weekOne(year + period, first),
						periodOf: (day) => weekYear(day, first) - year,
					}
				: {
						startOf: (period) => dayNumber(start.year + period, 1, 1),
						periodOf: (day) => datePartsOf(day).year - start.year,
					};
	}
}

/** @throws {CalendarError} what of a rule is not for whole days, in words that go after "the event …" */
function check({ freq, parts }: ICAL.Recur): void {
	const allowed = PARTS[freq];
	if (!allowed) throw new CalendarError('repeats more than once a day');
	const other = Object.keys(parts).find((part) => !allowed.includes(part));
	if (other !== undefined) throw new CalendarError(`repeats by ${other}, which FREQ=${freq} does not take`);
	const nth = (parts.BYDAY ?? []).map(String).find((day) => /\d/.test(day));
	if (nth !== undefined && (freq === 'DAILY' || freq === 'WEEKLY' || parts.BYWEEKNO)) {
		throw new CalendarError(`repeats by BYDAY=${nth}, which takes FREQ=MONTHLY, or YEARLY without BYWEEKNO`);
	}
}

/**
 * A rule's days from the event's first one on.
 * @param untilDay the last day, where the rule has one
 * @throws {CalendarError} where it is no rule of whole days, or comes true on no date
 */
export function recurrence(
	rule: ICAL.Recur,
	startDay: number,
	untilDay = Number.POSITIVE_INFINITY,
): Recurrence {
	check(rule);
	const days = daysOf(rule, startDay, untilDay);
	if (untilDay === Number.POSITIVE_INFINITY && !comesTrue(days, startDay)) {
		throw new CalendarError('repeats by a rule that never comes true');
	}
	return days;
}

function comesTrue(days: Recurrence, startDay: number): boolean {
	for (let day = startDay; day < startDay + CYCLE_DAYS; day += 366) {
		if (days(day, day + 366).length > 0) return true;
	}
	return false;
}

function daysOf(rule: ICAL.Recur, startDay: number, untilDay: number): Recurrence {
	const first = rule.wkst - 1;
	const start = datePartsOf(startDay);
	const tests = testsOf(rule, start, first);
	const { startOf, periodOf } = periodsOf(rule, start, first);
	const places = rule.parts.BYSETPOS ? numbers(rule.parts.BYSETPOS) : null;
	const step = Math.max(1, rule.interval);

	/** The days that a period has of the rule. */
	const inPeriod = (period: number): number[] => {
		const days: number[] = [];
		for (let day = startOf(period); day < startOf(period + 1); day += 1) {
			const date = datePartsOf(day);
			if (tests.every((test) => test(date))) days.push(day);
		}
		const set = places ? days.filter((_, index) => isWanted(places, index + 1, days.length)) : days;
		return set.filter((day) => day >= startDay && day <= untilDay);
	};

	return (fromDay, beforeDay) => {
		// A number of times can be told from the first of them only.
		let left = rule.count ?? Number.POSITIVE_INFINITY;
		const since = rule.count === null ? Math.max(0, periodOf(fromDay)) : 0;
		const end = Math.min(beforeDay, untilDay + 1);
		const found: number[] = [];
		for (let period = since - (since % step); left > 0 && startOf(period) < end; period += step) {
			const days = inPeriod(period).slice(0, left);
			left -= days.length;
			found.push(...days.filter((day) => day >= fromDay && day < beforeDay));
		}
		return found;
	};
}
