/** Moving in lists and pages. */

import type { Action } from '../keymap.ts';
import { end, home, move, moveByPage } from '../model/moves.ts';

export const MOVING: readonly Action[] = [
	{ id: 'down', keys: ['j', 'down'], shown: 2, run: (board) => move(board, 1) },
	{ id: 'up', keys: ['k', 'up'], shown: 2, run: (board) => move(board, -1) },
	{ id: 'page-down', keys: ['pagedown', 'ctrl-f'], run: (board) => moveByPage(board, 1) },
	{ id: 'page-up', keys: ['pageup', 'ctrl-b'], run: (board) => moveByPage(board, -1) },
	{ id: 'half-down', keys: ['ctrl-d'], run: (board) => moveByPage(board, 1, true) },
	{ id: 'half-up', keys: ['ctrl-u'], run: (board) => moveByPage(board, -1, true) },
	{ id: 'home', keys: ['g', 'home'], run: home },
	{ id: 'end', keys: ['G', 'end'], run: end },
];
