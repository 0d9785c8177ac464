import { describe, expect, it } from 'vitest';
import { csvLine } from '../../source/reports/csv.ts';

describe('a cell of CSV', () => {
	it('keeps tabs, and line breaks within quotes', () => {
		expect(csvLine(['a\tb', 'one\ntwo', 'one\r\ntwo'])).toBe('a\tb,"one\ntwo","one\r\ntwo"');
	});

	it('moves no terminal: other control characters are replaced, a return alone is a line break', () => {
		expect(csvLine(['\u001b[2Jx', 'a\u009b31m\u0085', 'a\bb\0\u007f', 'good\rbad'])).toBe(
			'\uFFFD[2Jx,a\uFFFD31m\uFFFD,a\uFFFDb\uFFFD\uFFFD,"good\nbad"',
		);
	});

	it('is no formula, whatever it begins with', () => {
		expect(csvLine(['=1+1', '\t=1', '\n=1', '\r=1', -5, '-5'])).toBe('\'=1+1,\'\t=1,"\'\n=1","\'\n=1",-5,-5');
		expect(csvLine([' =1+1', '\u00a0@SUM(A1)', '\uff1d1+1', '\uff0b1', ' -5', 'a=1'])).toBe(
			"' =1+1,'\u00a0@SUM(A1),'\uff1d1+1,'\uff0b1,' -5,a=1",
		);
		expect(csvLine(['\r\n=1'])).toBe('"\'\r\n=1"');
	});
});
