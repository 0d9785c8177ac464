/** What is about the program and not about what it shows. */
import type { Action } from '../keymap.ts';

export const PROGRAM: readonly Action[] = [
	{ id: 'palette', keys: [':'], run: (board) => board.openPalette() },
	{ id: 'help', keys: ['?'], run: (board) => board.toggleHelp() },
	{ id: 'repaint', keys: ['ctrl-l'], run: (board) => board.onRepaint() },
	{ id: 'suspend', keys: ['ctrl-z'], run: (board) => board.suspend() },
	{ id: 'quit', keys: ['q', 'ctrl-c'], run: (board) => board.onQuit() },
];
