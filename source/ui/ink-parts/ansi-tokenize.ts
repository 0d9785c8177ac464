/**
 * Stands in for the package of its name in the bundle. Ink takes every line of every frame apart anew, and
 * most of a frame's time goes there; from one frame to the next nearly all lines are the same. What was taken
 * apart is kept, and characters between two codes share their styles, so that putting them together again is
 * a comparison.
 */
import { getEndCode } from '../../../node_modules/@alcalzone/ansi-tokenize/build/ansiCodes.js';
import {
	ansiCodesToString,
	diffAnsiCodes,
	reduceAnsiCodesIncremental,
	type StyledChar,
	type Token,
	tokenize as takeApart,
} from '../../../node_modules/@alcalzone/ansi-tokenize/build/index.js';
import { simpleWidth } from '../terminal/graphemes.ts';
import { LINK_END, linkNumber } from '../terminal/links.ts';
import { Kept } from './kept.ts';

export * from '../../../node_modules/@alcalzone/ansi-tokenize/build/index.js';

type Styles = StyledChar['styles'];

const PLAIN: Styles = [];
const ESCAPE = 0x1b;

/** A few screens of lines: a line that was taken apart is an object for each of its cells, some 15 kB. */
const MOST_LINES = 300;

const tokensOfLine = new Kept<Token[]>(MOST_LINES);
const stylesOfCode = new Kept<Styles>();
const charsOfTokens = new WeakMap<readonly Token[], StyledChar[]>();

/** How many parts of a code, from one on, are one style: a colour of the palette has three, one of its own five. */
function partsOfStyle(parts: readonly string[], from: number): number {
	if (parts[from] !== '38' && parts[from] !== '48') return 1;
	const size = parts[from + 1] === '5' ? 3 : parts[from + 1] === '2' ? 5 : 1;
	return from + size <= parts.length ? size : 1;
}

/** `ESC[1;31m` as the two styles that it is. */
function stylesOf(code: string): Styles {
	const parts = code.slice(2, -1).split(';');
	const styles: Styles = [];
	for (let place = 0; place < parts.length; ) {
		const size = partsOfStyle(parts, place);
		const style = `\u001b[${parts.slice(place, place + size).join(';')}m`;
		styles.push({ type: 'ansi', code: style, endCode: getEndCode(style) });
		place += size;
	}
	return styles;
}

/** Where what begins or ends a link at `from` ends; 0 where nothing such begins there. */
function linkEnd(text: string, from: number): number {
	if (text[from + 1] !== ']') return 0;
	const end = text.indexOf('\u0007', from) + 1;
	return end > 0 && linkNumber(text.slice(from, end)) !== undefined ? end : 0;
}

/** Where a code of a style that begins at `from` ends; 0 where none begins there. */
function codeEnd(text: string, from: number): number {
	if (text[from + 1] !== '[') return 0;
	for (let place = from + 2; place < text.length; place++) {
		const character = text.charAt(place);
		if (character === 'm') return place + 1;
		if (character !== ';' && (character < '0' || character > '9')) return 0;
	}
	return 0;
}

/** Takes apart what is made of plain narrow characters and styles alone; null where there is anything else. */
function takeSimpleApart(text: string): Token[] | null {
	const tokens: Token[] = [];
	for (let place = 0; place < text.length; ) {
		const code = text.charCodeAt(place);
		if (code === ESCAPE) {
			const end = codeEnd(text, place);
			const ofLink = end === 0 ? linkEnd(text, place) : 0;
			if (end > 0) {
				const style = text.slice(place, end);
				tokens.push(...stylesOfCode.get(style, () => stylesOf(style)));
			} else if (ofLink > 0) {
				tokens.push({ type: 'ansi', code: text.slice(place, ofLink), endCode: LINK_END });
			} else return null;
			place = end + ofLink;
		} else {
			if (simpleWidth(code) !== 1) return null;
			tokens.push({ type: 'char', value: text.charAt(place), fullWidth: false });
			place++;
		}
	}
	return tokens;
}

export function tokenize(text: string, endChar?: number): Token[] {
	if (endChar !== undefined) return takeApart(text, endChar);
	return tokensOfLine.get(text, () => takeSimpleApart(text) ?? takeApart(text));
}

/** Styles with one more, or one less; the package would take the end of a link for another that begins. */
const changed = (styles: Styles, token: Styles[number]): Styles =>
	token.code === LINK_END
		? styles.filter(({ endCode }) => endCode !== LINK_END)
		: reduceAnsiCodesIncremental(styles, [token]);

/** The characters of a line; nobody changes them, so that they may be handed out again. */
export function styledCharsFromTokens(tokens: Token[]): StyledChar[] {
	const known = charsOfTokens.get(tokens);
	if (known) return known;
	const chars: StyledChar[] = [];
	let styles = PLAIN;
	for (const token of tokens) {
		if (token.type === 'ansi') styles = changed(styles, token);
		else chars.push({ type: 'char', value: token.value, fullWidth: token.fullWidth, styles });
	}
	charsOfTokens.set(tokens, chars);
	return chars;
}

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
