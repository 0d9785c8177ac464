import { fitStart, textWidth } from './fit.ts';

/** A clean text in lines of at most `width` cells, broken at its blanks; a word that is longer than a line is cut. */
export function wrapWords(text: string, width: number, ascii = false): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		const joined = last === undefined ? undefined : `${last} ${word}`;
		if (joined !== undefined && textWidth(joined) <= width) lines[lines.length - 1] = joined;
		else lines.push(fitStart(word, width, { ascii }));
	}
	return lines;
}
