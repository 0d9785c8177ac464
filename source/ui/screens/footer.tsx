/** The last line: the keys that work now, what was just done, or a line that is typed. */
import { Text } from 'ink';
import { cleanText } from '../../text/clean.ts';
import { fitStart } from '../../text/fit.ts';
import { type Action, shownKeys } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import type { Said, Tone } from '../model/flash.ts';
import type { Theme, Token } from '../theme.ts';
import { actionWords } from '../words.ts';
import { dialogFooter } from './dialog.tsx';
import { fitPieces } from './pieces.ts';

/** Where there is little room, the way to the help and the way out stay, and what is told of just now goes last. */
function weightOf({ id, footerWhen }: Action): number {
	if (id === 'help' || id === 'quit') return 0;
	return footerWhen || id === 'filter' || id === 'palette' ? 1 : 2;
}

function keysLine(board: Board, theme: Theme): string {
	const keys = board.keymap
		.on(board.place)
		.filter((action) => action.keys.length > 0 && (action.footerWhen?.(board) ?? true))
		.map((action) => ({ action, shown: shownKeys(action), footer: actionWords(action.id).footer ?? '' }))
		.filter(({ action, footer }) => footer !== '' && (action.disabled?.(board) ?? null) === null)
		.map(({ action, shown, footer }) => ({
			shown,
			footer,
			text: `${shown} ${footer}`,
			weight: weightOf(action),
		}));
	const shown = fitPieces(keys, board.columns);
	return keys
		.filter((key) => shown.includes(key))
		.map(({ shown: key, footer }) => `${theme.paint('strong', key)} ${theme.paint('faint', footer)}`)
		.join('  ');
}

const TONES: Readonly<Record<Tone, Token>> = { done: 'accent', refused: 'warning', failed: 'alarm' };

function flashLine({ text, tone }: Said, width: number, theme: Theme): string {
	return theme.paint(TONES[tone], fitStart(cleanText(text), width, { ascii: !theme.isUnicode }));
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
