/** The help: every key that works, made from the table that makes them work. */
import { fitStart } from '../../text/fit.ts';
import { ACTIONS } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { actionWords, WORDS } from '../words.ts';
import { Page } from './page.tsx';

const KEY_CELLS = 10;

/** A line an action, after the title. */
export function helpLines(columns: number, theme: Theme): string[] {
	const lines = ACTIONS.map(({ id, shown }) => {
		const key = theme.paint('strong', fitStart(shown, KEY_CELLS, { pad: 'end' }));
		return ` ${key} ${fitStart(actionWords(id).help, columns - KEY_CELLS - 2, { ascii: !theme.isUnicode })}`;
	});
	return [` ${theme.paint('title', WORDS.keys)}  ${theme.paint('faint', WORDS.keysHint)}`, ...lines];
}

export function HelpScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return <Page board={board} lines={helpLines(board.columns, theme)} />;
}
