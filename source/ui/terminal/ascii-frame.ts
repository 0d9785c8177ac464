/**
 * Frames for terminals that do not read UTF-8: there the bytes of one letter are several characters, and some of
 * them are control characters. Every letter is shown in ASCII, in as many cells, so that all stays in its place.
 */
import { textWidth } from '../../text/fit.ts';
import { segments } from '../../text/segments.ts';
import { Kept } from '../ink-parts/kept.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them, and frames are made of them
const FOREIGN = /[^\x00-\x7F]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const IS_ASCII = /^[\x00-\x7F]*$/;

/** Characters of one cell that are not a plain letter under a mark. */
const STAND_INS: Readonly<Record<string, string>> = {
	'…': '.',
	'–': '-',
	'—': '-',
	'−': '-',
	'‘': "'",
	'’': "'",
	'“': '"',
	'”': '"',
	'„': '"',
	'«': '"',
	'»': '"',
	'·': '.',
	'•': '*',
	'×': 'x',
	'€': 'E',
	'£': 'L',
	đ: 'd',
	Đ: 'D',
	ł: 'l',
	Ł: 'L',
	ø: 'o',
	Ø: 'O',
	ß: 's',
	ı: 'i',
};

function inAscii(grapheme: string): string {
	const cells = textWidth(grapheme);
	const plain = STAND_INS[grapheme] ?? grapheme.normalize('NFKD').replace(/\p{M}/gu, '');
	return plain.length === cells && IS_ASCII.test(plain) ? plain : '?'.repeat(cells);
}

const lines = new Kept<string>();

const asciiLine = (line: string): string =>
	IS_ASCII.test(line)
		? line
		: lines.get(line, () =>
				line.replace(FOREIGN, (run) => Array.from(segments(run), (grapheme) => inAscii(grapheme)).join('')),
			);

/** A frame in ASCII alone, each character in the cells it had. */
export const asciiFrame = (frame: string): string =>
	IS_ASCII.test(frame) ? frame : frame.split('\n').map(asciiLine).join('\n');
