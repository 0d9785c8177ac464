import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketMs, bucketOf, Spread } from '../../source/sla/spread.ts';

const MINUTE = 60_000;
const durations = fc.array(fc.integer({ min: 0, max: 400 * 24 * 60 * MINUTE }), {
	minLength: 1,
	maxLength: 60,
});

const spreadOf = (list: readonly number[]): Spread => {
	const spread = new Spread();
	for (const ms of list) spread.add(ms);
	return spread;
};

/** The nearest rank, by sorting. */
const nearestRank = (list: readonly number[], share: number): number =>
	list.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(list.length * share)) - 1] ?? Number.NaN;

describe('a bucket', () => {
	test('is a whole second up to 34 minutes', () => {
		expect([0, 999, 1_000, 34 * MINUTE + 7_999].map((ms) => bucketMs(bucketOf(ms)))).toEqual([
			0,
			0,
			1_000,
			34 * MINUTE + 7_000,
		]);
	});

	test('is less than 0.1% too short above, and never too long', () => {
		fc.assert(
			fc.property(fc.integer({ min: 34 * MINUTE, max: 4e12 }), (ms) => {
				const shown = bucketMs(bucketOf(ms));
				expect(shown).toBeLessThanOrEqual(ms);
				expect(ms - shown).toBeLessThan(1_000 + ms / 1_000);
			}),
		);
	});

	test('is the one after, when the shortest of the next is reached', () => {
		for (const bucket of [2_047, 2_048, 3_071, 3_072, 20_000]) {
			expect(bucketOf(bucketMs(bucket))).toBe(bucket);
			expect(bucketOf(bucketMs(bucket) - 1)).toBe(bucket - 1);
		}
	});
});

describe('a spread', () => {
	test('knows the nearest rank of any share, to its bucket', () => {
		fc.assert(
			fc.property(durations, fc.integer({ min: 1, max: 100 }), (list, percent) => {
				const share = percent / 100;
				const exact =
					list.toSorted((a, b) => a - b)[Math.ceil((list.length * percent) / 100) - 1] ?? Number.NaN;
				expect(spreadOf(list).percentile(share)).toBe(bucketMs(bucketOf(exact)));
			}),
		);
	});

	test('takes the lower of two in the middle', () => {
		const list = [4, 1, 3, 2].map((minutes) => minutes * MINUTE);
		expect(spreadOf(list).percentile(0.5)).toBe(nearestRank(list, 0.5));
		expect(spreadOf(list).percentile(0.5)).toBe(2 * MINUTE);
	});

	test('of nothing has no percentile', () => {
		expect(new Spread().percentile(0.5)).toBeNull();
	});

	test('is the same whether it is added up at once or in kept parts, and forgets what is taken out', () => {
		fc.assert(
			fc.property(durations, durations, (one, other) => {
				const kept = new Spread();
				kept.mergeEncoded(spreadOf(one).encode());
				kept.mergeEncoded(spreadOf(other).encode());
				const whole = spreadOf([...one, ...other]);
				expect(kept.encode()).toEqual(whole.encode());
				expect(kept.size).toBe(one.length + other.length);
				const taken = new Spread();
				for (const ms of other) taken.add(ms, -1);
				taken.mergeEncoded(kept.encode());
				expect(taken.encode()).toEqual(spreadOf(one).encode());
			}),
		);
	});
});
