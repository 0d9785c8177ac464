/** Through time: held still, into the past, and back. */

import { DAY_MS, QUARTER_MS } from '../../sla/duration.ts';
import type { Action } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import { step } from '../model/ways.ts';

const isInPast = ({ travel }: Board): boolean => travel.at !== null || travel.destination !== null;

export const TIME: readonly Action[] = [
	{ id: 'freeze', keys: ['space'], screens: ['risk', 'log', 'queues'], run: (board) => board.toggleFreeze() },
	{ id: 'earlier', keys: ['['], footerWhen: isInPast, run: (board) => step(board, -QUARTER_MS) },
	{ id: 'later', keys: [']'], footerWhen: isInPast, run: (board) => step(board, QUARTER_MS) },
	{ id: 'day-earlier', keys: ['{'], run: (board) => step(board, -DAY_MS) },
	{ id: 'day-later', keys: ['}'], run: (board) => step(board, DAY_MS) },
];
