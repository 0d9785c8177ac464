import { describe, expect, test } from 'vitest';
import {
	dayName,
	dayNamed,
	localDay,
	mondayOf,
	monthName,
	monthNamed,
	monthOfDay,
	startOfMonth,
	weekName,
} from '../../../source/sla/calendar/local-period.ts';

const at = (text: string): number => Date.parse(text);
const monthOf = (text: string, zone: string): string => monthName(monthOfDay(localDay(at(text), zone)));

describe('months', () => {
	test('are those of the clock on the wall', () => {
		expect(monthOf('2026-10-31T22:59:59Z', 'Europe/Ljubljana')).toBe('2026-10');
		expect(monthOf('2026-10-31T23:00:00Z', 'Europe/Ljubljana')).toBe('2026-11');
		expect(monthOf('2026-11-01T07:59:59Z', 'America/Los_Angeles')).toBe('2026-11');
		expect(monthOf('2026-11-01T06:59:59Z', 'America/Los_Angeles')).toBe('2026-10');
	});

	test('begin at midnight on the wall', () => {
		expect(startOfMonth(monthNamed('2026-11') ?? 0, 'Europe/Ljubljana')).toBe(at('2026-10-31T23:00:00Z'));
		expect(startOfMonth(monthNamed('2027-01') ?? 0, 'UTC')).toBe(at('2027-01-01T00:00:00Z'));
	});

	test('are named as they are read', () => {
		expect([monthNamed('2026-13'), monthNamed('2026-1'), monthNamed('november')]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect(monthName(monthNamed('2026-12') ?? 0)).toBe('2026-12');
	});
});

describe('days and weeks', () => {
	test('are named, and only those that there are', () => {
		expect(dayName(dayNamed('2028-02-29') ?? 0)).toBe('2028-02-29');
		expect([dayNamed('2026-02-29'), dayNamed('2026-11-31'), dayNamed('today')]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	test('weeks begin on Monday and belong to the year of their Thursday', () => {
		const week = (text: string): string => weekName(mondayOf(dayNamed(text) ?? 0));
		expect(week('2026-11-24')).toBe('2026-W48');
		expect(week('2026-11-22')).toBe('2026-W47');
		expect(week('2027-01-03')).toBe('2026-W53');
		expect(week('2027-01-04')).toBe('2027-W01');
		expect(week('2024-12-30')).toBe('2025-W01');
	});
});
