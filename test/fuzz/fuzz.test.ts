import { describe, expect, it } from 'vitest';
import { seeded } from '../../source/sources/floor/prng.ts';
import { fuzz } from './fuzzing.ts';
import { fuzzReplies } from './replies.ts';

describe('every parser of what comes from outside', () => {
	// The long form: npm run fuzz.
	it('bears whatever it is fed: it reads it, or says what is wrong with it, and soon', async () => {
		const { crashes } = await fuzz(300, seeded(6));
		expect(crashes).toEqual([]);
	});
});

describe('every connector', () => {
	it('reads answers that are wrong in any way, or says what is wrong, and comes to an end', async () => {
		expect(await fuzzReplies(10, seeded(8))).toEqual([]);
	});
});
