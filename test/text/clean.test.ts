import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../source/text/clean.ts';

describe('cleanText', () => {
	it.each([
		['Invoice 12 is wrong', 'Invoice 12 is wrong'],
		['two\r\nlines\tand a tab', 'two lines and a tab'],
		['one\u2028two\u0085three', 'one two three'],
		['\u001B[31mred\u001B[0m', 'red'],
		['\u001B[2J\u001B[1;1Hcleared', 'cleared'],
		['\u001B]0;a title\u0007after', 'after'],
		['\u001B]8;;http://evil.example\u001B\\link\u001B]8;;\u001B\\', 'link'],
		['\u001BPq#0;2;0;0;0\u001B\\sixel', 'sixel'],
		['\u001B_payload\u001B\\apc', 'apc'],
		['\u001Bcreset', 'reset'],
		['\u001B(0lines', 'lines'],
		['\u009B31mC1', 'C1'],
		['\u009D0;title\u009CC1 OSC', 'C1 OSC'],
		['bell\u0007 and \bback\u007F', 'bell and back'],
		['never closed \u001B]52;c;aGk=', 'never closed 52;c;aGk='],
		[
			'mojibake \u00E2\u20AC\u009Dquoted\u00E2\u20AC\u009D end',
			'mojibake \u00E2\u20ACquoted\u00E2\u20AC end',
		],
		['gpj.\u202Eexe\u202C', 'gpj.exe'],
		['\u2066isolated\u2069 \u200Eleft\u200F \u061Cletter', 'isolated left letter'],
		['zero\u200Bwidth\uFEFF', 'zerowidth'],
		['a\u200Db\uFE0Fc', 'abc'],
		['👨‍👩‍👧 and ❤️ and 1️⃣', '👨‍👩‍👧 and ❤️ and 1️⃣'],
		['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
		['日本語 한국어 עברית', '日本語 한국어 עברית'],
		['lone \uD83D half', 'lone \uFFFD half'],
		['e\u0301', 'é'],
	])('makes %j into %j', (text, expected) => {
		expect(cleanText(text)).toBe(expected);
	});

	it('keeps a pile of marks small', () => {
		expect(Array.from(cleanText(`x${'\u0301\u0302\u0303\u0304'.repeat(50)}`)).length).toBeLessThan(10);
	});

	const pieces = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom(
			'\u001B',
			'\u001B[',
			'\u001B]',
			'\u009D',
			'\u0007',
			'\u001B\\',
			'\uD800',
			'\u202E',
			'\n',
			'👨‍👩‍👧',
			'm',
			';',
		),
	);
	const text = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''));

	it('never leaves a character that a terminal would act on or that cannot be seen', () => {
		fc.assert(
			fc.property(text, (dirty) => {
				const clean = cleanText(dirty);
				expect(clean).not.toMatch(
					/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u061C\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/u,
				);
			}),
			{ numRuns: 2000 },
		);
	});

	it('has nothing left to clean the second time', () => {
		fc.assert(
			fc.property(text, (dirty) => {
				expect(cleanText(cleanText(dirty))).toBe(cleanText(dirty));
			}),
			{ numRuns: 2000 },
		);
	});

	it('is cut where it is longer than any line', () => {
		const line = 'x'.repeat(4_096);
		expect(cleanText(line)).toBe(line);
		expect(cleanText(`${line}x`)).toBe(`${line.slice(1)}…`);
		const long = cleanText(`\u001B]${'👩\u200D👧 wörd '.repeat(100_000)}`);
		expect(long).toMatch(/^\]?👩\u200D👧 wörd .*…$/u);
		expect(long.length).toBeLessThanOrEqual(4_096);
		expect(cleanText(long)).toBe(long);
	});
});
