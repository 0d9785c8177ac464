import { describe, expect, test } from 'vitest';
import { CalendarError } from '../../../source/sla/calendar/calendar-error.ts';
import { parseClockSpan, parseWeekdays } from '../../../source/sla/calendar/hours.ts';

const hour = 3600;

describe('a span of hours', () => {
	test.each([
		['09:00-12:00', 9 * hour, 12 * hour],
		['00:00-24:00', 0, 24 * hour],
		['22:00-06:00', 22 * hour, 30 * hour],
		['13:30 - 17:45', 13.5 * hour, 17.75 * hour],
		['9:00-17:00', 9 * hour, 17 * hour],
		['00:00-23:59:59', 0, 24 * hour - 1],
		['22:00-00:00', 22 * hour, 24 * hour],
	])('%s is read', (text, startS, endS) => {
		expect(parseClockSpan(text)).toEqual({ startS, endS });
	});

	test.each([
		['00:00-00:00', 'starts and ends at the same time; a whole day is "00:00-24:00"'],
		['09:00-09:00', 'starts and ends at the same time'],
		['24:00-06:00', 'starts at 24:00'],
		['09:00', 'is not a span of hours; expected e.g. "09:00-17:00"'],
		['09:00-12:00-13:00', 'is not a span of hours'],
		['09:00-25:00', '"25:00" in "09:00-25:00" is not a time of day; expected 00:00 to 24:00'],
		['09:00-24:30', '"24:30"'],
		['09:60-10:00', '"09:60"'],
		['nine-five', '"nine" in "nine-five" is not a time of day; expected HH:MM'],
		['', 'is not a span of hours'],
	])('%s is refused with a reason', (text, reason) => {
		expect(() => parseClockSpan(text)).toThrow(CalendarError);
		expect(() => parseClockSpan(text)).toThrow(reason);
	});
});

describe('weekdays', () => {
	test.each([
		['mon', [1]],
		['mon-thu', [1, 2, 3, 4]],
		['sat,sun', [6, 0]],
		['fri-mon', [5, 6, 0, 1]],
		['sun-sat', [0, 1, 2, 3, 4, 5, 6]],
		['mon-wed, fri', [1, 2, 3, 5]],
		['Monday - Friday', [1, 2, 3, 4, 5]],
		['mon-mon', [1]],
	])('%s', (text, weekdays) => {
		expect(parseWeekdays(text)).toEqual(weekdays);
	});

	test.each(['', 'mo', 'mon-', 'mon-tue-wed', 'mon,,tue', 'funday'])('"%s" is refused', (text) => {
		expect(() => parseWeekdays(text)).toThrow(/is not a weekday; expected mon, tue/);
	});
});
