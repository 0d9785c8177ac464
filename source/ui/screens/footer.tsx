/** The last line: the keys that work now, or the filter while it is typed. */
import { Text } from 'ink';
import { cleanText } from '../../text/clean.ts';
import { fitEnd } from '../../text/fit.ts';
import { actionsOn } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { actionWords } from '../words.ts';
import { fitPieces } from './header.tsx';

function keysLine(board: Board, theme: Theme): string {
	const keys = actionsOn(board.screen)
		.map((action) => ({ ...action, footer: actionWords(action.id).footer ?? '' }))
		.filter(({ footer, footerWhen }) => footer !== '' && (footerWhen?.(board) ?? true))
		.map(({ id, shown, footer }) => ({
			shown,
			footer,
			text: `${shown} ${footer}`,
			// Where there is little room, the way to the help and the way out stay.
			weight: id === 'help' || id === 'quit' ? 0 : 1,
		}));
	const shown = fitPieces(keys, board.columns);
	return keys
		.filter((key) => shown.includes(key))
		.map(({ shown: key, footer }) => `${theme.paint('strong', key)} ${theme.paint('faint', footer)}`)
		.join('  ');
}

function filterLine(board: Board, theme: Theme): string {
	const problem = board.filterProblem === null ? '' : `  ${theme.paint('warning', board.filterProblem)}`;
	const typed = fitEnd(cleanText(board.filter), Math.max(8, board.columns - 2), { ascii: !theme.isUnicode });
	return `${theme.paint('accent', '/')}${typed}${theme.paint('selected', ' ')}${problem}`;
}

export function Footer({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return <Text wrap="truncate">{board.isFiltering ? filterLine(board, theme) : keysLine(board, theme)}</Text>;
}
