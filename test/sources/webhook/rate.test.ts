import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../../source/sources/webhook/rate.ts';

describe('a rate limit', () => {
	it('takes five seconds of requests at once, and then says when to come back', () => {
		const limit = new RateLimit(2);
		const waits = Array.from({ length: 12 }, () => limit.take('a', 1_000));
		expect(waits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
		expect(waits.slice(10)).toEqual([1, 1]);
		expect(limit.take('b', 1_000)).toBe(0);
		expect(limit.take('a', 1_499)).toBe(1);
		expect(limit.take('a', 1_500)).toBe(0);
	});

	it('whoever waits as long as told is taken; nobody ever gets more than the rate and one burst', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 20 }),
				fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 200 }),
				(perSecond, gaps) => {
					const limit = new RateLimit(perSecond);
					let nowMs = 0;
					let taken = 0;
					for (const gap of gaps) {
						nowMs += gap;
						const wait = limit.take('a', nowMs);
						if (wait === 0) taken++;
						else {
							nowMs += wait * 1_000;
							expect(limit.take('a', nowMs)).toBe(0);
							taken++;
						}
					}
					expect(taken).toBeLessThanOrEqual(perSecond * 5 + (nowMs / 1_000) * perSecond + 1e-6);
				},
			),
			{ numRuns: 100, seed: 9 },
		);
	});

	it('forgets whoever has not asked for the longest time, not whoever asks all the while', () => {
		const limit = new RateLimit(1);
		for (let turn = 0; turn < 5; turn++) limit.take('busy', 0);
		for (let place = 0; place < 20_000; place++) {
			limit.take(`address ${place}`, 0);
			if (place % 1_000 === 0) expect(limit.take('busy', 0)).toBe(1);
		}
	});
});
