import { describe, expect, test } from 'vitest';
import { CalendarError } from '../../../source/sla/calendar/calendar-error.ts';
import { dayMs } from '../../../source/sla/calendar/civil.ts';
import { countryHolidays } from '../../../source/sla/calendar/country-holidays.ts';
import {
	combineHolidays,
	dateHoliday,
	type HolidayRule,
	yearlyHoliday,
} from '../../../source/sla/calendar/holidays.ts';
import { parseClockSpan } from '../../../source/sla/calendar/hours.ts';
import { icalHolidays } from '../../../source/sla/calendar/ical-holidays.ts';
import { at, calendar, hourMs } from './builders.ts';

const morning = [parseClockSpan('08:00-12:00')];

function dates(rule: HolidayRule, year: number): string[] {
	return [...rule.holidaysIn(year).keys()]
		.sort((a, b) => a - b)
		.map((day) => new Date(day * dayMs).toISOString().slice(0, 10));
}

describe('dates', () => {
	test('one date', () => {
		expect(dates(dateHoliday('2026-12-24'), 2026)).toEqual(['2026-12-24']);
		expect(dates(dateHoliday('2026-12-24'), 2027)).toEqual([]);
		expect([...dateHoliday('2026-12-24', morning).holidaysIn(2026).values()]).toEqual([morning]);
	});

	test('a date of every year', () => {
		expect(dates(yearlyHoliday('12-31'), 2031)).toEqual(['2031-12-31']);
		expect([2027, 2028].flatMap((year) => dates(yearlyHoliday('02-29'), year))).toEqual(['2028-02-29']);
	});

	test.each(['2026-02-30', '2026-13-01', '2026-00-10', '26-12-24', 'Christmas'])('%s is no date', (date) => {
		expect(() => dateHoliday(date)).toThrow(`"${date}" is not a date; expected YYYY-MM-DD`);
	});

	test.each(['02-30', '13-01', '1-1', ''])('"%s" is no date of the year', (date) => {
		expect(() => yearlyHoliday(date)).toThrow(CalendarError);
	});

	test('a later rule wins over an earlier one', () => {
		const rules = [yearlyHoliday('12-24'), dateHoliday('2026-12-24', morning)];
		expect([...combineHolidays(rules).holidaysIn(2026).values()]).toEqual([morning]);
		expect([...combineHolidays(rules.toReversed()).holidaysIn(2026).values()]).toEqual([[]]);
	});
});

describe('public holidays of a country', () => {
	test('of Slovenia', () => {
		expect(dates(countryHolidays({ country: 'SI' }), 2026)).toEqual([
			'2026-01-01',
			'2026-01-02',
			'2026-02-08',
			'2026-04-05',
			'2026-04-06',
			'2026-04-27',
			'2026-05-01',
			'2026-05-02',
			'2026-05-24',
			'2026-06-25',
			'2026-08-15',
			'2026-10-31',
			'2026-11-01',
			'2026-12-25',
			'2026-12-26',
		]);
	});

	test('of a state of a country', () => {
		const epiphany = (state: string) =>
			dates(countryHolidays({ country: 'de', state }), 2026).includes('2026-01-06');
		expect([epiphany('BY'), epiphany('BE')]).toEqual([true, false]);
	});

	test('of several days, also over a change of clocks', () => {
		const bosnian = dates(countryHolidays({ country: 'BA' }), 2025);
		expect(bosnian).toEqual(expect.arrayContaining(['2025-03-30', '2025-03-31', '2025-04-01']));
		expect(bosnian).not.toContain('2025-04-02');
	});

	test('change nothing when they are for part of a day', () => {
		expect(dates(countryHolidays({ country: 'GT' }), 2026)).not.toContain('2026-12-24');
	});

	test('close a calendar', () => {
		const office = calendar({
			holidays: [countryHolidays({ country: 'SI' }), { '2026-04-27': ['09:00-10:00'] }],
		});
		const week = office.counted(at('2026-04-27T00:00Z'), at('2026-05-04T00:00Z'));
		expect(week).toBe((3 * 8 + 1) * hourMs);
	});

	test('of a place that is not known are refused', () => {
		expect(() => countryHolidays({ country: 'XX' })).toThrow('"XX" is not a country with known holidays');
		expect(() => countryHolidays({ country: 'DE', state: 'ZZ' })).toThrow(/state of DE.*one of BB, BE/);
		expect(() => countryHolidays({ country: 'SI', state: '1' })).toThrow(CalendarError);
		expect(() => countryHolidays({ country: 'DE', region: 'A' })).toThrow('wants its state beside it');
	});
});

