import { describe, expect, test } from 'vitest';
import { compliancePercent, monthPenalty, type Verdicts } from '../../source/reports/penalties.ts';
import type { Penalty } from '../../source/sla/level.ts';
import { formatAmount } from '../../source/sla/money.ts';

const penalty = (parts: Partial<Penalty> = {}): Penalty => ({
	perMiss: new Map([
		['first_answer', 50],
		['first_resolve', 19.99],
	]),
	monthlyFee: 4000,
	credits: [
		{ below: 95, percent: 15 },
		{ below: 99, percent: 5 },
	],
	capPercent: 20,
	currency: 'EUR',
	...parts,
});

const verdicts = (fulfilled: number, missed = 0, breached = 0): Verdicts => ({ fulfilled, missed, breached });

const month = (parts: Partial<Penalty>, first: Verdicts, resolve: Verdicts = verdicts(0)) =>
	monthPenalty(
		penalty(parts),
		new Map([
			['first_answer', first],
			['first_resolve', resolve],
		]),
	);

describe('compliance', () => {
	test('is fulfilled of all that was judged, breached ones too', () => {
		expect(compliancePercent(verdicts(97, 2, 1))).toBe(97);
		expect(compliancePercent(verdicts(0, 1))).toBe(0);
	});

	test('is nothing where nothing was judged', () => {
		expect(compliancePercent(verdicts(0))).toBeNull();
	});
});

describe('a month of a level', () => {
	test('costs its price of every miss, closed late or open and late', () => {
		const { missesMinor, totalMinor } = month(
			{ credits: [], capPercent: null },
			verdicts(10, 2, 1),
			verdicts(5, 3),
		);
		// 3 x 50.00 + 3 x 19.99
		expect(missesMinor).toBe(209_97);
		expect(totalMinor).toBe(209_97);
	});

	test('earns no credit where compliance is at the threshold', () => {
		expect(month({}, verdicts(99, 1))).toMatchObject({ compliance: 99, creditPercent: 0, totalMinor: 50_00 });
	});

	test('earns the strongest credit that matches, and only that one', () => {
		// 98%: 5% of 4000
		expect(month({}, verdicts(98, 2))).toMatchObject({
			creditPercent: 5,
			creditMinor: 200_00,
			totalMinor: 300_00,
		});
		// 94%: 15% of 4000 is 600; with six misses 900, of which the month costs 20% of 4000 at most
		expect(month({}, verdicts(94, 6))).toMatchObject({
			creditPercent: 15,
			creditMinor: 600_00,
			missesMinor: 300_00,
			capMinor: 800_00,
			totalMinor: 800_00,
		});
	});

	test('takes the strongest credit in whatever order they are written', () => {
		const credits = [
			{ below: 99, percent: 5 },
			{ below: 50, percent: 1 },
			{ below: 95, percent: 15 },
		];
		expect(month({ credits }, verdicts(40, 60))).toMatchObject({ creditPercent: 15 });
	});

	test('counts all metrics together for the credit', () => {
		// 190 of 200 is 95%: below 99, not below 95
		expect(month({}, verdicts(90, 10), verdicts(100))).toMatchObject({ compliance: 95, creditPercent: 5 });
	});

	test('compares thresholds with parts of a percent exactly', () => {
		const credits = [{ below: 99.9, percent: 10 }];
		expect(month({ credits }, verdicts(999, 1))).toMatchObject({ creditPercent: 0 });
		expect(month({ credits }, verdicts(998, 1))).toMatchObject({ creditPercent: 10 });
	});

	test('earns no credit where nothing was judged', () => {
		expect(month({}, verdicts(0))).toMatchObject({ compliance: null, creditPercent: 0, totalMinor: 0 });
	});

	test('is bounded by no share of a fee that is not there', () => {
		expect(month({ monthlyFee: 0 }, verdicts(0, 4))).toMatchObject({ capMinor: null, totalMinor: 200_00 });
	});

	test('does not drift: a thousand misses of ten cents are a hundred', () => {
		const perMiss = new Map([['first_answer', 0.1]]);
		const { totalMinor } = month({ perMiss, credits: [], capPercent: null }, verdicts(0, 1000));
		expect(totalMinor).toBe(100_00);
		expect(formatAmount(totalMinor, 'EUR')).toBe('100.00');
	});

	test('is reckoned in whole yen where the currency has nothing smaller', () => {
		const yen = {
			currency: 'JPY',
			monthlyFee: 99_999,
			capPercent: null,
			perMiss: new Map([['first_answer', 1_500.5]]),
		};
		// Two misses of 1,501 (1,500.5 is no price in yen), and 5% of 99,999: 4,999.95
		expect(month(yen, verdicts(98, 2))).toMatchObject({
			missesMinor: 3_002,
			creditMinor: 5_000,
			totalMinor: 8_002,
		});
	});

	test('is reckoned in fils where the currency has a thousand of them', () => {
		const dinar = { currency: 'KWD', monthlyFee: 10.005, perMiss: new Map([['first_answer', 0.125]]) };
		// 15% of 10.005 is 1.50075; six misses of 0.125; at most 20%: 2.001
		expect(month(dinar, verdicts(94, 6))).toMatchObject({
			missesMinor: 750,
			creditMinor: 1_501,
			capMinor: 2_001,
			totalMinor: 2_001,
		});
	});

	test('rounds a credit to the cent', () => {
		// 5% of 33.33 is 1.6665
		expect(month({ monthlyFee: 33.33, capPercent: null }, verdicts(98, 2))).toMatchObject({
			creditMinor: 1_67,
		});
	});
});
