import { describe, expect, test } from 'vitest';
import { alwaysCalendar, compileCalendar } from '../../../source/sla/calendar/calendar.ts';
import { CalendarError } from '../../../source/sla/calendar/calendar-error.ts';
import { at, calendar, hourMs, iso, isoIntervals, minuteMs, weekHours } from './builders.ts';

describe('hours are wall-clock times in the zone of the calendar', () => {
	const lunch = calendar({ hours: { 'mon-fri': ['09:00-12:00', '13:00-17:00'] } });

	test('time outside them does not count', () => {
		expect(lunch.counted(at('2026-02-02T00:00+01:00'), at('2026-02-09T00:00+01:00'))).toBe(35 * hourMs);
		expect(lunch.counted(at('2026-02-02T11:30+01:00'), at('2026-02-02T13:30+01:00'))).toBe(hourMs);
		expect(lunch.counted(at('2026-02-07T00:00+01:00'), at('2026-02-08T12:00+01:00'))).toBe(0);
	});

	test('nothing counts backwards', () => {
		expect(lunch.counted(at('2026-02-02T15:00Z'), at('2026-02-02T10:00Z'))).toBe(0);
		expect(lunch.counted(at('2026-02-02T10:00Z'), at('2026-02-02T10:00Z'))).toBe(0);
		expect(lunch.intervals(at('2026-02-02T15:00Z'), at('2026-02-02T10:00Z'))).toEqual([]);
	});

	test('24:00 ends a day, and what touches is one', () => {
		const nightly = calendar({ timezone: 'UTC', hours: { mon: ['20:00-24:00'], tue: ['00:00-04:00'] } });
		expect(isoIntervals(nightly.intervals(at('2026-02-01T00:00Z'), at('2026-02-07T00:00Z')))).toEqual([
			'2026-02-02T20:00:00Z 2026-02-03T04:00:00Z',
		]);
	});

	test('what overlaps counts once', () => {
		const doubled = calendar({ timezone: 'UTC', hours: { mon: ['09:00-13:00', '12:00-17:00'] } });
		expect(doubled.counted(at('2026-02-02T00:00Z'), at('2026-02-03T00:00Z'))).toBe(8 * hourMs);
	});

	test('a span past midnight belongs to the day it starts on', () => {
		const night = calendar({ timezone: 'UTC', hours: { fri: ['22:00-06:00'] } });
		expect(isoIntervals(night.intervals(at('2026-02-02T00:00Z'), at('2026-02-09T00:00Z')))).toEqual([
			'2026-02-06T22:00:00Z 2026-02-07T06:00:00Z',
		]);
	});

	test('intervals are clipped to what was asked', () => {
		expect(isoIntervals(lunch.intervals(at('2026-02-02T10:00Z'), at('2026-02-03T08:30Z')))).toEqual([
			'2026-02-02T10:00:00Z 2026-02-02T11:00:00Z',
			'2026-02-02T12:00:00Z 2026-02-02T16:00:00Z',
			'2026-02-03T08:00:00Z 2026-02-03T08:30:00Z',
		]);
	});

	test('a night over New Year is whole, whatever is asked first', () => {
		const night = () => calendar({ timezone: 'UTC', hours: { 'sun-sat': ['22:00-06:00'] } });
		expect(night().counted(at('2025-12-31T12:00Z'), at('2026-01-01T12:00Z'))).toBe(8 * hourMs);
		expect(night().counted(at('2026-01-01T05:00Z'), at('2026-01-01T12:00Z'))).toBe(hourMs);
		expect(iso(night().due(at('2026-01-01T05:00Z'), 2 * hourMs))).toBe('2026-01-01T23:00:00Z');
		expect(isoIntervals(night().intervals(at('2026-01-01T00:00Z'), at('2026-01-01T22:00Z')))).toEqual([
			'2026-01-01T00:00:00Z 2026-01-01T06:00:00Z',
		]);
	});

	test('years may be asked for in any order', () => {
		const office = calendar();
		const week = (year: number) => office.counted(Date.UTC(year, 0, 1, 12), Date.UTC(year, 0, 8, 12));
		expect([2026, 2031, 2019, 2026, 1999].map(week)).toEqual(Array(5).fill(40 * hourMs));
	});
});

