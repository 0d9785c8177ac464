/** From screen to screen, into what is selected, and back. */

import type { Action } from '../keymap.ts';
import type { Screen } from '../model/board.ts';
import { back, enter, leadsToPresent } from '../model/ways.ts';
import { WORDS } from '../words.ts';

/** The screens in the order of their digits. */
const ROUND: readonly Screen[] = ['risk', 'queues', 'log', 'compliance', 'agreement'];

function neighbour(screen: Screen, by: 1 | -1): Screen {
	const place = Math.max(0, ROUND.indexOf(screen));
	return ROUND[(place + by + ROUND.length) % ROUND.length] ?? 'risk';
}

export const SCREENS: readonly Action[] = [
	{
		id: 'enter',
		keys: ['enter', 'l', 'right'],
		screens: ['risk', 'log', 'queues'],
		run: enter,
	},
	{
		id: 'back',
		keys: ['escape', 'h', 'left', 'backspace'],
		footerAs: (board) => (leadsToPresent(board) ? WORDS.toPresent : undefined),
		run: back,
	},
	{ id: 'why', keys: ['w'], screens: ['ticket'], run: (board) => board.toggleExplanation() },
	{ id: 'risk', keys: ['1'], run: (board) => board.show('risk') },
	{ id: 'queues', keys: ['2'], run: (board) => board.show('queues') },
	{ id: 'log', keys: ['3'], run: (board) => board.show('log') },
	{ id: 'compliance', keys: ['4'], run: (board) => board.show('compliance') },
	{ id: 'agreement', keys: ['5'], run: (board) => board.show('agreement') },
	{
		id: 'sources',
		keys: ['i'],
		footerWhen: ({ overview }) => overview.status.sources.some(({ sync }) => sync !== undefined),
		run: async (board) => (await import('../screens/sources.ts')).toggleSources(board),
	},
	{
		id: 'next-screen',
		keys: ['tab'],
		run: (board) => (board.split.isShown ? board.split.turn() : board.show(neighbour(board.screen, 1))),
	},
	{ id: 'previous-screen', keys: ['shift-tab'], run: (board) => board.show(neighbour(board.screen, -1)) },
];
