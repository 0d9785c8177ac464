/** Moving in lists and pages. */
import type { Action } from '../keymap.ts';

export const MOVING: readonly Action[] = [
	{ id: 'down', keys: ['j', 'down'], shown: 2, run: (board) => board.move(1) },
	{ id: 'up', keys: ['k', 'up'], shown: 2, run: (board) => board.move(-1) },
	{ id: 'page-down', keys: ['pagedown', 'ctrl-f'], run: (board) => board.moveByPage(1) },
	{ id: 'page-up', keys: ['pageup', 'ctrl-b'], run: (board) => board.moveByPage(-1) },
	{ id: 'half-down', keys: ['ctrl-d'], run: (board) => board.moveByPage(1, true) },
	{ id: 'half-up', keys: ['ctrl-u'], run: (board) => board.moveByPage(-1, true) },
	{ id: 'home', keys: ['g', 'home'], run: (board) => board.home() },
	{ id: 'end', keys: ['G', 'end'], run: (board) => board.end() },
];
