/** Texts of many cells a letter, made of blocks. */
import { type Pixels, pixelsOf } from './font.ts';

/** A pixel's cells across; it is about as high, in half cells, since a cell is twice as high as wide. */
export type Scale = number;

/** Half cells of a pixel's height. Without half blocks they come in pairs only. */
const halvesOf = (scale: Scale, isUnicode: boolean): number => (isUnicode ? scale : 2 * Math.ceil(scale / 2));

/** Lines that so many rows of pixels take. */
const linesOf = (scale: Scale, isUnicode: boolean, pixels: number): number =>
	Math.ceil((pixels * halvesOf(scale, isUnicode)) / 2);

const BLOCKS: Readonly<Record<string, string>> = { '##': '█', '#.': '▀', '.#': '▄', '..': ' ' };

function drawn(pixels: Pixels, scale: Scale, isUnicode: boolean): string[] {
	const halves = halvesOf(scale, isUnicode);
	const blank = '.'.repeat(pixels[0]?.length ?? 0);
	const rowAt = (half: number): string => pixels[Math.floor(half / halves)] ?? blank;
	return Array.from({ length: linesOf(scale, isUnicode, pixels.length) }, (_, line) => {
		const [upper, lower] = [rowAt(line * 2), rowAt(line * 2 + 1)];
		return Array.from(upper, (pixel, column) => {
			const block = isUnicode ? (BLOCKS[pixel + (lower[column] ?? '.')] ?? ' ') : pixel === '#' ? '#' : ' ';
			return block.repeat(scale);
		})
			.join('')
			.trimEnd();
	});
}

export interface Size {
	readonly cells: number;
	readonly lines: number;
}

/** How large a text is at a scale; null where it has a character that there is no picture of. */
export function bigSize(text: string, scale: Scale, isUnicode: boolean): Size | null {
	const pixels = pixelsOf(text);
	if (!pixels) return null;
	return { cells: (pixels[0]?.length ?? 0) * scale, lines: linesOf(scale, isUnicode, pixels.length) };
}

/** The largest scale at which all of the texts fit; 0: none. */
export function fittingScale(texts: readonly string[], room: Size, isUnicode: boolean): Scale {
	const fits = (scale: Scale): boolean =>
		texts.every((text) => {
			const size = bigSize(text, scale, isUnicode);
			return size !== null && size.cells <= room.cells && size.lines <= room.lines;
		});
	let scale = 0;
	while (fits(scale + 1)) scale++;
	return scale;
}

/** A text's lines at a scale; null where it has a character that there is no picture of. */
export function bigText(text: string, scale: Scale, isUnicode: boolean): readonly string[] | null {
	const pixels = pixelsOf(text);
	return pixels && drawn(pixels, scale, isUnicode);
}
