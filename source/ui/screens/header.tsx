/** The top of every screen: how the floor stands, whether what is shown is fresh, and where one is. */
import { Text } from 'ink';
import { memo } from 'react';
import type { OPEN_STATES } from '../../sla/timer.ts';
import { figures, shortFigures } from '../../text/figures.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { clockTime, timeOfDay } from '../when.ts';
import { WORDS } from '../words.ts';
import { healthLine } from './header-health.ts';
import { tabLine } from './header-tabs.ts';
import { firstFitting, type Piece, piecesWidth, spread } from './pieces.ts';

export const STATE_ORDER = [
	'breached',
	'at_risk',
	'on_track',
	'paused',
] as const satisfies (typeof OPEN_STATES)[number][];

/** Ways to show the counters, from the one that says most: the first that fits is taken. */
const COUNTER_FORMS = [
	{ words: true, number: figures, clock: clockTime },
	{ words: false, number: figures, clock: clockTime },
	{ words: false, number: shortFigures, clock: clockTime },
	{ words: false, number: shortFigures, clock: timeOfDay },
] as const;

function counterLine(board: Board, theme: Theme): string {
	const { overview, travel } = board;
	const { states } = overview;
	const piecesOf = ({ words, number, clock }: (typeof COUNTER_FORMS)[number]): readonly Piece[] => [
		...STATE_ORDER.map((state): Piece => {
			const amount = travel.isNowhere ? theme.symbols.more : number(states[state]);
			const text = `${theme.symbols[state]} ${amount}${words ? ` ${WORDS.counted[state](states[state])}` : ''}`;
			return { text, token: states[state] > 0 ? state : 'faint', weight: 0 };
		}),
		{ text: clock(board.nowAt), weight: 0 },
	];
	const pieces = firstFitting(COUNTER_FORMS, piecesOf, (shown) => piecesWidth(shown) <= board.columns);
	const [counters, clock] = [pieces.slice(0, -1), pieces.slice(-1)];
	const name: Piece = { text: 'slatop', token: 'title', weight: 2 };
	return spread([name, ...counters], clock, board.columns, theme);
}

export interface HeaderProps {
	readonly board: Board;
	readonly theme: Theme;
	/** Changes when the board has: the board itself is always the same. */
	readonly version: number;
}

export const Header = memo(function Header({ board, theme }: HeaderProps) {
	const lines = [counterLine(board, theme), healthLine(board, theme), tabLine(board, theme)];
	return <Text wrap="truncate">{lines.join('\n')}</Text>;
});
