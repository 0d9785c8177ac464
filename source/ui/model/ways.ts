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

interface WayOut {
	readonly isOpen: (board: Board) => boolean;
	readonly go: (board: Board) => unknown;
}

const OUT_OF_PAST: WayOut = {
	isOpen: ({ travel }) => !travel.isOver,
	go: (board) => {
		// Keys are answered on the way.
		void board.goTo(null);
	},
};

/** The first that is open is taken. */
const WAYS_OUT: readonly WayOut[] = [
	{ isOpen: ({ overlay }) => overlay !== null, go: (board) => board.closeOver() },
	{
		isOpen: ({ place, ticket }) => place === 'ticket' && ticket.explanation !== null,
		go: (board) => board.toggleExplanation(),
	},
	{ isOpen: ({ screen }) => screen === 'ticket', go: (board) => board.show(board.from) },
	{ isOpen: ({ split }) => split.isOnTicket, go: ({ split }) => split.toList() },
	{
		isOpen: ({ listScreen, marks }) => listScreen !== null && marks[listScreen].count > 0,
		go: ({ listScreen, marks }) => listScreen && marks[listScreen].clear(),
	},
	{ isOpen: ({ filter }) => filter !== '', go: (board) => board.setFilter('') },
	{ isOpen: ({ freeze }) => freeze.at !== null, go: (board) => board.thaw() },
	OUT_OF_PAST,
];

const wayOut = (board: Board): WayOut | undefined => WAYS_OUT.find(({ isOpen }) => isOpen(board));

/** Goes back one step: out of the help, the ticket, the marks, the filter, the past. */
export async function back(board: Board): Promise<void> {
	await wayOut(board)?.go(board);
}

/** Whether going back leads out of the past. */
export const leadsToPresent = (board: Board): boolean => wayOut(board) === OUT_OF_PAST;

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
