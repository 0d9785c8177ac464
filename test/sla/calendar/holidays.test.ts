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
		expect(() => dateHoliday(date)).toThrow(`"${date}" is not a date; expected one like "2026-12-24"`);
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

	/** As the countries' own lists have them: days off work, with what stands in for those on a weekend. */
	test.each([
		['AT', '', 2026, '01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26'],
		['DE', '', 2027, '01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26'],
		['DE', 'BE', 2025, '01-01 03-08 04-18 04-21 05-01 05-08 05-29 06-09 10-03 12-25 12-26'],
		['DE', 'BY', 2026, '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26'],
		['DE', 'BY KATH', 2026, '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26'],
		['FR', '', 2027, '01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25'],
		['FR', '57', 2025, '01-01 04-18 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25 12-26'],
		['GB', 'ENG', 2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28'],
		['GB', 'SCT', 2027, '01-01 01-02 01-04 03-26 05-03 05-31 08-02 11-30 12-25 12-26 12-27 12-28'],
		['GB', 'NIR', 2024, '01-01 03-17 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26'],
		['HR', '', 2026, '01-01 01-06 04-05 04-06 05-01 05-30 06-04 06-22 08-05 08-15 11-01 11-18 12-25 12-26'],
		['IT', '', 2026, '01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26'],
		['US', '', 2026, '01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25'],
		[
			'US',
			'',
			2027,
			'01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31',
		],
	])('of %s %s in %i', (country, place, year, days) => {
		const [state, region] = place.split(' ');
		const rule = countryHolidays({ country, state: state || undefined, region });
		expect(
			dates(rule, year)
				.map((date) => date.slice(5))
				.join(' '),
		).toBe(days);
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
	/** A file is refused with the first event that cannot be taken. */
	const holidaysOf = (text: string) =>
		icalHolidays(text, 'Europe/Ljubljana', (problem) => {
			throw new CalendarError(problem);
		});
	const rule = (...lines: string[]) => holidaysOf(file(...event('UID:1', ...lines)));

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
		const moved = holidaysOf(
			file(
				...event('UID:a', 'DTSTART;VALUE=DATE:20250601', 'RRULE:FREQ=YEARLY'),
				...event('UID:a', 'RECURRENCE-ID;VALUE=DATE:20260601', 'DTSTART;VALUE=DATE:20260603'),
			),
		);
		expect([2025, 2026].flatMap((year) => dates(moved, year))).toEqual(['2025-06-01', '2026-06-03']);
	});

	test('has an event on its first day, whatever else it lists or repeats', () => {
		const listed = rule('DTSTART;VALUE=DATE:20260714', 'RDATE;VALUE=DATE:20260721,20260707');
		expect(dates(listed, 2026)).toEqual(['2026-07-07', '2026-07-14', '2026-07-21']);
		const odd = rule('DTSTART;VALUE=DATE:20260714', 'RRULE:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1;COUNT=2');
		expect([2028, 2026, 2027].flatMap((year) => dates(odd, year))).toEqual([
			'2026-07-14',
			'2026-08-01',
			'2027-08-01',
		]);
		const both = rule(
			'DTSTART;VALUE=DATE:20260714',
			'RRULE:FREQ=MONTHLY;UNTIL=20260930',
			'RDATE;VALUE=DATE:20260720',
			'EXDATE;VALUE=DATE:20260814',
		);
		expect(dates(both, 2026)).toEqual(['2026-07-14', '2026-07-20', '2026-09-14']);
	});

	test.each([
		['20260511', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', ['2026-05-11', '2027-05-17', '2028-05-15']],
		['20260101', 'FREQ=YEARLY;BYWEEKNO=1', ['2026-01-01', '2027-01-07', '2028-01-06']],
		[
			'20260105',
			'FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR',
			['2026-01-05', '2027-01-01', '2027-12-31', '2028-12-29'],
		],
		[
			'20260410',
			'FREQ=YEARLY;BYYEARDAY=100,-1',
			['2026-04-10', '2026-12-31', '2027-04-10', '2027-12-31', '2028-04-09', '2028-12-31'],
		],
		['20260525', 'FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5', ['2026-05-25', '2027-05-31', '2028-05-29']],
		['20260518', 'FREQ=YEARLY;BYDAY=20MO', ['2026-05-18', '2027-05-17', '2028-05-15']],
		[
			'20260213',
			'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
			['2026-02-13', '2026-03-13', '2026-11-13', '2027-08-13', '2028-10-13'],
		],
		[
			'20260130',
			'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;INTERVAL=12',
			['2026-01-30', '2027-01-29', '2028-01-31'],
		],
		[
			'20271231',
			'FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=2',
			['2027-12-31', '2028-08-31', '2028-10-31', '2028-12-31'],
		],
		[
			'20260302',
			'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=4',
			['2026-03-02', '2026-03-15', '2026-03-16', '2026-03-29'],
		],
		['20281230', 'FREQ=DAILY;BYMONTH=12', ['2028-12-30', '2028-12-31']],
	])('%s with %s', (start, rrule, expected) => {
		const days = rule(`DTSTART;VALUE=DATE:${start}`, `RRULE:${rrule}`);
		expect([2026, 2027, 2028].flatMap((year) => dates(days, year))).toEqual(expected);
	});

	test.each([
		['DTSTART:20260714T000000', 'DTEND:20260716T000000'],
		['DTSTART;TZID=America/New_York:20260714T000000', 'DTEND;TZID=America/New_York:20260716T000000'],
		['DTSTART:20260714T000000Z', 'DURATION:P2D'],
	])('takes what runs from midnight to midnight as whole days: %s', (...lines) => {
		expect(dates(rule(...lines), 2026)).toEqual(['2026-07-14', '2026-07-15']);
		const yearly = rule(...lines, 'RRULE:FREQ=YEARLY;UNTIL=20270715T000000Z', 'EXDATE:20260714T000000');
		expect([2026, 2027, 2028].flatMap((year) => dates(yearly, year))).toEqual(['2027-07-14', '2027-07-15']);
	});

	test('takes an end in UTC as the day that it is in the zone of the event', () => {
		const until = (zone: string) =>
			dates(
				rule(`DTSTART${zone}:20260714T000000`, 'DURATION:PT24H', 'RRULE:FREQ=YEARLY;UNTIL=20270713T220000Z'),
				2027,
			);
		expect([';TZID=Europe/Ljubljana', ';TZID=Somewhere', ';TZID=UTC'].map(until)).toEqual([
			['2027-07-14'],
			['2027-07-14'],
			[],
		]);
	});

	test('tells each event that it cannot take, and changes nothing by it or by cancelled ones', () => {
		const problems: string[] = [];
		const lines: number[] = [];
		const days = icalHolidays(
			file(
				...event('UID:1', 'SUMMARY:Stand-up\u001b[2J', 'DTSTART:20260803T090000Z', 'DTEND:20260804T090000Z'),
				...event('UID:2', 'DTSTART:20260804T000000', 'DTEND:20260804T120000'),
				...event('UID:3', 'DTSTART:20260805T000000'),
				...event('UID:4', 'DTSTART;VALUE=DATE:20260806', 'RRULE:FREQ=DAILY;BYHOUR=9'),
				...event('UID:5', 'DTSTART;VALUE=DATE:20260806', 'EXRULE:FREQ=DAILY'),
				...event('UID:6', 'DTSTART;VALUE=DATE:20260806', 'RDATE:20260807T090000'),
				...event('UID:7', 'DTSTART;VALUE=DATE:20260803', 'STATUS:CANCELLED'),
				...event('UID:8', 'DTSTART;VALUE=DATE:20260809'),
				...event('UID:9', 'DTSTART;VALUE=DATE:20260230'),
				...event('UID:10', 'DTSTART;VALUE=DATE:20260811', 'EXDATE;VALUE=DATE:20260812,20260832'),
				...event('UID:11', 'SUMMARY:Nowhere'),
			),
			'UTC',
			(problem, line) => problems.push(problem) && lines.push(line),
		);
		expect(dates(days, 2026)).toEqual(['2026-08-09']);
		expect(problems).toEqual([
			expect.stringMatching(
				/^the event "Stand-up" of 2026-08-03 has a time of day: expected one of whole days/,
			),
			expect.stringMatching(/^the event of 2026-08-04 has a time of day/),
			expect.stringMatching(/^the event of 2026-08-05 has a time of day/),
			'the event of 2026-08-06 repeats by BYHOUR, which FREQ=DAILY does not take',
			'the event of 2026-08-06 has an EXRULE: list the days in EXDATE instead',
			'the event of 2026-08-06 has an RDATE that is no whole day',
			'the event of 2026-02-30 has 2026-02-30 as its DTSTART: there is no such date',
			'the event of 2026-08-11 has 2026-08-32 as its EXDATE: there is no such date',
			'the event "Nowhere" has no DTSTART',
		]);
		// Each is placed at the line on which it begins.
		expect(lines.slice(0, 3)).toEqual([3, 9, 14]);
	});

	test('looks for their lines once, however many it cannot take', () => {
		const lines: number[] = [];
		const events = Array.from({ length: 10_000 }, () => event('DTSTART:20260803T090000Z')).flat();
		icalHolidays(file(...events), 'UTC', (_, line) => lines.push(line));
		expect(lines).toHaveLength(10_000);
		expect(lines.at(-1)).toBe(3 + 9_999 * event('').length);
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
		expect(() => holidaysOf(text)).toThrow(CalendarError);
		expect(() => holidaysOf(text)).toThrow(reason);
	});
});
