import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../source/text/clean.ts';
import { fitEnd, fitMessage, fitStart, textWidth } from '../../source/text/fit.ts';

describe('fitStart and fitEnd', () => {
	it('leaves alone what fits', () => {
		expect(fitStart('abc', 3)).toBe('abc');
		expect(fitEnd('abc', 3)).toBe('abc');
	});

	it('marks a cut', () => {
		expect(fitStart('Invoice 12 is wrong', 8)).toBe('Invoice…');
		expect(fitStart('Invoice 12 is wrong', 8, { ascii: true })).toBe('Invoice~');
		expect(fitEnd('/var/lib/report.csv', 11)).toBe('…report.csv');
	});

	it('never cuts through a wide character', () => {
		expect(fitStart('日本語', 4)).toBe('日…');
		expect(fitStart('日本語', 4, { pad: 'end' })).toBe('日… ');
		expect(fitEnd('日本語', 4, { pad: 'start' })).toBe(' …語');
		expect(fitStart('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…');
	});

	it('pads on the side that is asked for', () => {
		expect(fitStart('ab', 4, { pad: 'end' })).toBe('ab  ');
		expect(fitStart('ab', 4, { pad: 'start' })).toBe('  ab');
	});

	it('has room for nothing in no cells', () => {
		expect(fitStart('abc', 0)).toBe('');
		expect(fitStart('abc', -1, { pad: 'end' })).toBe('');
		expect(fitStart('abc', 1)).toBe('…');
	});

	it('is never wider than asked, and exactly as wide when padded', () => {
		const text = fc.string({ unit: 'grapheme' }).map(cleanText);
		fc.assert(
			fc.property(text, fc.nat(20), (clean, width) => {
				expect(textWidth(fitStart(clean, width))).toBeLessThanOrEqual(width);
				expect(textWidth(fitEnd(clean, width))).toBeLessThanOrEqual(width);
				expect(textWidth(fitStart(clean, width, { pad: 'end' }))).toBe(width);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('fitMessage', () => {
	const message =
		'ENGINE STOPPED: store /home/ana/.local/share/slatop/store.db could not be written: the disk is full';

	it('leaves alone what fits', () => {
		expect(fitMessage(message, 100)).toBe(message);
	});

	it('cuts what leads to a file before what is the matter with it', () => {
		expect(fitMessage(message, 80)).toBe(
			'ENGINE STOPPED: store …/store.db could not be written: the disk is full',
		);
		expect(fitMessage(message, 80, { ascii: true })).toContain('store ~/store.db could');
		expect(fitMessage(message, 40)).toBe('ENGINE STOPPED: store …/store.db could …');
	});

	it('leaves alone what only looks like a path', () => {
		expect(fitMessage('store postgres://slatop@db/floor does not answer', 30)).toBe(
			'store postgres://slatop@db/fl…',
		);
		expect(fitMessage('both/either: and/or', 10)).toBe('both/eith…');
	});
});
