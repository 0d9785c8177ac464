/** The symbols of the screen: each state has its own, for colour is never the only sign. */
import type { TimerState } from '../../sla/timer.ts';

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

export const UNICODE: Symbols = {
	breached: '✗',
	at_risk: '▲',
	on_track: '●',
	paused: '‖',
	fulfilled: '✓',
	missed: '✘',
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

export const ASCII: Symbols = {
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

export const isSymbol = (name: string): name is keyof Symbols => Object.hasOwn(UNICODE, name);
