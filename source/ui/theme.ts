/**
 * Every colour and every symbol of the screen, by what it means. Colours are the terminal's own sixteen, so
 * that they suit its background and its owner; colour is never the only sign, so each state has a symbol.
 */
import type { TimerState } from '../sla/timer.ts';

export type Token =
	| TimerState
	| 'plain'
	| 'faint'
	| 'strong'
	| 'accent'
	| 'title'
	| 'selected'
	| 'tab'
	| 'alarm'
	| 'warning'
	| 'bar';

/** SGR parameters of a token; '' draws it plain. */
type Styles = Readonly<Record<Token, string>>;

const COLOURED: Styles = {
	breached: '1;31',
	at_risk: '33',
	on_track: '32',
	paused: '36',
	fulfilled: '32',
	missed: '1;31',
	cancelled: '90',
	plain: '',
	faint: '90',
	strong: '1',
	accent: '36',
	title: '1',
	selected: '7',
	tab: '7',
	alarm: '1;41;97',
	warning: '33',
	bar: '34',
};

const COLOURLESS: Styles = {
	...COLOURED,
	breached: '1',
	at_risk: '1',
	on_track: '',
	paused: '2',
	fulfilled: '',
	missed: '1',
	cancelled: '2',
	faint: '2',
	accent: '',
	alarm: '1;7',
	warning: '1',
	bar: '',
};

export interface Symbols extends Readonly<Record<TimerState, string>> {
	readonly sparks: string;
	readonly full: string;
	readonly empty: string;
	readonly more: string;
	readonly separator: string;
	readonly up: string;
	readonly down: string;
	readonly ellipsis: string;
	/** Of a row that was marked, and of one that has breached just now. */
	readonly mark: string;
	readonly fresh: string;
	/** Lines between things: across, down, and down where the keys are. */
	readonly rule: string;
	readonly border: string;
	readonly thickBorder: string;
}

const UNICODE: Symbols = {
	breached: '✗',
	at_risk: '▲',
	on_track: '●',
	paused: '‖',
	fulfilled: '✓',
	missed: '✗',
	cancelled: '–',
	sparks: '▁▂▃▄▅▆▇█',
	full: '█',
	empty: '░',
	more: '…',
	separator: '·',
	up: '↑',
	down: '↓',
	ellipsis: '…',
	mark: '◆',
	fresh: '»',
	rule: '─',
	border: '│',
	thickBorder: '┃',
};

const ASCII: Symbols = {
	breached: '!',
	at_risk: '^',
	on_track: 'o',
	paused: '=',
	fulfilled: '+',
	missed: 'x',
	cancelled: '-',
	sparks: '_.-=+*%#',
	full: '#',
	empty: '.',
	more: '~',
	separator: '-',
	up: 'Up',
	down: 'Down',
	ellipsis: '~',
	mark: '*',
	fresh: '>',
	rule: '-',
	border: ':',
	thickBorder: '|',
};

export interface Theme {
	readonly symbols: Symbols;
	readonly isUnicode: boolean;
	/** A text in a token's style, as SGR. */
	paint(token: Token, text: string): string;
}

export function makeTheme({ colors, unicode }: { colors: string; unicode: boolean }): Theme {
	const styles = colors === 'none' ? COLOURLESS : COLOURED;
	return {
		symbols: unicode ? UNICODE : ASCII,
		isUnicode: unicode,
		paint(token, text) {
			const style = styles[token];
			return style === '' || text === '' ? text : `\u001b[${style}m${text}\u001b[0m`;
		},
	};
}
