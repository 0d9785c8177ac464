/**
 * What a click and the wheel do: nothing that no key does. A click selects, and on what is selected goes into it;
 * tabs and the keys of the footer are buttons; the wheel moves what is under it.
 */

import { type Board, FOOTER_LINES, HEADER_LINES, type ListScreen } from './model/board.ts';
import { move } from './model/moves.ts';
import { enter } from './model/ways.ts';
import { firstShown } from './screens/dialog.tsx';
import { footerKeys } from './screens/footer.tsx';
import { tabs } from './screens/header-tabs.ts';
import { layOut, pieceAt } from './screens/pieces.ts';
import { firstQueue } from './screens/queues.tsx';
import type { MouseEvent } from './terminal/mouse-event.ts';
import type { Theme } from './theme.ts';

const WHEEL_LINES = 3;
/** The tabs' line of the header. */
const TAB_ROW = HEADER_LINES - 1;
/** The first row of a list, under its titles. */
const LIST_ROW = HEADER_LINES + 1;

/** What the wheel presses in a dialog; in a menu the arrows would recall what was typed before. */
const WHEEL_KEYS = {
	menu: ['shift-tab', 'tab'],
	columns: ['up', 'down'],
	text: ['up', 'down'],
} as const;

const listOf = (board: Board, screen: ListScreen) => (screen === 'log' ? board.log : board.risk);

/** Whether a cell is the ticket's, beside its list. */
const isOnTicket = ({ split }: Board, column: number): boolean => split.isShown && column >= split.listWidth;

async function wheel(board: Board, { kind, column }: MouseEvent): Promise<void> {
	const up = kind === 'wheel-up';
	const by = up ? -WHEEL_LINES : WHEEL_LINES;
	// Behind a filter line it is the list that is moved.
	if (board.dialog && board.dialog.kind !== 'filter') {
		const [upKey, downKey] = WHEEL_KEYS[board.dialog.kind];
		await board.dialog.press(up ? upKey : downKey);
	} else if (board.overlay !== null) await move(board, by);
	else if (isOnTicket(board, column)) board.ticket.scroll.by(by);
	else if (board.listScreen) await listOf(board, board.listScreen).move(by);
	else await move(board, by);
}

/** A click on a dialog chooses; beside it, it is left, and a filter that was typed stays. */
async function pressDialog(board: Board, row: number): Promise<void> {
	const { dialog, dialogHeight, rows } = board;
	if (!dialog) return;
	const first = rows - FOOTER_LINES - dialogHeight;
	if (row < first) return void (await dialog.press(dialog.kind === 'filter' ? 'enter' : 'escape'));
	if (dialog.kind !== 'menu' && dialog.kind !== 'columns') return;
	// Its first line is its title.
	const entries = dialog.kind === 'menu' ? dialog.choices.length : dialog.columns.length;
	const place = firstShown(entries, dialog.cursor, dialogHeight - 1) + row - first - 1;
	if (row === first || place >= entries) return;
	dialog.cursor = place;
	await (dialog.kind === 'menu' ? dialog.press('enter') : dialog.press('space'));
}

async function pressFooter(board: Board, theme: Theme, column: number): Promise<void> {
	// What was just done stands there for a while, in the place of the keys.
	if (board.flash.current) return;
	const key = pieceAt(layOut(footerKeys(board), [], board.columns, !theme.isUnicode), column);
	if (key) await board.run(key.action);
}

async function pressTab(board: Board, theme: Theme, column: number): Promise<void> {
	const { left, right } = tabs(board, theme);
	const screen = pieceAt(layOut(left, right, board.columns, !theme.isUnicode), column)?.screen;
	if (screen && screen !== board.screen) await board.show(screen);
}

async function pressRow(board: Board, { column, row }: MouseEvent): Promise<void> {
	const { split, listScreen } = board;
	if (split.isShown && isOnTicket(board, column) !== split.isOnTicket) split.turn();
	if (split.isOnTicket || row < LIST_ROW) return;
	if (listScreen) {
		const list = listOf(board, listScreen);
		const place = row - LIST_ROW;
		if (place >= list.rows.length) return;
		if (place === list.cursor) await enter(board);
		else await list.move(place - list.cursor);
	} else if (board.screen === 'queues') {
		const place = row - LIST_ROW + firstQueue(board);
		const { queues } = board;
		if (place >= queues.rows.length) return;
		if (place === queues.place) await enter(board);
		else await move(board, place - queues.place);
	}
}

/** Does what an event of the mouse is for. */
export async function takeMouse(board: Board, theme: Theme, event: MouseEvent): Promise<void> {
	if (event.kind !== 'press') return wheel(board, event);
	const { column, row } = event;
	if (row >= board.rows - FOOTER_LINES && !board.dialog) return pressFooter(board, theme, column);
	if (board.dialog) return pressDialog(board, row);
	if (board.overlay !== null) return board.closeOver();
	if (row === TAB_ROW) return pressTab(board, theme, column);
	return pressRow(board, event);
}
