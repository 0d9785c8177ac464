/**
 * Every key and what it does, as data: the dispatch, the footer and the help are all made from this table.
 */
import { DAY_MS, MINUTE_MS } from '../sla/duration.ts';
import type { Board, Screen } from './model/board.ts';
import type { ActionId } from './words.ts';

export interface Action {
	/** Its name in the keymap and in the catalogue of words, which says what it does. */
	readonly id: ActionId;
	/** Key names: a character, or `up`, `ctrl-u`, `enter` … */
	readonly keys: readonly string[];
	/** The key as the footer and the help write it. */
	readonly shown: string;
	/** When the footer tells of it; left out: always. */
	readonly footerWhen?: (board: Board) => boolean;
	/** Where it works; left out: everywhere. */
	readonly screens?: readonly Screen[];
	readonly run: (board: Board) => void | Promise<void>;
}

const LISTS: readonly Screen[] = ['risk', 'log'];
const TIMED: readonly Screen[] = ['risk', 'log', 'queues'];
const QUARTER_MS = 15 * MINUTE_MS;

const isInPast = ({ travel }: Board): boolean => travel.at !== null || travel.destination !== null;

export const ACTIONS: readonly Action[] = [
	{
		id: 'enter',
		keys: ['enter', 'l', 'right'],
		shown: 'Enter',
		screens: TIMED,
		run: (board) => board.enter(),
	},
	{
		id: 'back',
		keys: ['escape', 'h', 'left', 'backspace'],
		shown: 'Esc',
		run: (board) => board.back(),
	},
	{
		id: 'why',
		keys: ['w'],
		shown: 'w',
		screens: ['ticket'],
		run: (board) => board.toggleExplanation(),
	},
	{
		id: 'filter',
		keys: ['/'],
		shown: '/',
		screens: LISTS,
		run: (board) => board.startFilter(),
	},
	{
		id: 'freeze',
		keys: ['space'],
		shown: 'Space',
		screens: TIMED,
		run: (board) => board.freeze(),
	},
	{
		id: 'earlier',
		keys: ['['],
		shown: '[',
		footerWhen: isInPast,
		run: (board) => board.step(-QUARTER_MS),
	},
	{
		id: 'later',
		keys: [']'],
		shown: ']',
		footerWhen: isInPast,
		run: (board) => board.step(QUARTER_MS),
	},
	{
		id: 'day-earlier',
		keys: ['{'],
		shown: '{',
		run: (board) => board.step(-DAY_MS),
	},
	{
		id: 'day-later',
		keys: ['}'],
		shown: '}',
		run: (board) => board.step(DAY_MS),
	},
	{
		id: 'risk',
		keys: ['1'],
		shown: '1',
		run: (board) => board.show('risk'),
	},
	{
		id: 'queues',
		keys: ['2'],
		shown: '2',
		run: (board) => board.show('queues'),
	},
	{ id: 'log', keys: ['3'], shown: '3', run: (board) => board.show('log') },
	{
		id: 'compliance',
		keys: ['4'],
		shown: '4',
		run: (board) => board.show('compliance'),
	},
	{
		id: 'agreement',
		keys: ['5'],
		shown: '5',
		run: (board) => board.show('agreement'),
	},
	{
		id: 'next-screen',
		keys: ['tab'],
		shown: 'Tab',
		run: (board) => board.show(neighbour(board.screen, 1)),
	},
	{
		id: 'previous-screen',
		keys: ['shift-tab'],
		shown: 'Shift-Tab',
		run: (board) => board.show(neighbour(board.screen, -1)),
	},
	{ id: 'down', keys: ['down', 'j'], shown: 'j, Down', run: (board) => board.move(1) },
	{ id: 'up', keys: ['up', 'k'], shown: 'k, Up', run: (board) => board.move(-1) },
	{
		id: 'page-down',
		keys: ['pagedown', 'ctrl-f'],
		shown: 'PgDn',
		run: (board) => board.page(1),
	},
	{
		id: 'page-up',
		keys: ['pageup', 'ctrl-b'],
		shown: 'PgUp',
		run: (board) => board.page(-1),
	},
	{
		id: 'half-down',
		keys: ['ctrl-d'],
		shown: 'Ctrl-d',
		run: (board) => board.page(1, true),
	},
	{
		id: 'half-up',
		keys: ['ctrl-u'],
		shown: 'Ctrl-u',
		run: (board) => board.page(-1, true),
	},
	{ id: 'home', keys: ['g', 'home'], shown: 'g', run: (board) => board.home() },
	{
		id: 'end',
		keys: ['G', 'end'],
		shown: 'G',
		run: (board) => board.end(),
	},
	{
		id: 'help',
		keys: ['?'],
		shown: '?',
		run: (board) => board.toggleHelp(),
	},
	{
		id: 'repaint',
		keys: ['ctrl-l'],
		shown: 'Ctrl-l',
		run: (board) => board.onRepaint(),
	},
	{
		id: 'suspend',
		keys: ['ctrl-z'],
		shown: 'Ctrl-z',
		run: (board) => board.onSuspend(),
	},
	{
		id: 'quit',
		keys: ['q', 'ctrl-c'],
		shown: 'q',
		run: (board) => board.onQuit(),
	},
];

const ROUND: readonly Screen[] = ['risk', 'queues', 'log', 'compliance', 'agreement'];

function neighbour(screen: Screen, by: 1 | -1): Screen {
	const place = Math.max(0, ROUND.indexOf(screen));
	return ROUND[(place + by + ROUND.length) % ROUND.length] ?? 'risk';
}

const worksOn = (action: Action, screen: Screen): boolean => action.screens?.includes(screen) ?? true;

/** The actions that work on a screen now. */
export const actionsOn = (screen: Screen): Action[] => ACTIONS.filter((action) => worksOn(action, screen));

/** What a key does on a screen. */
export function actionFor(key: string, screen: Screen): Action | undefined {
	return ACTIONS.find((action) => action.keys.includes(key) && worksOn(action, screen));
}
