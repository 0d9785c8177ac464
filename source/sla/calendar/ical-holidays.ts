import ICAL from 'ical.js';
import { messageOf } from '../../text/message.ts';
import { CalendarError } from './calendar-error.ts';
import { dayMs, dayNumber, yearOfDay } from './civil.ts';
import type { HolidayRule } from './holidays.ts';
import type { ClockSpan } from './hours.ts';

/** The first days of an event's occurrences, in ascending order, and how many days each lasts. */
interface AllDayEvent {
	readonly days: Iterator<number>;
	readonly length: number;
}

const maxOccurrences = 200_000;
const longestEvent = 366;

/**
 * The all-day events of an iCalendar text (`.ics`), repeated ones and those of several days too. Events with
 * a time of day, and cancelled ones, change nothing. Throws a CalendarError when the text cannot be read.
 */
export function icalHolidays(text: string, hours: readonly ClockSpan[] = []): HolidayRule {
	const pending = readable(() => readEvents(text).map((event) => ({ ...event, next: event.days.next() })));
	const byYear = new Map<number, Map<number, readonly ClockSpan[]>>();
	const add = (day: number) => {
		const year = yearOfDay(day);
		const days = byYear.get(year) ?? new Map<number, readonly ClockSpan[]>();
		byYear.set(year, days.set(day, hours));
	};
	return {
		holidaysIn(year) {
			const nextYear = dayNumber(year + 1, 1, 1);
			for (const event of pending) {
				while (!event.next.done && event.next.value < nextYear) {
					for (let offset = 0; offset < event.length; offset += 1) add(event.next.value + offset);
					event.next = readable(() => event.days.next());
				}
			}
			return byYear.get(year) ?? new Map();
		},
	};
}

function readEvents(text: string): AllDayEvent[] {
	const components = parse(text).flatMap((calendar) => calendar.getAllSubcomponents('vevent'));
	const moved = new Map<string, Set<number>>();
	for (const component of components) {
		const recurrence = timeOf(component, 'recurrence-id');
		if (!recurrence) continue;
		const uid = uidOf(component);
		moved.set(uid, (moved.get(uid) ?? new Set()).add(dayOf(recurrence)));
	}
	return components.flatMap((component): AllDayEvent[] => {
		const start = timeOf(component, 'dtstart');
		if (!start?.isDate || component.getFirstPropertyValue('status') === 'CANCELLED') return [];
		const length = lengthOf(component, dayOf(start));
		if (component.hasProperty('recurrence-id')) return [{ days: [dayOf(start)].values(), length }];
		return [{ days: occurrences(component, start, moved.get(uidOf(component)) ?? new Set()), length }];
	});
}

/** Runs it; what the parser throws becomes a CalendarError. */
function readable<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof CalendarError) throw error;
		throw notCalendar(messageOf(error));
	}
}

function parse(text: string): ICAL.Component[] {
	const parsed: unknown = ICAL.parse(text);
	// A file may hold several calendars; then it is a list of them.
	const roots: unknown[] = Array.isArray(parsed) ? (Array.isArray(parsed[0]) ? parsed : [parsed]) : [];
	const calendars = roots
		.filter((root) => Array.isArray(root))
		.filter((root) => root[0] === 'vcalendar')
		.map((root) => new ICAL.Component(root));
	if (calendars.length === 0) throw notCalendar('it has no VCALENDAR');
	return calendars;
}

/** The days on which an event starts, but for those that another component moves. */
function* occurrences(
	component: ICAL.Component,
	start: ICAL.Time,
	moved: ReadonlySet<number>,
): Generator<number> {
	if (!component.hasProperty('rrule') && !component.hasProperty('rdate')) {
		yield dayOf(start);
		return;
	}
	const keepsDayOfMonth = repeatsDayOfMonth(component);
	const expansion = new ICAL.RecurExpansion({ component, dtstart: start });
	for (let count = 0; count < maxOccurrences; count += 1) {
		const next: ICAL.Time | null | undefined = expansion.next();
		if (!next) return;
		// The parser turns 29 February into 1 March in other years; the standard leaves such dates out.
		if (keepsDayOfMonth && next.day !== start.day) continue;
		const day = dayOf(next);
		if (!moved.has(day)) yield day;
	}
}

/** Whether an event comes back on the same day of the month only. Throws for what is no rule of whole days. */
function repeatsDayOfMonth(component: ICAL.Component): boolean {
	const rules = component.getAllProperties('rrule').map((property): unknown => property.getFirstValue());
	const recurs = rules.filter((rule) => rule instanceof ICAL.Recur);
	if (recurs.some((rule) => ['SECONDLY', 'MINUTELY', 'HOURLY'].includes(rule.freq))) {
		throw new CalendarError('an all-day event of the iCalendar file repeats more than once a day');
	}
	if (recurs.some(isEndless)) {
		throw new CalendarError(
			'a rule of the iCalendar file may never come true: say it with FREQ=MONTHLY or YEARLY',
		);
	}
	const parts = recurs.flatMap((rule) => Object.keys(rule.parts));
	const plain = recurs.every((rule) => ['MONTHLY', 'YEARLY'].includes(rule.freq));
	return (
		plain && recurs.length > 0 && !component.hasProperty('rdate') && parts.every((part) => part === 'BYMONTH')
	);
}

/** Days of each month, in the longest year. */
const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the parser could look for the next occurrence for ever, as conditions may leave none. */
function isEndless({ freq, interval, parts }: ICAL.Recur): boolean {
	if (freq === 'DAILY' || freq === 'WEEKLY') {
		const { BYMONTH: _, BYDAY: weekdays = [], ...others } = parts;
		const isPlain =
			Object.keys(others).length === 0 && weekdays.every((day) => /^[A-Z]{2}$/.test(String(day)));
		// Every so many days from one on, some weekdays never come.
		if (!isPlain || (freq === 'DAILY' && interval > 1 && weekdays.length > 0)) return true;
	}
	const months = (parts.BYMONTH ?? []).map(Number);
	const days = (parts.BYMONTHDAY ?? []).map((day) => Math.abs(Number(day)));
	const isEver = (month: number): boolean => days.some((day) => day <= (monthDays[month - 1] ?? 0));
	return days.length > 0 && months.length > 0 && !months.some(isEver);
}

/** @throws {CalendarError} where it lasts for longer than any holiday does */
function lengthOf(component: ICAL.Component, startDay: number): number {
	const length = givenLength(component, startDay);
	if (length > longestEvent)
		throw new CalendarError('an event of the iCalendar file lasts longer than a year');
	return length;
}

function givenLength(component: ICAL.Component, startDay: number): number {
	const end = timeOf(component, 'dtend');
	if (end) return Math.max(1, dayOf(end) - startDay);
	const duration: unknown = component.getFirstPropertyValue('duration');
	if (duration instanceof ICAL.Duration) return Math.max(1, Math.ceil((duration.toSeconds() * 1000) / dayMs));
	return 1;
}

function timeOf(component: ICAL.Component, property: string): ICAL.Time | undefined {
	const value: unknown = component.getFirstPropertyValue(property);
	return value instanceof ICAL.Time ? value : undefined;
}

function uidOf(component: ICAL.Component): string {
	return String(component.getFirstPropertyValue('uid'));
}

function dayOf(time: ICAL.Time): number {
	const day = dayNumber(time.year, time.month, time.day);
	if (!Number.isFinite(day)) throw notCalendar('one of its dates cannot be read');
	return day;
}

function notCalendar(why: string): CalendarError {
	return new CalendarError(`not an iCalendar file: ${why}`);
}
