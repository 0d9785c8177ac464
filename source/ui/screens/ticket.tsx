/** One ticket: what it is, its timers, what happened; or why its timers are due when they are. */
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { WORDS } from '../words.ts';
import { Page } from './page.tsx';
import { explanationOf, ticketLines } from './ticket-lines.ts';

/** A ticket's lines at a width. */
function linesOfTicket({ ticket, travel, nowAt, overview }: Board, width: number, theme: Theme): string[] {
	const missing = travel.at === null ? WORDS.noTicket : WORDS.noTicketThen;
	const { detail, explanation, alerts } = ticket;
	if (!detail) return [theme.paint('faint', missing)];
	return explanation
		? explanationOf(detail.ticket, explanation, width, theme)
		: ticketLines(detail, alerts, overview.status.agreement, width, nowAt, theme);
}

export function TicketScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return (
		<Page board={board} lines={linesOfTicket(board, board.columns, theme)} scroll={board.ticket.scroll} />
	);
}

/** The ticket of the selected row, beside its list. */
export function TicketPane({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const { split, ticket } = board;
	const isHere = split.isOnTicket;
	const border = theme.paint(
		isHere ? 'accent' : 'faint',
		isHere ? theme.symbols.thickBorder : theme.symbols.border,
	);
	const lines = ticket.reference === '' ? [] : linesOfTicket(board, split.ticketWidth, theme);
	const filled = Array.from(
		{ length: Math.max(lines.length, board.pageHeight) },
		(_, place) => lines[place] ?? '',
	);
	return <Page board={board} lines={filled.map((line) => border + line)} scroll={ticket.scroll} />;
}