describe('daylight saving', () => {
	const night = { hours: { 'sun-sat': ['00:00-06:00'] } };
	const spring = [at('2026-03-29T00:00+01:00'), at('2026-03-30T00:00+02:00')] as const;
	const autumn = [at('2026-10-25T00:00+02:00'), at('2026-10-26T00:00+01:00')] as const;

	test('what the wall clock skips counts nothing; what it shows twice counts twice', () => {
		expect(calendar(night).counted(...spring)).toBe(5 * hourMs);
		expect(calendar(night).counted(...autumn)).toBe(7 * hourMs);
	});

	test('an end point that is skipped is the instant of the change', () => {
		const early = calendar({ hours: { sun: ['01:00-02:30'] } });
		expect(isoIntervals(early.intervals(...spring))).toEqual(['2026-03-29T00:00:00Z 2026-03-29T01:00:00Z']);
		const late = calendar({ hours: { sun: ['02:30-04:00'] } });
		expect(isoIntervals(late.intervals(...spring))).toEqual(['2026-03-29T01:00:00Z 2026-03-29T02:00:00Z']);
		const within = calendar({ hours: { sun: ['02:10-02:50'] } });
		expect(within.intervals(...spring)).toEqual([]);
	});

	test('one shown twice is the first as a start, the second as an end', () => {
		const ending = calendar({ hours: { sun: ['01:00-02:30'] } });
		expect(isoIntervals(ending.intervals(...autumn))).toEqual(['2026-10-24T23:00:00Z 2026-10-25T01:30:00Z']);
		const starting = calendar({ hours: { sun: ['02:30-04:00'] } });
		expect(isoIntervals(starting.intervals(...autumn))).toEqual([
			'2026-10-25T00:30:00Z 2026-10-25T03:00:00Z',
		]);
		const within = calendar({ hours: { sun: ['02:10-02:50'] } });
		expect(isoIntervals(within.intervals(...autumn))).toEqual(['2026-10-25T00:10:00Z 2026-10-25T01:50:00Z']);
	});

	test('a date that the zone skips has no hours', () => {
		const apia = calendar({ timezone: 'Pacific/Apia', hours: { 'sun-sat': ['09:00-17:00'] } });
		expect(isoIntervals(apia.intervals(at('2011-12-29T09:00Z'), at('2011-12-31T09:00Z')))).toEqual([
			'2011-12-29T19:00:00Z 2011-12-30T03:00:00Z',
			'2011-12-30T19:00:00Z 2011-12-31T03:00:00Z',
		]);
		const start = at('2011-12-29T12:00-10:00');
		expect(iso(apia.closeOfWorkingDay(start, 1))).toBe('2011-12-31T03:00:00Z');
	});
});

describe('a holiday replaces the hours of its date', () => {
	test('by none, or by those given', () => {
		const office = calendar({ holidays: ['2026-12-25', { '2026-12-24': ['09:00-12:00'] }] });
		const day = (date: string) => office.counted(at(`${date}T00:00+01:00`), at(`${date}T23:59+01:00`));
		expect(['2026-12-23', '2026-12-24', '2026-12-25'].map(day)).toEqual([8 * hourMs, 3 * hourMs, 0]);
	});

	test('but not what the day before left past midnight', () => {
		const night = calendar({
			timezone: 'UTC',
			hours: { 'mon-tue': ['22:00-06:00'] },
			holidays: ['2026-02-03'],
		});
		expect(isoIntervals(night.intervals(at('2026-02-02T00:00Z'), at('2026-02-05T00:00Z')))).toEqual([
			'2026-02-02T22:00:00Z 2026-02-03T06:00:00Z',
		]);
	});

	test('on a day that is closed otherwise, too', () => {
		const office = calendar({ holidays: [{ '2026-02-07': ['10:00-12:00'] }] });
		expect(office.counted(at('2026-02-07T00:00Z'), at('2026-02-08T00:00Z'))).toBe(2 * hourMs);
	});
});

