/** Whose a ticket is. */
import { ask } from '../../model/asking.ts';
import type { Board } from '../../model/board.ts';
import type { Choice } from '../../model/menu.ts';
import { targetsOf, ticketsOf } from '../../model/targets.ts';
import { WORDS } from '../../words.ts';
import { named, perform } from './doing.ts';

async function assign(board: Board, agent: string | null): Promise<void> {
	const tickets = ticketsOf(board);
	const text =
		agent === null ? WORDS.deeds.unassigned(named(tickets)) : WORDS.deeds.assigned(named(tickets), agent);
	await perform(
		board,
		text,
		tickets.map((ticket) => ({ ticket, deed: { type: 'assigned', agent } })),
	);
}

export async function take(board: Board): Promise<void> {
	const mine = board.people.by;
	if (targetsOf(board).length > 0 && targetsOf(board).every(({ agent }) => agent === mine)) {
		board.flash.say(WORDS.refused.isYours(named(ticketsOf(board))), 'refused');
		return;
	}
	await assign(board, mine);
}

export async function chooseAgent(board: Board): Promise<void> {
	const agents = await board.readAgents();
	const mine = board.people.by;
	const names = [mine, ...agents.filter((name) => name !== mine)];
	const choices = names.map((name): Choice => ({ label: name, run: () => assign(board, name) }));
	const nobody: Choice = { label: WORDS.menu.nobody, run: () => assign(board, null) };
	await ask(board, WORDS.menu.assignTo(named(ticketsOf(board))), [...choices, nobody], (typed) => [
		{ label: typed, note: WORDS.menu.newAgent, run: () => assign(board, typed) },
	]);
}
