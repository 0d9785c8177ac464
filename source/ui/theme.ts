/** How the screen looks: a symbol and a style for everything that it shows, by what it means. */
import type { Colors } from './terminal/capabilities.ts';
import { linked } from './terminal/links.ts';
import type { Look } from './theme/choose.ts';
import { sgrOf } from './theme/style.ts';
import { ASCII, type Symbols, UNICODE } from './theme/symbols.ts';
import { mono, THEMES } from './theme/themes.ts';
import { TOKENS, type Token } from './theme/tokens.ts';

export type { Symbols } from './theme/symbols.ts';
export type { Token } from './theme/tokens.ts';

export interface Theme {
	readonly symbols: Symbols;
	readonly isUnicode: boolean;
	/** A text in a token's style, as SGR. */
	paint(token: Token, text: string): string;
	/** A text as a link (OSC 8), where the terminal knows them and the link may be followed. */
	link(link: string | null, text: string): string;
}

export interface ThemeOptions {
	readonly colors: Colors;
	readonly unicode: boolean;
	/** Whether the terminal knows links; left out: it does not. */
	readonly links?: boolean;
	/** Left out: the terminal's own sixteen colours, for a dark background. */
	readonly look?: Look;
}

/** A theme as a terminal can show it: in its colours, and in ASCII alone where it has no more than that. */
export function makeTheme({
	colors,
	unicode,
	links = false,
	look = { styles: THEMES.dark },
}: ThemeOptions): Theme {
	const shown = colors === 'none' ? mono : look.styles;
	const begins = new Map<Token, string>();
	for (const token of TOKENS) {
		const parameters = sgrOf(shown[token], colors);
		begins.set(token, parameters === '' ? '' : `\u001b[${parameters}m`);
	}
	return {
		symbols: unicode ? { ...UNICODE, ...look.symbols } : ASCII,
		isUnicode: unicode,
		paint(token, text) {
			const begin = begins.get(token) ?? '';
			return begin === '' || text === '' ? text : `${begin}${text}\u001b[0m`;
		},
		link: (link, text) => (links && link !== null && text !== '' ? linked(link, text) : text),
	};
}