describe('due', () => {
	const office = calendar();

	test('is the earliest instant: nine plus eight hours is the end of that day', () => {
		expect(iso(office.due(at('2026-02-02T09:00+01:00'), 8 * hourMs))).toBe('2026-02-02T16:00:00Z');
		expect(iso(office.due(at('2026-02-02T09:00+01:00'), 8 * hourMs + 1))).toBe('2026-02-03T08:00:00.001Z');
	});

	test('of nothing is the start itself, even outside hours', () => {
		expect(office.due(at('2026-02-07T03:00Z'), 0)).toBe(at('2026-02-07T03:00Z'));
	});

	test('of a start outside hours counts from the next opening', () => {
		expect(iso(office.due(at('2026-02-06T20:00Z'), 30 * minuteMs))).toBe('2026-02-09T08:30:00Z');
		expect(iso(office.due(at('2026-02-06T16:00Z'), 30 * minuteMs))).toBe('2026-02-09T08:30:00Z');
	});

	test('may be years away', () => {
		const yearly = calendar({ timezone: 'UTC', hours: { mon: ['09:00-10:00'] } });
		expect(iso(yearly.due(at('2026-01-01T00:00Z'), 521 * hourMs))).toBe('2035-12-24T10:00:00Z');
		expect(iso(yearly.due(at('1960-01-01T00:00Z'), hourMs))).toBe('1960-01-04T10:00:00Z');
	});

	test('that nobody lives to see is refused', () => {
		expect(() => office.due(at('2026-02-02T09:00Z'), 1e15)).toThrow(/more than 200 years would be needed/);
		expect(() => office.due(at('2026-02-02T09:00Z'), 199 * 365 * 24 * hourMs)).toThrow(RangeError);
		expect(() => office.due(at('2026-02-02T09:00Z'), -1)).toThrow('-1 is not an amount of time');
		expect(() => office.due(at('2026-02-02T09:00Z'), Number.NaN)).toThrow(RangeError);
	});

	test('of a start in no sensible year is refused', () => {
		expect(() => office.due(at('0001-01-01T00:00Z'), 1)).toThrow('is not in the years 1900 to 2599');
		expect(() => office.counted(0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
		expect(() => office.counted(Number.NaN, 1)).toThrow(RangeError);
	});
});

describe('due_rounds: opening', () => {
	const lunch = calendar({ hours: { 'mon-fri': ['09:00-12:00', '13:00-17:00'] } });

	const opening = (from: string, hours: number) =>
		iso(lunch.dueAtOpening(at(from), hours * hourMs)).replace(':00Z', 'Z');

	test('takes the end of an interval to the start of the next', () => {
		expect(opening('2026-02-02T09:00+01:00', 3)).toBe('2026-02-02T12:00Z');
		expect(opening('2026-02-06T09:00+01:00', 7)).toBe('2026-02-09T08:00Z');
		expect(opening('2026-12-31T13:00+01:00', 4)).toBe('2027-01-01T08:00Z');
	});

	test('leaves a due inside an interval alone', () => {
		for (const hours of [0, 1, 2.5, 3.5, 6.75]) {
			const from = at('2026-02-02T09:00+01:00');
			expect(lunch.dueAtOpening(from, hours * hourMs)).toBe(lunch.due(from, hours * hourMs));
		}
		const whole = calendar({ timezone: 'UTC', hours: { 'sun-sat': ['00:00-24:00'] } });
		expect(iso(whole.dueAtOpening(at('2026-12-31T00:00Z'), 24 * hourMs))).toBe('2027-01-01T00:00:00Z');
	});

	test('of nothing left outside hours is the next opening', () => {
		expect(opening('2026-02-02T12:30+01:00', 0)).toBe('2026-02-02T12:00Z');
		expect(opening('2026-02-06T20:00+01:00', 0)).toBe('2026-02-09T08:00Z');
	});
});

describe('working days', () => {
	const office = calendar({ holidays: ['2026-02-05', { '2026-02-06': ['09:00-12:00'] }] });
	const close = (from: string, days: number) => iso(office.closeOfWorkingDay(at(from), days));

	test('are those after the day it starts on', () => {
		expect(close('2026-02-02T09:00+01:00', 1)).toBe('2026-02-03T16:00:00Z');
		expect(close('2026-02-02T23:30+01:00', 1)).toBe('2026-02-03T16:00:00Z');
		expect(close('2026-02-02T00:30+01:00', 2)).toBe('2026-02-04T16:00:00Z');
	});

	test('leave out holidays, and close when a half day closes', () => {
		expect(close('2026-02-04T09:00+01:00', 1)).toBe('2026-02-06T11:00:00Z');
		expect(close('2026-02-04T09:00+01:00', 2)).toBe('2026-02-09T16:00:00Z');
	});

	test('of a start on a day without hours count from the working day before it', () => {
		expect(close('2026-02-05T09:00+01:00', 1)).toBe('2026-02-06T11:00:00Z');
		expect(close('2026-02-07T09:00+01:00', 1)).toBe('2026-02-09T16:00:00Z');
		expect(close('2026-02-08T09:00+01:00', 3)).toBe('2026-02-11T16:00:00Z');
	});

	test('go over New Year, and on for years', () => {
		expect(close('2026-12-31T12:00+01:00', 1)).toBe('2027-01-01T16:00:00Z');
		expect(close('2027-01-02T12:00+01:00', 261)).toBe('2028-01-03T16:00:00Z');
	});

	test('that run past midnight close on the next date', () => {
		const night = calendar({ timezone: 'UTC', hours: { 'mon-fri': ['09:00-12:00', '22:00-06:00'] } });
		expect(iso(night.closeOfWorkingDay(at('2026-02-02T10:00Z'), 1))).toBe('2026-02-04T06:00:00Z');
		expect(iso(night.closeOfWorkingDay(at('2026-02-07T03:00Z'), 1))).toBe('2026-02-10T06:00:00Z');
	});

	test('whose only hours the clock skips are none', () => {
		const early = calendar({ hours: { sun: ['02:10-02:50'] } });
		expect(iso(early.closeOfWorkingDay(at('2026-03-23T12:00Z'), 1))).toBe('2026-04-05T00:50:00Z');
	});

	test('are counted in whole numbers from one', () => {
		expect(() => close('2026-02-02T09:00+01:00', 0)).toThrow('0 is not a number of working days');
		expect(() => close('2026-02-02T09:00+01:00', 1.5)).toThrow(RangeError);
		expect(() => close('2026-02-02T09:00+01:00', 1e9)).toThrow('more than 200 years');
	});
});

describe('always', () => {
	const always = alwaysCalendar('Europe/Ljubljana');

	test('counts every second', () => {
		expect(always.name).toBe('always');
		expect(always.counted(at('2026-03-28T00:00Z'), at('2026-03-30T00:00Z'))).toBe(48 * hourMs);
		expect(always.counted(10, 5)).toBe(0);
		expect(iso(always.due(at('2026-03-28T12:00Z'), 24 * hourMs))).toBe('2026-03-29T12:00:00Z');
		expect(always.dueAtOpening(5, 10)).toBe(15);
		expect(always.intervals(1, 3)).toEqual([{ startAt: 1, endAt: 3 }]);
		expect(always.intervals(3, 3)).toEqual([]);
		expect(() => always.due(0, -1)).toThrow(RangeError);
	});

	test('works until 24:00 every day', () => {
		expect(iso(always.closeOfWorkingDay(at('2026-03-27T12:00+01:00'), 1))).toBe('2026-03-28T23:00:00Z');
		expect(iso(always.closeOfWorkingDay(at('2026-03-27T12:00+01:00'), 2))).toBe('2026-03-29T22:00:00Z');
	});
});

describe('a calendar is refused', () => {
	const definition = { name: 'empty', timezone: 'UTC', hours: weekHours({ mon: [] }), holidays: [] };

	test('when it has no hours', () => {
		expect(() => compileCalendar(definition)).toThrow(CalendarError);
		expect(() => compileCalendar(definition)).toThrow('calendar empty has no hours');
	});

	test('when nobody knows its zone', () => {
		expect(() => calendar({ timezone: 'Mars/Olympus' })).toThrow('"Mars/Olympus" is not a time zone');
		expect(() => alwaysCalendar('Mars/Olympus')).toThrow(CalendarError);
	});
});
