/** The header's third line: which screen is shown, and what is to be known of it. */
import { formatLeft } from '../../sla/time-left.ts';
import { cleanText } from '../../text/clean.ts';
import type { Board, Screen } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { timeOfDay } from '../when.ts';
import { WORDS } from '../words.ts';
import { firstFitting, type Piece, piecesWidth, spread } from './pieces.ts';

const TABS: readonly (readonly [string, Screen])[] = [
	['1', 'risk'],
	['2', 'queues'],
	['3', 'log'],
	['4', 'compliance'],
	['5', 'agreement'],
];

/** How many of them have their names beside the one that is shown: as many as fit. */
const NAMED_TABS = [5, 4, 3, 2, 1, 0] as const;

/** That the lists are held still, and what lets them go on. */
function frozenPieces({ freeze, keymap }: Board): Piece[] {
	if (freeze.at === null) return [];
	const text = ` ${WORDS.frozen} ${timeOfDay(freeze.at)} (${keymap.hint('freeze')}) `;
	return [{ text, token: 'alarm', weight: 0 }];
}

function markedPieces({ listScreen, marks }: Board, theme: Theme): Piece[] {
	const count = listScreen === null ? 0 : marks[listScreen].count;
	return count > 0 ? [{ text: `${theme.symbols.mark} ${count}`, token: 'accent', weight: 0 }] : [];
}

/** By what a list is sorted, where that is not its own order. */
function sortedPiece(words: string, isReversed: boolean, theme: Theme): Piece {
	const arrow = isReversed ? theme.symbols.up : theme.symbols.down;
	return { text: `${words} ${arrow}`, token: 'accent', weight: 1 };
}

/** What is told of the log: whether it is followed, and its order. */
function logPieces({ log, keymap, narrowing }: Board, theme: Theme): Piece[] {
	const { by, isReversed } = narrowing.logSorting;
	const news: Piece[] = log.isFollowing
		? [{ text: WORDS.follows, token: 'faint', weight: 1 }]
		: log.hasNews
			? [{ text: WORDS.newRows(keymap.hint('end')), token: 'accent', weight: 1 }]
			: [];
	const isOwnOrder = by === 'closed' && !isReversed;
	return isOwnOrder ? news : [...news, sortedPiece(WORDS.logSorted[by], isReversed, theme)];
}

/** What is told of the timers: their order, or when the next of them breaches. */
function riskPieces({ risk, rowsAt, narrowing }: Board, theme: Theme): Piece[] {
	const { by, isReversed } = narrowing.sorting;
	if (by !== 'due' || isReversed) return [sortedPiece(WORDS.sorted[by], isReversed, theme)];
	const dueAt = risk.rows.find((row) => (row.dueAt ?? 0) > rowsAt)?.dueAt ?? null;
	if (dueAt === null) return [];
	return [{ text: `${WORDS.next} ${formatLeft(dueAt - rowsAt)}`, token: 'faint', weight: 1 }];
}

/** What is told of the screen that is shown. */
function placePieces(board: Board, theme: Theme): Piece[] {
	return [
		...frozenPieces(board),
		...markedPieces(board, theme),
		...(board.screen === 'log' ? logPieces(board, theme) : []),
		...(board.screen === 'risk' ? riskPieces(board, theme) : []),
	];
}

/** A piece of the line of tabs, and the screen that it stands for where it is a tab. */
interface Tab extends Piece {
	readonly screen?: Screen;
}

/** The screens by their keys. The one that is shown has its name, and of the others as many as `named`. */
function screenTabs(shown: Screen, named: number): Tab[] {
	return TABS.map(([key, screen], place): Tab => {
		const isHere = screen === shown;
		const text = isHere || place < named ? ` ${key} ${WORDS.screens[screen]} ` : key;
		return { text, token: isHere ? 'tab' : 'plain', weight: isHere ? 0 : 2, screen };
	});
}

/** The line of tabs: which screen is shown and what of it, and what is told of that. */
export function tabs(
	board: Board,
	theme: Theme,
): { readonly left: readonly Tab[]; readonly right: readonly Tab[] } {
	const ticket: Tab[] =
		board.screen === 'ticket' ? [{ text: ` ${WORDS.screens.ticket} `, token: 'tab', weight: 0 }] : [];
	const isNarrowed = board.filter !== '' && (board.screen === 'risk' || board.screen === 'log');
	const filter: Tab[] = isNarrowed
		? [{ text: `${WORDS.filter}: ${cleanText(board.filter)}`, token: 'accent', weight: 0 }]
		: [];
	const right = placePieces(board, theme);
	const leftOf = (named: number): readonly Tab[] => [
		...screenTabs(board.screen, named),
		...ticket,
		...filter,
	];
	const fits = (left: readonly Tab[]): boolean => piecesWidth([...left, ...right]) <= board.columns;
	return { left: firstFitting(NAMED_TABS, leftOf, fits), right };
}

export function tabLine(board: Board, theme: Theme): string {
	const { left, right } = tabs(board, theme);
	return spread(left, right, board.columns, theme);
}
