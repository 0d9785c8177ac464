import { describe, expect, test } from 'vitest';
import { CalendarError } from '../../../source/sla/calendar/calendar-error.ts';
import { dayMs, dayNumber, weekdayOfDay, yearOfDay } from '../../../source/sla/calendar/civil.ts';
import {
	firstInstant,
	isValidZone,
	lastInstant,
	localDate,
	startOfLocalDay,
	zoneYear,
} from '../../../source/sla/calendar/zone.ts';
import { at, iso } from './builders.ts';

/** The instants of a wall-clock time as a start and as an end. */
function instants(wall: string, zone: string): string[] {
	const wallMs = at(`${wall}Z`);
	const offsets = zoneYear(zone, yearOfDay(Math.floor(wallMs / dayMs)));
	return [iso(firstInstant(wallMs, offsets)), iso(lastInstant(wallMs, offsets))];
}

describe('a wall-clock time that is shown once is one instant', () => {
	test.each([
		['2026-01-15T09:00', 'Europe/Ljubljana', '2026-01-15T08:00:00Z'],
		['2026-07-15T09:00', 'Europe/Ljubljana', '2026-07-15T07:00:00Z'],
		['2026-07-15T09:00', 'Asia/Kathmandu', '2026-07-15T03:15:00Z'],
		['2021-08-01T09:00', 'Asia/Tehran', '2021-08-01T04:30:00Z'],
		['2026-03-10T09:00', 'Africa/Casablanca', '2026-03-10T09:00:00Z'],
		['2026-06-10T09:00', 'Africa/Casablanca', '2026-06-10T08:00:00Z'],
		['2026-03-29T00:59', 'Antarctica/Troll', '2026-03-29T00:59:00Z'],
	])('%s in %s', (wall, zone, instant) => {
		expect(instants(wall, zone)).toEqual([instant, instant]);
	});
});

describe('a wall-clock time that is skipped is the instant of the change', () => {
	test.each([
		['2026-03-29T02:30', 'Europe/Ljubljana', '2026-03-29T01:00:00Z'],
		['2026-10-04T02:10', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
		['2026-03-29T02:59', 'Antarctica/Troll', '2026-03-29T01:00:00Z'],
		['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
		['2021-03-22T00:30', 'Asia/Tehran', '2021-03-21T20:30:00Z'],
	])('%s in %s', (wall, zone, change) => {
		expect(instants(wall, zone)).toEqual([change, change]);
	});
});

describe('a wall-clock time that is shown twice is the first as a start, the second as an end', () => {
	test.each([
		['2026-10-25T02:30', 'Europe/Ljubljana', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
		['2026-10-25T02:00', 'Europe/Ljubljana', '2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'],
		['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
		['2026-10-25T01:30', 'Antarctica/Troll', '2026-10-24T23:30:00Z', '2026-10-25T01:30:00Z'],
		['2010-11-06T23:30', 'America/St_Johns', '2010-11-07T02:00:00Z', '2010-11-07T03:00:00Z'],
		['2026-11-01T00:00', 'America/Havana', '2026-11-01T04:00:00Z', '2026-11-01T05:00:00Z'],
	])('%s in %s', (wall, zone, first, second) => {
		expect(instants(wall, zone)).toEqual([first, second]);
	});

	test('but the end of the repeated hour is shown once', () => {
		expect(instants('2026-10-25T03:00', 'Europe/Ljubljana')).toEqual(Array(2).fill('2026-10-25T02:00:00Z'));
	});
});

describe('local dates', () => {
	test('an instant falls on the date that the wall shows', () => {
		expect(localDate(at('2026-03-01T22:59:59Z'), 'Europe/Ljubljana')).toBe(dayNumber(2026, 3, 1));
		expect(localDate(at('2026-03-01T23:00:00Z'), 'Europe/Ljubljana')).toBe(dayNumber(2026, 3, 2));
		expect(localDate(at('2025-12-31T23:30:00Z'), 'Asia/Kathmandu')).toBe(dayNumber(2026, 1, 1));
		expect(localDate(at('2011-12-30T09:59:59Z'), 'Pacific/Apia')).toBe(dayNumber(2011, 12, 29));
		expect(localDate(at('2011-12-30T10:00:00Z'), 'Pacific/Apia')).toBe(dayNumber(2011, 12, 31));
		expect(localDate(at('1969-12-31T23:59:59.999Z'), 'UTC')).toBe(-1);
	});

	test('a date starts at its first instant, a skipped one with the next', () => {
		expect(iso(startOfLocalDay(dayNumber(2026, 3, 30), 'Europe/Ljubljana'))).toBe('2026-03-29T22:00:00Z');
		expect(iso(startOfLocalDay(dayNumber(2011, 12, 30), 'Pacific/Apia'))).toBe('2011-12-30T10:00:00Z');
		expect(iso(startOfLocalDay(dayNumber(2011, 12, 31), 'Pacific/Apia'))).toBe('2011-12-30T10:00:00Z');
		expect(iso(startOfLocalDay(dayNumber(2021, 3, 22), 'Asia/Tehran'))).toBe('2021-03-21T20:30:00Z');
	});

	test('day numbers agree with Date for eight centuries', () => {
		for (let day = dayNumber(1800, 1, 1); day < dayNumber(2600, 1, 1); day += 13) {
			const date = new Date(day * dayMs);
			expect([yearOfDay(day), weekdayOfDay(day)]).toEqual([date.getUTCFullYear(), date.getUTCDay()]);
			expect(dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(day);
		}
	});
});

describe('zone names', () => {
	test('are those of the IANA', () => {
		expect(['Europe/Ljubljana', 'UTC', 'Etc/UTC'].every(isValidZone)).toBe(true);
		expect(['', 'Europe/Atlantis', 'UTC+2', 'local'].some(isValidZone)).toBe(false);
		expect(() => localDate(0, 'Europe/Atlantis')).toThrow(CalendarError);
		expect(() => localDate(Number.NaN, 'UTC')).toThrow(RangeError);
	});
});
