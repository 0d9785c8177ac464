import { describe, expect, it } from 'vitest';
import type { Board } from '../../source/ui/model/board.ts';
import { takeMouse } from '../../source/ui/mouse.ts';
import type { MouseEvent } from '../../source/ui/terminal/mouse-event.ts';
import { makeTheme } from '../../source/ui/theme.ts';
import { startedBoard, storeOf } from '../support/board.ts';
import { timer } from '../support/rows.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const THEME = makeTheme({ colors: 'none', unicode: true });

/** A list of five, a filter of before, and a filter line over it. */
async function filtering(typed: string): Promise<Board> {
	const rows = Array.from({ length: 5 }, (_, place) => timer({ id: place + 1, ticket: `T-${place + 1}` }));
	const board = await startedBoard(storeOf({ timers: async () => rows }), NOON);
	board.typed.filters.add('dep:sales');
	const filter = board.keymap.find('/', 'risk');
	if (filter) await board.run(filter);
	await board.dialog?.type(typed);
	return board;
}

const at = (kind: MouseEvent['kind'], row: number): MouseEvent => ({ kind, column: 5, row });

describe('the mouse, while a filter is typed', () => {
	it('keeps the filter with a click beside its line', async () => {
		const board = await filtering('dep:billing');
		await takeMouse(board, THEME, at('press', 6));
		expect(board.dialog).toBeNull();
		expect(board.filter).toBe('dep:billing');
	});

	it('moves the list with its wheel, and recalls nothing', async () => {
		const board = await filtering('');
		await takeMouse(board, THEME, at('wheel-down', 6));
		expect(board.risk.cursor).toBe(3);
		await takeMouse(board, THEME, at('wheel-up', 6));
		expect(board.risk.cursor).toBe(0);
		expect(board.filter).toBe('');
		expect(board.dialog?.kind).toBe('filter');
	});

	it('moves the cursor of a menu, and recalls nothing', async () => {
		const board = await startedBoard(storeOf({}), NOON);
		board.typed.commands.add('export');
		await board.openPalette();
		const { dialog } = board;
		if (dialog?.kind !== 'menu') throw new Error('no menu');
		const before = dialog.choices.length;
		await takeMouse(board, THEME, at('wheel-up', 6));
		expect(dialog.choices).toHaveLength(before);
		await takeMouse(board, THEME, at('wheel-down', 6));
		expect(dialog.cursor).toBe(1);
	});
});
