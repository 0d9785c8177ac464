/** Choosing the columns of the list that is shown. */
import { type ColumnSpec, placeColumns } from '../columns.ts';
import type { Board, ListScreen } from '../model/board.ts';
import { type ColumnChoice, chosenColumns, inChosenOrder } from '../model/column-choice.ts';
import { ColumnChooser, type ColumnState } from '../model/column-chooser.ts';
import { logColumns } from '../screens/log.tsx';
import { riskColumns } from '../screens/risk.tsx';
import { makeTheme } from '../theme.ts';

/** For what columns are called and how wide they are; how they are drawn is nothing to this. */
const PLAIN = makeTheme({ colors: 'none', unicode: false });
/** Cells of what stands before the columns that can be chosen. */
const MARK_CELLS = 1;

function statesOf<Row>(
	specs: readonly ColumnSpec<Row>[],
	choice: ColumnChoice,
	width: number,
): readonly ColumnState[] {
	const shownOf = (some: readonly ColumnSpec<Row>[]): Set<string> =>
		new Set(placeColumns(some, width - MARK_CELLS).map(({ id }) => id));
	const shown = shownOf(chosenColumns(specs, choice));
	const fitting = shownOf(specs);
	return inChosenOrder(specs, choice)
		.filter(({ title }) => title !== '')
		.map(({ id, title }) => ({ id, title, isShown: shown.has(id), wouldBe: fitting.has(id) }));
}

const columnStates = (board: Board, screen: ListScreen): readonly ColumnState[] =>
	screen === 'risk'
		? statesOf(riskColumns(PLAIN, board.risk.rows), board.columnChoice.risk, board.split.listWidth)
		: statesOf(logColumns(PLAIN, board.log.rows), board.columnChoice.log, board.split.listWidth);

export async function chooseColumns(board: Board): Promise<void> {
	const screen = board.listScreen;
	if (!screen) return;
	const chooser = new ColumnChooser({
		columns: () => columnStates(board, screen),
		choice: () => board.columnChoice[screen],
		atFirst: board.columnsAtFirst[screen],
		choose: (choice) => {
			board.columnChoice[screen] = choice;
		},
		close: () => board.close(),
	});
	await board.open(chooser);
}