describe('an iCalendar file', () => {
	const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
	const file = (...lines: string[]) =>
		['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');
	const rule = (...lines: string[]) => icalHolidays(file(...event('UID:1', ...lines)));

	test('closes the days of its all-day events', () => {
		expect(dates(rule('DTSTART;VALUE=DATE:20260803'), 2026)).toEqual(['2026-08-03']);
		const trip = rule('DTSTART;VALUE=DATE:20251230', 'DTEND;VALUE=DATE:20260103');
		expect(dates(trip, 2026)).toEqual(['2026-01-01', '2026-01-02']);
		expect(dates(trip, 2025)).toEqual(['2025-12-30', '2025-12-31']);
		expect(dates(rule('DTSTART;VALUE=DATE:20260803', 'DURATION:P2D'), 2026)).toEqual([
			'2026-08-03',
			'2026-08-04',
		]);
		expect(dates(rule('DTSTART;VALUE=DATE:20260803', 'DTEND;VALUE=DATE:20260803'), 2026)).toEqual([
			'2026-08-03',
		]);
	});

	test('repeats what it says, but for its exceptions', () => {
		const yearly = rule('DTSTART;VALUE=DATE:20200501', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20250501');
		expect([2028, 2025, 2026, 2019].flatMap((year) => dates(yearly, year))).toEqual([
			'2028-05-01',
			'2026-05-01',
		]);
		const fourth = rule('DTSTART;VALUE=DATE:20201126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH');
		expect(dates(fourth, 2026)).toEqual(['2026-11-26']);
		const twice = rule('DTSTART;VALUE=DATE:20260105', 'RRULE:FREQ=WEEKLY;UNTIL=20260112');
		expect([2026, 2027].flatMap((year) => dates(twice, year))).toEqual(['2026-01-05', '2026-01-12']);
		const leap = rule('DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY');
		expect([2026, 2028].flatMap((year) => dates(leap, year))).toEqual(['2028-02-29']);
	});

	test('moves one of several when it says so', () => {
		const moved = icalHolidays(
			file(
				...event('UID:a', 'DTSTART;VALUE=DATE:20250601', 'RRULE:FREQ=YEARLY'),
				...event('UID:a', 'RECURRENCE-ID;VALUE=DATE:20260601', 'DTSTART;VALUE=DATE:20260603'),
			),
		);
		expect([2025, 2026].flatMap((year) => dates(moved, year))).toEqual(['2025-06-01', '2026-06-03']);
	});

	test('changes nothing by events with a time of day, or cancelled ones', () => {
		expect(dates(rule('DTSTART:20260803T090000Z', 'DTEND:20260804T090000Z'), 2026)).toEqual([]);
		expect(dates(rule('DTSTART;VALUE=DATE:20260803', 'STATUS:CANCELLED'), 2026)).toEqual([]);
	});

	test.each([
		['', 'not an iCalendar file: it has no VCALENDAR'],
		['BEGIN:VCARD\r\nEND:VCARD', 'not an iCalendar file: it has no VCALENDAR'],
		['holidays', 'not an iCalendar file: invalid line'],
		[file(...event('DTSTART;VALUE=DATE:2026')), 'not an iCalendar file: Could not'],
		[file(...event('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=HOURLY')), 'repeats more than once a day'],
		[
			file(...event('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=NEVER')),
			'not an iCalendar file: invalid frequency',
		],
	])('that cannot be read is refused: %j', (text, reason) => {
		expect(() => icalHolidays(text)).toThrow(CalendarError);
		expect(() => icalHolidays(text)).toThrow(reason);
	});
});
