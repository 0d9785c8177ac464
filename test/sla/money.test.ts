import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	formatAmount,
	formatMoney,
	formatSums,
	percentOf,
	plainAmount,
	sumMoney,
	toMain,
	toMinor,
} from '../../source/sla/money.ts';

describe('an amount', () => {
	test('is written with the decimals of its currency', () => {
		expect([0, 5, 1_50, -2_05, 123_456_78].map((minor) => formatAmount(minor, 'EUR'))).toEqual([
			'0.00',
			'0.05',
			'1.50',
			'-2.05',
			'123,456.78',
		]);
		expect(formatMoney({ minor: 1_235, currency: 'JPY' })).toBe('1,235 JPY');
		expect(formatMoney({ minor: -1_000_007, currency: 'KWD' })).toBe('-1,000.007 KWD');
	});

	test('has no commas where a spreadsheet is to read it', () => {
		expect([plainAmount(123_456_78, 'EUR'), plainAmount(-1_235, 'JPY')]).toEqual(['123456.78', '-1235']);
	});

	test('is rounded half up by its digits, not by their binary fractions', () => {
		// 1.005 * 100 is 100.49999999999999, 8.575 * 100 is 857.4999999999999
		expect([1.005, 8.575, 19.99, 0.1].map((amount) => toMinor(amount, 'EUR'))).toEqual([101, 858, 1_999, 10]);
		expect(toMinor(1_000.5, 'JPY')).toBe(1_001);
		expect(toMinor(1e-7, 'EUR')).toBe(0);
	});

	test('reads back as it was, whatever the currency', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -1e12, max: 1e12 }),
				fc.constantFrom('EUR', 'JPY', 'KWD'),
				(minor, currency) => {
					expect(toMinor(toMain(minor, currency), currency)).toBe(minor);
					expect(Number(plainAmount(minor, currency))).toBe(toMain(minor, currency) + 0);
				},
			),
		);
	});

	test('has shares that are rounded half up', () => {
		// 2.5% of 33.40 is 0.835; 0.1% of 5.00 is half a cent; 12.5% of 100 yen is 12.5
		expect([percentOf(33_40, 2.5), percentOf(5_00, 0.1), percentOf(100, 12.5), percentOf(0, 50)]).toEqual([
			84, 1, 13, 0,
		]);
	});
});

describe('amounts of several currencies', () => {
	test('are added up apart, and nothing is not mentioned', () => {
		const amounts = [
			{ minor: 7, currency: 'CHF' },
			{ minor: 15_00, currency: 'EUR' },
			{ minor: 1_250, currency: 'JPY' },
			{ minor: 10_00, currency: 'EUR' },
			{ minor: 0, currency: 'USD' },
			{ minor: 3_00, currency: 'AUD' },
		];
		const sums = sumMoney(amounts, ['USD', 'JPY', 'EUR']);
		expect(formatSums(sums)).toBe('1,250 JPY + 25.00 EUR + 3.00 AUD + 0.07 CHF');
	});
});
