import * as theirs from '@alcalzone/ansi-tokenize';
import * as fc from 'fast-check';
import theirWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import * as ours from '../../source/ui/ink-parts/ansi-tokenize.ts';
import { Kept } from '../../source/ui/ink-parts/kept.ts';
import stringWidth from '../../source/ui/ink-parts/string-width.ts';
import { simpleWidth } from '../../source/ui/terminal/graphemes.ts';

/** Lines as the screen has them: texts of any script in styles that begin, nest and end anywhere. */
const line = fc
	.array(
		fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 8 }),
			fc.constantFrom(
				'\u001b[0m',
				'\u001b[1m',
				'\u001b[31m',
				'\u001b[1;31m',
				'\u001b[7m',
				'\u001b[90m',
				'\u001b[39m',
				'請求',
				'✗',
				'── …▁█',
				'\u001b[38;5;208m',
				'\u001b[;m',
				'\u001b[2K',
				'\u001b[',
				'\u0301',
			),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));

describe('what stands in for the packages that Ink takes lines apart with', () => {
	test('takes apart and puts together as they do, the first time and again', () => {
		fc.assert(
			fc.property(line, (text) => {
				const wanted = theirs.styledCharsFromTokens(theirs.tokenize(text));
				for (let time = 0; time < 2; time++) {
					const chars = ours.styledCharsFromTokens(ours.tokenize(text));
					expect(chars).toEqual(wanted);
					expect(ours.styledCharsToString(chars)).toBe(theirs.styledCharsToString(wanted));
				}
			}),
		);
	});

	test('takes every single narrow character apart as they do, whatever stands beside it', () => {
		const narrow = Array.from({ length: 0x1_0000 }, (_, code) => code).filter(
			(code) => simpleWidth(code) === 1,
		);
		const text = String.fromCharCode(...narrow);
		expect(ours.tokenize(text)).toEqual(theirs.tokenize(text));
		const reversed = String.fromCharCode(...narrow.toReversed());
		expect(ours.tokenize(reversed)).toEqual(theirs.tokenize(reversed));
	});

	test('measures as they do', () => {
		fc.assert(
			fc.property(line, (text) => {
				expect(stringWidth(text)).toBe(theirWidth(text));
				expect(stringWidth(text)).toBe(theirWidth(text));
			}),
		);
	});

	test('keeps what is asked for, and not everything for ever', () => {
		let made = 0;
		const kept = new Kept<number>();
		const ask = (text: string): number => kept.get(text, () => ++made);
		ask('a');
		for (let other = 0; other < 1_500; other++) ask(`b${other}`);
		ask('a');
		expect(made).toBe(1_501);
		for (let other = 0; other < 10_000; other++) ask(`c${other}`);
		ask('a');
		expect(made).toBe(11_502);
	});
});
