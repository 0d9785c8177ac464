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

/** What a line begins with, under which its further lines do not go. */
const BEGINNING = /^ *(?:- )?/;
/** Further lines of an indented one stand a little further in. */
const FURTHER = 2;
/** At least so much of a line is left to its words. */
const LEAST_CELLS = 8;

/**
 * A clean line of prose in lines of at most `width` cells. Further lines stand under the text of a list's item, and
 * under an indented line a little further in.
 */
export function wrapLine(line: string, width: number, ascii = false): string[] {
	if (textWidth(line) <= width) return [line];
	const [beginning = ''] = BEGINNING.exec(line) ?? [];
	const further = beginning.endsWith('- ') || beginning === '' ? 0 : FURTHER;
	const indent = ' '.repeat(Math.max(0, Math.min(beginning.length + further, width - LEAST_CELLS)));
	const [first = '', ...rest] = wrapWords(line.slice(beginning.length), width - indent.length, ascii);
	return [fitStart(beginning + first, width, { ascii }), ...rest.map((words) => indent + words.trimStart())];
}
