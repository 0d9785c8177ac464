/** Marking rows, to do something with all of them. */

import type { Board } from '../model/board.ts';
import { type Marks, MOST_MARKS } from '../model/marks.ts';
import { move } from '../model/moves.ts';
import type { KeyedRow, WindowedList } from '../model/windowed-list.ts';
import { WORDS } from '../words.ts';

/** Marks the selected row, or no longer, and goes on to the next. */
export async function mark(board: Board): Promise<void> {
	const { marks, risk, log } = board;
	if (board.screen === 'risk' && risk.selected) marks.risk.toggle(risk.selected);
	else if (board.screen === 'log' && log.selected) marks.log.toggle(log.selected);
	await move(board, 1);
}

type Row = KeyedRow & { readonly id: number };

/** Gives how many rows there were to be marked; one too many stands for all that are left out. */
async function markFirst<R extends Row>(list: WindowedList<R>, marks: Marks<R>): Promise<number> {
	const rows = await list.top(MOST_MARKS + 1);
	marks.add(rows.slice(0, MOST_MARKS));
	return rows.length;
}

/** Marks every row that the filter leaves, as far as that is many. */
export async function markAll(board: Board): Promise<void> {
	const { listScreen, marks, flash, keymap } = board;
	if (!listScreen) return;
	const count =
		listScreen === 'risk' ? await markFirst(board.risk, marks.risk) : await markFirst(board.log, marks.log);
	const key = keymap.hint('back');
	flash.say(
		count > MOST_MARKS
			? WORDS.said.markedFirst(MOST_MARKS, key)
			: WORDS.said.marked(marks[listScreen].count, key),
	);
}
