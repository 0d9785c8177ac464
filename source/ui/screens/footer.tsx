/** The last line: the keys that work now, what was just done, or a line that is typed. */
import { Text } from 'ink';
import { cleanText } from '../../text/clean.ts';
import { fitMessage } from '../../text/fit.ts';
import { type Action, shownKeys } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import type { Said, Tone } from '../model/flash.ts';
import type { Theme, Token } from '../theme.ts';
import { actionWords } from '../words.ts';
import { dialogFooter } from './dialog.tsx';
import { fitPieces, type Piece } from './pieces.ts';

/** Where there is little room, the way to the help and the way out stay, and what is told of just now goes last. */
function weightOf({ id, footerWhen }: Action, isRenamed: boolean): number {
	if (id === 'help' || id === 'quit') return 0;
	return footerWhen || isRenamed || id === 'filter' || id === 'palette' ? 1 : 2;
}

interface FooterKey extends Piece {
	readonly action: Action;
	readonly key: string;
	readonly word: string;
}

/** The keys that the footer tells of, as many as fit. */
export function footerKeys(board: Board): readonly FooterKey[] {
	// Few have a word for it: the rest are not asked whether they could be done.
	const keys = board.keymap
		.on(board.place)
		.map((action) => {
			const renamed = action.footerAs?.(board);
			return {
				action,
				word: renamed ?? actionWords(action.id).footer ?? '',
				isRenamed: renamed !== undefined,
			};
		})
		.filter(
			({ action, word }) => word !== '' && action.keys.length > 0 && (action.footerWhen?.(board) ?? true),
		)
		.filter(({ action }) => (action.disabled?.(board) ?? null) === null)
		.map(({ action, word, isRenamed }) => {
			const key = shownKeys(action);
			return { action, key, word, text: `${key} ${word}`, weight: weightOf(action, isRenamed) };
		});
	return fitPieces(keys, board.columns);
}

const keysLine = (board: Board, theme: Theme): string =>
	footerKeys(board)
		.map(({ key, word }) => `${theme.paint('strong', key)} ${theme.paint('faint', word)}`)
		.join('  ');

const TONES: Readonly<Record<Tone, Token>> = { done: 'accent', refused: 'warning', failed: 'alarm' };

function flashLine({ text, tone }: Said, width: number, theme: Theme): string {
	return theme.paint(TONES[tone], fitMessage(cleanText(text), width, { ascii: !theme.isUnicode }));
}

export function Footer({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const said = board.flash.current;
	const line = board.dialog
		? dialogFooter(board.dialog, board.columns, theme)
		: said
			? flashLine(said, board.columns, theme)
			: keysLine(board, theme);
	return <Text wrap="truncate">{line}</Text>;
}
