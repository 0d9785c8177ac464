import ICAL from 'ical.js';
import { cleanText } from '../../text/clean.ts';
import { messageOf } from '../../text/message.ts';
import { CalendarError } from './calendar-error.ts';
import { dayMs, dayNumber, dayOfYear } from './civil.ts';
import type { HolidayRule } from './holidays.ts';
import type { ClockSpan } from './hours.ts';
import { type Recurrence, recurrence } from './ical-rule.ts';
import { isValidZone, localDate } from './zone.ts';

/** What gives an event's first days, and how many days it lasts from each. */
interface AllDayEvent {
	readonly recurrence: Recurrence;
	readonly length: number;
}

type Refuse = (problem: string, line: number) => void;

const longestEvent = 366;
const closed: readonly ClockSpan[] = [];

/**
 * The all-day events of an iCalendar text (`.ics`), repeated ones and those of several days too. What runs from
 * midnight to midnight is one, however it is written. Cancelled events change nothing.
 * @param timezone the calendar's, for an end of a repetition that no other zone is known for
 * @param refuse is told of each event that cannot be taken, in words, and of the line on which it begins; it is left out
 * @throws {CalendarError} when the text cannot be read
 */
export function icalHolidays(text: string, timezone: string, refuse: Refuse): HolidayRule {
	const events = readable(() => readEvents(text, timezone, refuse));
	const known = new Map<number, ReadonlyMap<number, readonly ClockSpan[]>>();
	const find = (year: number): ReadonlyMap<number, readonly ClockSpan[]> => {
		const [first, next] = [dayNumber(year, 1, 1), dayNumber(year + 1, 1, 1)];
		const days = new Map<number, readonly ClockSpan[]>();
		for (const event of events) {
			for (const start of event.recurrence(first - event.length + 1, next)) {
				const end = Math.min(next, start + event.length);
				for (let day = Math.max(first, start); day < end; day += 1) days.set(day, closed);
			}
		}
		return days;
	};
	return {
		holidaysIn(year) {
			const days = known.get(year) ?? find(year);
			known.set(year, days);
			return days;
		},
	};
}

function readEvents(text: string, timezone: string, refuse: Refuse): AllDayEvent[] {
	const components = parse(text).flatMap((calendar) => calendar.getAllSubcomponents('vevent'));
	const moved = new Map<string, Set<number>>();
	for (const component of components) {
		const moves = timeOf(component, 'recurrence-id');
		if (!moves) continue;
		const uid = uidOf(component);
		moved.set(uid, (moved.get(uid) ?? new Set()).add(dayOf(moves)));
	}
	let lines: readonly number[] | null = null;
	return components.flatMap((component, index): AllDayEvent[] => {
		if (component.getFirstPropertyValue('status') === 'CANCELLED') return [];
		const start = timeOf(component, 'dtstart');
		try {
			if (!start) throw new EventError('has no DTSTART');
			refuseNoDates(component);
			const length = lengthOf(component, start);
			const left = component.hasProperty('recurrence-id') ? undefined : moved.get(uidOf(component));
			return occurrences(component, start, timezone, left ?? new Set()).map((one) => ({
				recurrence: one,
				length,
			}));
		} catch (error) {
			if (!(error instanceof EventError)) throw error;
			lines ??= linesOfEvents(text);
			refuse(`${nameOf(component)} ${error.message}`, lines[index] ?? 1);
			return [];
		}
	});
}

/** The lines, from 1, on which events begin: the parser keeps none. */
const linesOfEvents = (text: string): readonly number[] =>
	text.split(/\r\n?|\n/).flatMap((line, at) => (/^BEGIN:VEVENT\s*$/i.test(line) ? [at + 1] : []));

/** An event that cannot be taken; the message goes on after its name. */
class EventError extends Error {}

/** Who reads of it knows an event by its words and its day. */
function nameOf(component: ICAL.Component): string {
	const summary = cleanText(String(component.getFirstPropertyValue('summary') ?? ''));
	const [date] = dateParts(component.getFirstProperty('dtstart')?.toJSON()[3]);
	return ['the event', ...(summary ? [`"${summary}"`] : []), ...(date ? [`of ${date}`] : [])].join(' ');
}

