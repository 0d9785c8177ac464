/**
 * Every key and what it does, as data: the dispatch, the footer and the help are all made from this table.
 */
import { DAY_MS, MINUTE_MS } from '../sla/duration.ts';
import type { Board, Screen } from './model/board.ts';

export interface Action {
	readonly id: string;
	/** Key names: a character, or `up`, `ctrl-u`, `enter` … */
	readonly keys: readonly string[];
	/** The key as the footer and the help write it. */
	readonly shown: string;
	readonly help: string;
	/** A short word for the footer; left out: only the help tells. */
	readonly footer?: string;
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
		footer: 'open',
		help: 'open the ticket, or the queue',
		screens: TIMED,
		run: (board) => board.enter(),
	},
	{
		id: 'back',
		keys: ['escape', 'h', 'left', 'backspace'],
		shown: 'Esc',
		footer: 'back',
		help: 'back: out of the help, the ticket, the filter, the past',
		run: (board) => board.back(),
	},
	{
		id: 'why',
		keys: ['w'],
		shown: 'w',
		footer: 'why this due',
		help: 'why this due: the hours counted, day by day',
		screens: ['ticket'],
		run: (board) => board.toggleExplanation(),
	},
	{
		id: 'filter',
		keys: ['/'],
		shown: '/',
		footer: 'filter',
		help: 'filter: dep:billing level:gold left<30m agent:me text',
		screens: LISTS,
		run: (board) => board.startFilter(),
	},
	{
		id: 'freeze',
		keys: ['space'],
		shown: 'Space',
		footer: 'freeze',
		help: 'freeze the list; the counters go on',
		screens: TIMED,
		run: (board) => board.freeze(),
	},
	{
		id: 'earlier',
		keys: ['['],
		shown: '[',
		footer: 'earlier',
		footerWhen: isInPast,
		help: '15 minutes into the past',
		run: (board) => board.step(-QUARTER_MS),
	},
	{
		id: 'later',
		keys: [']'],
		shown: ']',
		footer: 'later',
		footerWhen: isInPast,
		help: '15 min on; past now: live',
		run: (board) => board.step(QUARTER_MS),
	},
	{
		id: 'day-earlier',
		keys: ['{'],
		shown: '{',
		help: 'a day into the past',
		run: (board) => board.step(-DAY_MS),
	},
	{
		id: 'day-later',
		keys: ['}'],
		shown: '}',
		help: 'a day on',
		run: (board) => board.step(DAY_MS),
	},
	{
		id: 'risk',
		keys: ['1'],
		shown: '1',
		help: 'At risk: every open timer, soonest due first',
		run: (board) => board.show('risk'),
	},
	{
		id: 'queues',
		keys: ['2'],
		shown: '2',
		help: 'Queues: departments by state',
		run: (board) => board.show('queues'),
	},
	{ id: 'log', keys: ['3'], shown: '3', help: 'SLA log: closed timers', run: (board) => board.show('log') },
	{
		id: 'compliance',
		keys: ['4'],
		shown: '4',
		help: 'Compliance: the month so far, penalties, what falls due next',
		run: (board) => board.show('compliance'),
	},
	{
		id: 'agreement',
		keys: ['5'],
		shown: '5',
		help: 'Agreement: what was promised, as it stands in force',
		run: (board) => board.show('agreement'),
	},
	{
		id: 'next-screen',
		keys: ['tab'],
		shown: 'Tab',
		help: 'the next screen',
		run: (board) => board.show(neighbour(board.screen, 1)),
	},
	{
		id: 'previous-screen',
		keys: ['shift-tab'],
		shown: 'Shift-Tab',
		help: 'the screen before',
		run: (board) => board.show(neighbour(board.screen, -1)),
	},
	{ id: 'down', keys: ['down', 'j'], shown: 'j, Down', help: 'down', run: (board) => board.move(1) },
	{ id: 'up', keys: ['up', 'k'], shown: 'k, Up', help: 'up', run: (board) => board.move(-1) },
	{
		id: 'page-down',
		keys: ['pagedown', 'ctrl-f'],
		shown: 'PgDn',
		help: 'a page down',
		run: (board) => board.page(1),
	},
	{
		id: 'page-up',
		keys: ['pageup', 'ctrl-b'],
		shown: 'PgUp',
		help: 'a page up',
		run: (board) => board.page(-1),
	},
	{
		id: 'half-down',
		keys: ['ctrl-d'],
		shown: 'Ctrl-d',
		help: 'half a page down',
		run: (board) => board.page(1, true),
	},
	{
		id: 'half-up',
		keys: ['ctrl-u'],
		shown: 'Ctrl-u',
		help: 'half a page up',
		run: (board) => board.page(-1, true),
	},
	{ id: 'home', keys: ['g', 'home'], shown: 'g', help: 'to the top', run: (board) => board.home() },
	{
		id: 'end',
		keys: ['G', 'end'],
		shown: 'G',
		help: 'to the end; the SLA log is followed there',
		run: (board) => board.end(),
	},
	{
		id: 'help',
		keys: ['?'],
		shown: '?',
		footer: 'help',
		help: 'this help',
		run: (board) => board.toggleHelp(),
	},
	{
		id: 'repaint',
		keys: ['ctrl-l'],
		shown: 'Ctrl-l',
		help: 'draw the screen anew',
		run: (board) => board.onRepaint(),
	},
	{
		id: 'suspend',
		keys: ['ctrl-z'],
		shown: 'Ctrl-z',
		help: 'to the shell; fg comes back',
		run: (board) => board.onSuspend(),
	},
	{
		id: 'quit',
		keys: ['q', 'ctrl-c'],
		shown: 'q',
		footer: 'quit',
		help: 'quit',
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
