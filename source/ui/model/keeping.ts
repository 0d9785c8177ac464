/** What of a board is kept for the next run, and what a run begins with. */
import type { Board, ListScreen } from './board.ts';
import { AS_IT_FITS, type ColumnChoice, isChosen } from './column-choice.ts';
import { History } from './history.ts';
import type { Kept } from './kept.ts';

/** What is as at first is not kept: it may be another the next time. */
function choiceToKeep({ columnChoice, columnsAtFirst }: Board, screen: ListScreen): ColumnChoice {
	const choice = columnChoice[screen];
	return choice === columnsAtFirst[screen] ? AS_IT_FITS : choice;
}

/** What the next run is to begin with. */
export function keptOf(board: Board): Kept {
	const { filters, commands, actions } = board.typed;
	return {
		screen: board.from === 'ticket' ? 'risk' : board.from,
		filter: board.filter,
		sorting: board.narrowing.sorting,
		columns: { risk: choiceToKeep(board, 'risk'), log: choiceToKeep(board, 'log') },
		isSplit: board.split.isOn,
		typed: { filters: filters.all, commands: commands.all, actions: actions.all },
	};
}

/** Begins where another run has ended; the filter waits for what it names to be read. */
export function restore(board: Board, { screen, sorting, columns, isSplit, typed }: Kept): void {
	board.screen = screen;
	board.from = screen;
	board.narrowing.sorting = sorting;
	if (isChosen(columns.risk)) board.columnChoice.risk = columns.risk;
	if (isChosen(columns.log)) board.columnChoice.log = columns.log;
	board.split.isOn = isSplit;
	board.typed = {
		filters: new History(typed.filters),
		commands: new History(typed.commands),
		actions: new History(typed.actions),
	};
}
