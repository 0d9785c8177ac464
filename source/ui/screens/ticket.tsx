/** One ticket: what it is, its timers, what happened; or why its timers are due when they are. */
import { Text } from 'ink';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { WORDS } from '../words.ts';
import { Page } from './page.tsx';
import { explanationOf, ticketLines } from './ticket-lines.ts';

export function TicketScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const missing = board.travel.at === null ? WORDS.noTicket : WORDS.noTicketThen;
	if (!board.detail) return <Text>{theme.paint('faint', missing)}</Text>;
	const lines = board.explanation
		? explanationOf(board.detail.ticket, board.explanation, board.columns, theme)
		: ticketLines(board.detail, board.columns, board.nowAt, theme);
	return <Page board={board} lines={lines} />;
}
