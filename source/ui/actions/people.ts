/** What people do about tickets: each is written to the store as an event, and can be taken back. */
import type { Action } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import { WITH_TICKETS } from '../model/targets.ts';
import { WORDS } from '../words.ts';
import { chooseAgent, take } from './people/assigning.ts';
import { acknowledge, snooze } from './people/at-risk.ts';
import { nothingHere, notNow, trying } from './people/doing.ts';
import { exclude, explainMiss } from './people/misses.ts';
import { note } from './people/notes.ts';

const undo = (board: Board): Promise<void> =>
	trying(board, async () => {
		const text = await board.people.undo();
		if (text !== null) board.flash.say(WORDS.said.undone(text));
	});

const redo = (board: Board): Promise<void> =>
	trying(board, async () => {
		const text = await board.people.redo();
		if (text !== null) board.flash.say(WORDS.said.redone(text));
	});

export const PEOPLE: readonly Action[] = [
	{ id: 'take', keys: ['t'], screens: WITH_TICKETS, disabled: nothingHere, run: take },
	{ id: 'assign', keys: ['A'], screens: WITH_TICKETS, disabled: nothingHere, run: chooseAgent },
	{ id: 'acknowledge', keys: ['a'], screens: ['risk', 'ticket'], disabled: nothingHere, run: acknowledge },
	{ id: 'snooze', keys: ['z'], screens: ['risk', 'ticket'], disabled: nothingHere, run: snooze },
	{ id: 'explain', keys: ['e'], screens: WITH_TICKETS, disabled: nothingHere, run: explainMiss },
	{ id: 'exclude', keys: ['x'], screens: ['log', 'ticket'], disabled: nothingHere, run: exclude },
	{ id: 'note', keys: ['+'], screens: WITH_TICKETS, disabled: nothingHere, run: note },
	{
		id: 'undo',
		keys: ['u'],
		disabled: (board) => notNow(board) ?? (board.people.canUndo ? null : WORDS.refused.nothingToUndo),
		run: undo,
	},
	{
		id: 'redo',
		keys: ['ctrl-r'],
		disabled: (board) => notNow(board) ?? (board.people.canRedo ? null : WORDS.refused.nothingToRedo),
		run: redo,
	},
];
