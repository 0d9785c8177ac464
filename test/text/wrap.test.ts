import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../source/text/fit.ts';
import { wrapLine } from '../../source/text/wrap.ts';
import { documentLines } from '../../source/ui/screens/document-lines.ts';
import { makeTheme } from '../../source/ui/theme.ts';

const THEME = { ...makeTheme({ colors: 'none', unicode: true }), paint: (_: unknown, text: string) => text };

describe('a long line', () => {
	it('is broken between words, and goes on under its own beginning', () => {
		expect(wrapLine('one two three four', 9)).toEqual(['one two', 'three', 'four']);
		expect(wrapLine('- one two three', 11)).toEqual(['- one two', '  three']);
		expect(wrapLine('   level    gold, by hand', 19)).toEqual(['   level    gold,', '     by hand']);
		expect(wrapLine('short', 9)).toEqual(['short']);
	});

	it('is never wider than it may be, and loses no word that fits', () => {
		const words = fc.array(fc.stringMatching(/^[a-z漢]{1,6}$/), { maxLength: 30 });
		fc.assert(
			fc.property(
				words,
				fc.integer({ min: 20, max: 60 }),
				fc.constantFrom('', '- ', '    '),
				(some, width, beginning) => {
					const lines = wrapLine(beginning + some.join(' '), width);
					for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
					expect(lines.join(' ').split(/[ -]+/).filter(Boolean)).toEqual(some);
				},
			),
		);
	});
});

describe('a document on a screen', () => {
	const DOCUMENT = [
		'# An agreement',
		'',
		'| Metric | 期限 | Who |',
		'| --- | --- | --- |',
		'| 請求 | 1h | the team of a very long name |',
		'| a | 2h | b |',
		'',
		'Days are those of Ljubljana, as long as nobody says otherwise.',
	];

	it('has its tables in columns, whatever the script, and its prose whole', () => {
		const lines = documentLines(DOCUMENT, 40, THEME);
		expect(lines.slice(2, 6)).toEqual([
			' Metric  期限  Who',
			' 請求    1h    the team of a very long',
			'               name',
			' a       2h    b',
		]);
		expect(lines.slice(7).join('')).toBe(' Days are those of Ljubljana, as long as nobody says otherwise.');
	});

	it('is never wider than the screen', () => {
		for (let width = 20; width < 100; width++) {
			for (const line of documentLines(DOCUMENT, width, THEME))
				expect(textWidth(line)).toBeLessThanOrEqual(width);
		}
	});
});
