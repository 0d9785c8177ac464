import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../source/text/clean.ts';
import { textWidth } from '../../../source/text/fit.ts';
import { asciiFrame } from '../../../source/ui/terminal/ascii-frame.ts';

describe('a frame for a terminal without UTF-8', () => {
	it.each([
		['Čestitke! Vprašanje o pogodbi', 'Cestitke! Vprasanje o pogodbi'],
		['Đorđe – „Müller“…', 'Dorde - "Muller".'],
		['請求書 x', '?????? x'],
		['👍🏽 thanks', '?? thanks'],
		['z\u0335algo', 'zalgo'],
		['\u001B[1;31m✗\u001B[0m 5', '\u001B[1;31m?\u001B[0m 5'],
	])('shows %s as it can', (text, shown) => {
		expect(asciiFrame(text)).toBe(shown);
	});

	it('is ASCII alone, and every line keeps its width', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })), (texts) => {
				const lines = texts.map(cleanText);
				const shown = asciiFrame(lines.join('\n')).split('\n');
				for (const [place, line] of lines.entries()) {
					expect(shown[place]).toMatch(/^[ -~]*$/);
					expect(shown[place]?.length).toBe(textWidth(line));
				}
			}),
		);
	});
});