/** The parser takes 30 February for 2 March: what is written there is no date, and meant as another. */
function refuseNoDates(component: ICAL.Component): void {
	for (const name of ['dtstart', 'dtend', 'rdate', 'exdate', 'recurrence-id']) {
		for (const property of component.getAllProperties(name)) {
			const written: unknown[] = property.toJSON().slice(3);
			for (const [date, year, month, day] of written.map(dateParts)) {
				if (date === undefined || dayOfYear(Number(year), Number(month), Number(day)) !== undefined) continue;
				throw new EventError(`has ${date} as its ${name.toUpperCase()}: there is no such date`);
			}
		}
	}
}

const dateParts = (value: unknown): readonly string[] =>
	/^(\d{4})-(\d{2})-(\d{2})/.exec(typeof value === 'string' ? value : '') ?? [];

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

/** The days on which an event starts: its first, those that it lists and those of its rules, but for exceptions. */
function occurrences(
	component: ICAL.Component,
	start: ICAL.Time,
	timezone: string,
	moved: ReadonlySet<number>,
): Recurrence[] {
	const startDay = dayOf(start);
	if (component.hasProperty('recurrence-id')) return [among([startDay])];
	if (component.hasProperty('exrule')) throw new EventError('has an EXRULE: list the days in EXDATE instead');
	const without = new Set([...moved, ...listed(component, 'exdate')]);
	const rules = component.getAllProperties('rrule').map((property): unknown => property.getFirstValue());
	return [
		among([startDay, ...listed(component, 'rdate')]),
		...rules
			.filter((rule) => rule instanceof ICAL.Recur)
			.map((rule) => repeated(rule, startDay, lastDay(component, rule, timezone))),
	].map((days) => (fromDay, beforeDay) => days(fromDay, beforeDay).filter((day) => !without.has(day)));
}

const among =
	(days: readonly number[]): Recurrence =>
	(fromDay, beforeDay) =>
		days.filter((day) => day >= fromDay && day < beforeDay);

function repeated(rule: ICAL.Recur, startDay: number, untilDay: number | undefined): Recurrence {
	try {
		return recurrence(rule, startDay, untilDay);
	} catch (error) {
		throw error instanceof CalendarError ? new EventError(error.message) : error;
	}
}

/** The day of a rule's UNTIL; one in UTC is an instant, and its day that of the event's zone. */
function lastDay(component: ICAL.Component, { until }: ICAL.Recur, timezone: string): number | undefined {
	if (!until) return undefined;
	const property = component.getFirstProperty('dtstart');
	const start = timeOf(component, 'dtstart');
	if (until.isDate || !isUtc(until) || start?.isDate || (start && isUtc(start))) return dayOf(until);
	const zone = String(property?.getFirstParameter('tzid') ?? '');
	return localDate(until.toUnixTime() * 1000, isValidZone(zone) ? zone : timezone);
}

const isUtc = (time: ICAL.Time): boolean => time.zone === ICAL.Timezone.utcTimezone;

/** The days that a property lists. */
function listed(component: ICAL.Component, property: 'rdate' | 'exdate'): number[] {
	const values = component.getAllProperties(property).flatMap((one): unknown[] => one.getValues());
	return values.map((value) => {
		if (value instanceof ICAL.Time && isMidnight(value)) return dayOf(value);
		throw new EventError(`has an ${property.toUpperCase()} that is no whole day`);
	});
}

const isMidnight = (time: ICAL.Time): boolean =>
	time.isDate || (time.hour === 0 && time.minute === 0 && time.second === 0);

/** How many days an event lasts. Throws where it is not of whole days, or lasts for longer than any holiday does. */
function lengthOf(component: ICAL.Component, start: ICAL.Time): number {
	const length = givenLength(component, start);
	if (!Number.isInteger(length) || !isMidnight(start)) {
		throw new EventError(
			'has a time of day: expected one of whole days (DTSTART;VALUE=DATE, or midnight to midnight); half days are written in the agreement',
		);
	}
	if (length > longestEvent) throw new EventError('lasts longer than a year');
	return length;
}

/** In days; of no whole number where it ends inside a day. What is written as dates lasts a day at least. */
function givenLength(component: ICAL.Component, start: ICAL.Time): number {
	const end = timeOf(component, 'dtend');
	const duration: unknown = component.getFirstPropertyValue('duration');
	const length = end
		? isMidnight(end)
			? dayOf(end) - dayOf(start)
			: Number.NaN
		: duration instanceof ICAL.Duration
			? (duration.toSeconds() * 1000) / dayMs
			: 0;
	if (start.isDate) return Math.max(1, Math.ceil(length));
	return length > 0 ? length : Number.NaN;
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
