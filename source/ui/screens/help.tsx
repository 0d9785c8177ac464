/** The help: every key that works, made from the table that makes them work. */
import { Box } from 'ink';
import { fitStart } from '../../text/fit.ts';
import { ACTIONS } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { Line } from './list.tsx';

const KEY_CELLS = 10;

/** Every action, a line each, in so many cells exactly. */
function actionLines(cells: number, theme: Theme): string[] {
	return ACTIONS.map(({ shown, help }) => {
		const key = theme.paint('strong', fitStart(shown, KEY_CELLS, { pad: 'end' }));
		return ` ${key} ${fitStart(help, cells - KEY_CELLS - 2, { pad: 'end', ascii: !theme.isUnicode })}`;
	});
}

/** The help's lines: in one column where they fit, else in two. */
export function helpLines(columns: number, rows: number, theme: Theme): string[] {
	const title = theme.paint('title', ' Keys');
	const one = actionLines(columns, theme);
	if (one.length < rows) return [title, ...one];
	const cells = Math.floor((columns - 1) / 2);
	const two = actionLines(cells, theme);
	const half = Math.ceil(two.length / 2);
	return [title, ...two.slice(0, half).map((left, place) => `${left} ${two[half + place] ?? ''}`)].slice(
		0,
		rows,
	);
}

export function HelpScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return (
		<Box flexDirection="column">
			{helpLines(board.columns, board.listHeight + 1, theme).map((text) => (
				<Line key={text} text={text} />
			))}
		</Box>
	);
}
