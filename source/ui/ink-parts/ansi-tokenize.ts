/**
 * Stands in for the package of its name in the bundle. Ink takes every line of every frame apart anew, and
 * most of a frame's time goes there; from one frame to the next nearly all lines are the same. What was taken
 * apart is kept, and characters of one style share it, so that putting them together again is a comparison.
 */
import {
	ansiCodesToString,
	diffAnsiCodes,
	type StyledChar,
	type Token,
	tokenize as takeApart,
	styledCharsFromTokens as takeStyles,
} from '../../../node_modules/@alcalzone/ansi-tokenize/build/index.js';
import { Kept } from './kept.ts';

export * from '../../../node_modules/@alcalzone/ansi-tokenize/build/index.js';

const tokensOfLine = new Kept<Token[]>();
const charsOfTokens = new WeakMap<readonly Token[], StyledChar[]>();

export function tokenize(text: string, endChar?: number): Token[] {
	if (endChar !== undefined) return takeApart(text, endChar);
	return tokensOfLine.get(text, () => takeApart(text));
}

/** The characters of a line; nobody changes them, so that they may be handed out again. */
export function styledCharsFromTokens(tokens: Token[]): StyledChar[] {
	const known = charsOfTokens.get(tokens);
	if (known) return known;
	const chars = takeStyles(tokens);
	for (const [place, char] of chars.entries()) {
		const before = chars[place - 1];
		if (before && isSame(before.styles, char.styles)) char.styles = before.styles;
	}
	charsOfTokens.set(tokens, chars);
	return chars;
}

type Styles = StyledChar['styles'];

const isSame = (a: Styles, b: Styles): boolean =>
	a.length === b.length && a.every((style, place) => style.code === b[place]?.code);

const PLAIN: Styles = [];

/** Cells as a line of text, with a change of style only where there is one. */
export function styledCharsToString(chars: readonly StyledChar[]): string {
	let text = '';
	let styles = PLAIN;
	for (const char of chars) {
		if (char.styles !== styles && !(char.styles.length === 0 && styles.length === 0)) {
			text += ansiCodesToString(diffAnsiCodes(styles, char.styles));
		}
		styles = char.styles;
		text += char.value;
	}
	return styles.length > 0 ? text + ansiCodesToString(diffAnsiCodes(styles, PLAIN)) : text;
}
