import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine } from '../../source/text/json.ts';

describe('a line of JSON', () => {
	it('escapes every control character, of C0, DEL and of C1, and what turns the direction of text', () => {
		expect(jsonLine({ subject: 'a\u001b[2J\u007f\u009b31m\u0085b\u202e', 'k\u0090': 'č 👍' })).toBe(
			String.raw`{"subject":"a\u001b[2J\u007f\u009b31m\u0085b\u202e","k\u0090":"č 👍"}`,
		);
	});

	it('is the same value, in one line that does nothing to a terminal', () => {
		fc.assert(
			fc.property(
				fc.jsonValue(),
				fc.string({ unit: fc.integer({ min: 0, max: 0xa0 }).map((code) => String.fromCharCode(code)) }),
				(value, text) => {
					const line = jsonLine([value, text]);
					expect(line).not.toMatch(/\p{Cc}/u);
					expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify([value, text])));
				},
			),
		);
	});
});
