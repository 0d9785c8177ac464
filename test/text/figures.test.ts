import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figures, percentOf, shortFigures } from '../../source/text/figures.ts';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 0 });

describe('figures', () => {
	it('read as English writes numbers', () => {
		fc.assert(
			fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
				expect(figures(value)).toBe(value.toLocaleString('en'));
			}),
		);
	});

	it('have at most three decimals', () => {
		expect([0.1 + 0.2, 1234.5, -0.25, 12.3456, 1e6 + 0.5].map(figures)).toEqual([
			'0.3',
			'1,234.5',
			'-0.25',
			'12.346',
			'1,000,000.5',
		]);
	});

	it('are short where there is little room', () => {
		const edges = [0, 9, 999, 1_000, 1_499, 9_999, 12_345, 999_499, 999_500, 1_000_000, 12_345_678, 2e9];
		expect(edges.map(shortFigures)).toEqual(edges.map((value) => compact.format(value)));
		fc.assert(
			fc.property(fc.nat({ max: 2_000_000_000 }), (value) => {
				// A half is a matter of taste: away from zero here, to the even digit elsewhere.
				const unit = value >= 1e9 ? 1e9 : value >= 1e6 ? 1e6 : 1e3;
				fc.pre((value % unit) * 2 !== unit);
				expect(shortFigures(value)).toBe(compact.format(value));
			}),
		);
	});
});

describe('a share in percent', () => {
	it('is rounded down, and what is a tenth exactly is that tenth', () => {
		expect([0.928, 0.9999, 1, 0, 92.8 / 100].map(percentOf)).toEqual([
			'92.8%',
			'99.9%',
			'100.0%',
			'0.0%',
			'92.8%',
		]);
		for (let tenths = 0; tenths <= 1_000; tenths++)
			expect(percentOf(tenths / 1_000)).toBe(`${(tenths / 10).toFixed(1)}%`);
	});
});
