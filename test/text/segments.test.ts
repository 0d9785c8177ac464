import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segments } from '../../source/text/segments.ts';

const inOne = (text: string): string[] => {
	const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	return Array.from(segmenter.segment(text), ({ segment }) => segment);
};

/** What borders depend on: joiners, flags, marks, Indic conjuncts, prepended signs, Hangul, halves of pairs, breaks. */
const PARTS = [
	...['a', ' ', '\r', '\n', '漢', '👩', '👩\u200D👧\u200D👦', '🏽', '\u200D', '\uFE0F', '🇸', '🇮', '\u0301'],
	...[
		'क',
		'\u094D',
		'ष',
		'\u0600',
		'1',
		'\u1100',
		'\u1161',
		'\u11A8',
		'\uD83D',
		'\uDC69',
		'\u{E0067}',
		'\u{E007F}',
	],
];

describe('the graphemes of a long text', () => {
	it('are those of the text in one piece, wherever it is cut', () => {
		const part = fc.oneof(
			fc.constantFrom(...PARTS),
			fc
				.tuple(fc.constantFrom(...PARTS), fc.integer({ min: 1, max: 300 }))
				.map(([one, times]) => one.repeat(times)),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
				const text = parts.join('');
				expect(Array.from(segments(text))).toEqual(inOne(text));
			}),
			{ numRuns: 300 },
		);
	});
});
