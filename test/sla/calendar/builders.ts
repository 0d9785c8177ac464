import { type Calendar, compileCalendar } from '../../../source/sla/calendar/calendar.ts';
import { dateHoliday, type HolidayRule, yearlyHoliday } from '../../../source/sla/calendar/holidays.ts';
import { parseClockSpan, parseWeekdays, type WeekHours } from '../../../source/sla/calendar/hours.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const officeHours = { 'mon-fri': ['09:00-17:00'] };

/** `"12-31"`, `"2026-12-24"`, or one of them with its hours, as an agreement has them. */
export type HolidayText = string | Readonly<Record<string, readonly string[]>>;

export interface CalendarText {
	readonly timezone?: string;
	readonly hours?: Readonly<Record<string, readonly string[]>>;
	readonly holidays?: readonly (HolidayText | HolidayRule)[];
}

/** A calendar as an agreement would write it; Monday to Friday, 09:00 to 17:00 in Ljubljana if not said. */
export function calendar(text: CalendarText = {}): Calendar {
	return compileCalendar({
		name: 'office',
		timezone: text.timezone ?? 'Europe/Ljubljana',
		hours: weekHours(text.hours ?? officeHours),
		holidays: (text.holidays ?? []).flatMap(holidayRules),
	});
}

/** Weekdays and their hours, as an agreement has them. */
export function weekHours(hours: Readonly<Record<string, readonly string[]>>): WeekHours {
	const spans = Object.entries(hours).map(([days, texts]) => ({
		weekdays: parseWeekdays(days),
		spans: texts.map(parseClockSpan),
	}));
	return Array.from(
		{ length: 7 },
		(_, weekday) => spans.find(({ weekdays }) => weekdays.includes(weekday))?.spans ?? [],
	);
}

function holidayRules(holiday: HolidayText | HolidayRule): HolidayRule[] {
	if (typeof holiday === 'string') return [holidayRule(holiday, [])];
	if (isRule(holiday)) return [holiday];
	return Object.entries(holiday).map(([date, spans]) => holidayRule(date, spans));
}

function isRule(holiday: Exclude<HolidayText, string> | HolidayRule): holiday is HolidayRule {
	return typeof holiday.holidaysIn === 'function';
}

function holidayRule(date: string, spans: readonly string[]): HolidayRule {
	const rule = date.length === 5 ? yearlyHoliday : dateHoliday;
	return rule(date, spans.map(parseClockSpan));
}

/** The instant of an RFC 3339 text. */
export function at(text: string): number {
	const instant = Date.parse(text);
	if (Number.isNaN(instant)) throw new Error(`not an instant: ${text}`);
	return instant;
}

/** An instant as a test wants to read it. */
export function iso(instant: number): string {
	return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** Intervals as a test wants to read them. */
export function isoIntervals(intervals: readonly { startAt: number; endAt: number }[]): string[] {
	return intervals.map(({ startAt, endAt }) => `${iso(startAt)} ${iso(endAt)}`);
}
