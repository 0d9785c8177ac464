/** Ways from where one is: into what is selected, back again, and through time. */
import { SECOND_MS } from '../../sla/duration.ts';
import type { Board } from './board.ts';
import { quoted } from './filter.ts';

/** Goes into what is selected: a queue's timers, a timer's ticket. */
export async function enter(board: Board): Promise<void> {
	const { selected } = board;
	if (board.screen !== 'queues') return selected && board.showTicket(selected.ticket);
	const { selected: queue } = board.queues;
	if (!queue) return;
	await board.setFilter(`dep:${quoted(queue.department ?? '')}`);
	await board.show('risk');
}

/** Goes back one step: out of the help, the ticket, the marks, the filter, the past. */
export async function back(board: Board): Promise<void> {
	const { listScreen, marks, split, travel } = board;
	if (board.overlay !== null) board.closeOver();
	else if (board.place === 'ticket' && board.ticket.explanation) await board.toggleExplanation();
	else if (board.screen === 'ticket') await board.show(board.from);
	else if (split.isOnTicket) split.toList();
	else if (listScreen && marks[listScreen].count > 0) marks[listScreen].clear();
	else if (board.filter !== '') await board.setFilter('');
	else if (board.freeze.at !== null) await board.thaw();
	else if (!travel.isOver) void board.goTo(null);
}

/** Steps through time, from where it is going or else from what is shown; past now is the present again. */
export function step(board: Board, byMs: number): void {
	const { travel } = board;
	const from = travel.destination ?? travel.at;
	if (!travel.isPossible || (from === null && byMs > 0)) return;
	const nowAt = board.options.now();
	const to = (from ?? nowAt) + byMs;
	// The clock goes on while somebody is away: what is a moment ago is now.
	void board.goTo(to < nowAt - SECOND_MS ? to : null);
}
