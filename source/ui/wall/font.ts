/**
 * Letters and figures of five pixels' height, for what is read from across a room. `#` is a pixel; a glyph's rows
 * are apart by blanks, so that each can be seen here as it is drawn.
 */
import { Kept } from '../ink-parts/kept.ts';

const GLYPHS: Readonly<Record<string, string>> = {
	'0': '### #.# #.# #.# ###',
	'1': '.#. ##. .#. .#. ###',
	'2': '### ..# ### #.. ###',
	'3': '### ..# .## ..# ###',
	'4': '#.# #.# ### ..# ..#',
	'5': '### #.. ### ..# ###',
	'6': '### #.. ### #.# ###',
	'7': '### ..# ..# .#. .#.',
	'8': '### #.# ### #.# ###',
	'9': '### #.# ### ..# ###',
	A: '.#. #.# ### #.# #.#',
	B: '##. #.# ##. #.# ##.',
	C: '.## #.. #.. #.. .##',
	D: '##. #.# #.# #.# ##.',
	E: '### #.. ##. #.. ###',
	F: '### #.. ##. #.. #..',
	G: '.### #... #.## #..# .###',
	H: '#.# #.# ### #.# #.#',
	I: '### .#. .#. .#. ###',
	J: '..# ..# ..# #.# .#.',
	K: '#..# #.#. ##.. #.#. #..#',
	L: '#.. #.. #.. #.. ###',
	M: '#...# ##.## #.#.# #...# #...#',
	N: '#..# ##.# #.## #..# #..#',
	O: '.##. #..# #..# #..# .##.',
	P: '##. #.# ##. #.. #..',
	Q: '.##. #..# #..# #.#. .#.#',
	R: '##. #.# ##. #.# #.#',
	S: '.## #.. .#. ..# ##.',
	T: '### .#. .#. .#. .#.',
	U: '#.# #.# #.# #.# ###',
	V: '#.# #.# #.# #.# .#.',
	W: '#...# #...# #.#.# ##.## #...#',
	X: '#.# #.# .#. #.# #.#',
	Y: '#.# #.# .#. .#. .#.',
	Z: '### ..# .#. #.. ###',
	' ': '.. .. .. .. ..',
	'.': '. . . . #',
	',': '.. .. .. .# #.',
	':': '. # . # .',
	'-': '... ... ### ... ...',
	'+': '... .#. ### .#. ...',
	'/': '..# ..# .#. #.. #..',
	'&': '.#.. #.#. .#.. #.#. .#.#',
	'%': '##..# ##.#. ..#.. .#.## #..##',
	'(': '.# #. #. #. .#',
	')': '#. .# .# .# #.',
	"'": '# # . . .',
	'!': '# # # . #',
	'?': '### ..# .#. ... .#.',
	'✗': '#...# .#.#. ..#.. .#.#. #...#',
	'▲': '..#.. ..#.. .###. .###. #####',
	'●': '.###. ##### ##### ##### .###.',
	'‖': '##.## ##.## ##.## ##.## ##.##',
};

/** Marks over a letter, in two rows above it. */
const MARKS: Readonly<Record<string, readonly [string, string]>> = {
	'\u0300': ['#..', '.#.'],
	'\u0301': ['..#', '.#.'],
	'\u0302': ['.#.', '#.#'],
	'\u0303': ['.##', '##.'],
	'\u0308': ['#.#', '...'],
	'\u030A': ['.#.', '.#.'],
	'\u030C': ['#.#', '.#.'],
};

const LETTER_PIXELS = 5;
const MARK_PIXELS = 2;

/** Rows of pixels: `#` and `.`. */
export type Pixels = readonly string[];

/** A letter with its marks, if it has any: seven rows. */
function letter(base: string, mark: string): Pixels | null {
	const rows = GLYPHS[base]?.split(' ');
	const above = mark === '' ? ['', ''] : MARKS[mark];
	if (!rows || !above) return null;
	const width = Math.max(...[...rows, ...above].map((row) => row.length));
	return [...above, ...rows].map((row) => row.padEnd(width, '.'));
}

const known = new Kept<Pixels | null>();

/**
 * A text as pixels, a column apart from letter to letter; its letters are capitals. Null where it has a character
 * that there is no picture of.
 */
export const pixelsOf = (text: string): Pixels | null => known.get(text, () => drawnPixels(text));

function drawnPixels(text: string): Pixels | null {
	const rows = Array.from({ length: MARK_PIXELS + LETTER_PIXELS }, () => '');
	for (const [, base = '', mark = ''] of text
		.toUpperCase()
		.normalize('NFD')
		.matchAll(/(\P{M})(\p{M}*)/gu)) {
		const glyph = letter(base, mark);
		if (!glyph) return null;
		for (const [place, row] of glyph.entries()) rows[place] += `${rows[place] === '' ? '' : '.'}${row}`;
	}
	const hasMarks = rows.slice(0, MARK_PIXELS).some((row) => row.includes('#'));
	return hasMarks ? rows : rows.slice(MARK_PIXELS);
}
