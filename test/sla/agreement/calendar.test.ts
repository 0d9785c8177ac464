import { describe, expect, test } from 'vitest';
import { agreementOf } from '../builders.ts';

/** The hours that a calendar of the agreement counts on a date. */
async function hoursOn(date: string, calendar: object): Promise<number> {
	const { calendars } = await agreementOf({
		calendars: { office: calendar },
		levels: { gold: { targets: { first_answer: '1h' } } },
	});
	const fromAt = Date.parse(`${date}T00:00:00Z`);
	return (calendars.get('office')?.counted(fromAt, fromAt + 86_400_000) ?? Number.NaN) / 3_600_000;
}

const FRIDAY = '2026-12-25';
const entries = (...pairs: [string, string[]][]) => [
	{ hours: Object.fromEntries(pairs) },
	{ hours: Object.fromEntries(pairs.toReversed()) },
];

describe('a weekday', () => {
	test.each([
		[
			'named itself has the hours given with its name',
			[
				['mon-fri', ['08:00-12:00']],
				['fri', []],
			],
			0,
		],
		[
			'named in a list, too',
			[
				['mon-fri', ['08:00-12:00']],
				['sun,fri', ['08:00-09:00']],
			],
			1,
		],
		[
			'of two ranges has the hours of both',
			[
				['mon-fri', ['08:00-12:00']],
				['thu-sat', ['11:00-14:00']],
			],
			6,
		],
		[
			'named twice has the hours of both',
			[
				['fri', ['08:00-12:00']],
				['tue,fri', ['13:00-14:00']],
			],
			5,
		],
	] as [string, [string, string[]][], number][])('%s', async (_, pairs, hours) => {
		for (const calendar of entries(...pairs)) expect(await hoursOn(FRIDAY, calendar)).toBe(hours);
	});
});

describe('of two holidays on one date', () => {
	const country = { country: 'SI' };
	const yearly = { '12-25': ['08:00-10:00'] };
	const dated = { '2026-12-25': ['08:00-12:00'] };
	test.each([
		['a date wins over a country', [dated, country], 4],
		['a day of every year wins over a country', [yearly, country], 2],
		['a date wins over a day of every year', [dated, yearly], 4],
		['a date wins over both', [dated, yearly, country], 4],
	])('%s, whatever their order', async (_, holidays, hours) => {
		const week = { 'mon-fri': ['08:00-16:00'] };
		for (const order of [holidays, holidays.toReversed()]) {
			expect(await hoursOn(FRIDAY, { hours: week, holidays: order })).toBe(hours);
		}
	});

	test('the later of two alike wins', async () => {
		const hours = { 'mon-fri': ['08:00-16:00'] };
		expect(await hoursOn(FRIDAY, { hours, holidays: [dated, FRIDAY] })).toBe(0);
		expect(await hoursOn(FRIDAY, { hours, holidays: [FRIDAY, dated] })).toBe(4);
	});
});
