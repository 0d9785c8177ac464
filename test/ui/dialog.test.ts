import { expect, it } from 'vitest';
import { ask } from '../../source/ui/model/asking.ts';
import type { Board } from '../../source/ui/model/board.ts';
import type { Choice } from '../../source/ui/model/menu.ts';
import { dialogLines } from '../../source/ui/screens/dialog.tsx';
import { makeTheme, type Theme } from '../../source/ui/theme.ts';
import { startedBoard, storeOf } from '../support/board.ts';

const THEME: Theme = { ...makeTheme({ colors: 'none', unicode: false }), paint: (_, text) => text };
const NOW_AT = Date.UTC(2026, 10, 24, 12);

const asked = async (rows: number, labels: readonly string[]): Promise<Board> => {
	const board = await startedBoard(storeOf({}), NOW_AT);
	await board.resize(80, rows);
	const choice = (label: string): Choice => ({ label, run: () => {} });
	await ask(board, 'Which file', labels.map(choice), (typed) => [choice(typed)]);
	return board;
};

const shown = (board: Board): readonly string[] =>
	board.dialog ? dialogLines(board.dialog, board, THEME) : [];

it('says under its title that there is nothing to choose from, and shows there what is typed', async () => {
	const board = await asked(24, []);
	expect(shown(board)).toEqual([expect.stringContaining(' Which file '), ' nothing to choose from: type it']);
	expect(board.dialogHeight).toBe(2);
	await board.dialog?.type('new.yaml');
	expect(shown(board)).toEqual([
		expect.stringMatching(/ Which file -+$/),
		expect.stringMatching(/^ new\.yaml *$/),
	]);
	expect(board.dialogHeight).toBe(2);
});

it.each([4, 5, 6, 8, 12, 24])('has no more lines than its room on a screen of %i', async (rows) => {
	for (const labels of [[], ['one.yaml'], ['one.yaml', 'two.yaml', 'three.yaml']]) {
		const board = await asked(rows, labels);
		for (const typed of ['', 'o', 'zzz']) {
			await board.dialog?.type(typed);
			expect(shown(board).length).toBeLessThanOrEqual(board.dialogHeight);
		}
	}
});
