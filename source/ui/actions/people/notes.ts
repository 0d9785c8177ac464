/** Notes on tickets and timers. */
import { askText } from '../../model/asking.ts';
import type { Board } from '../../model/board.ts';
import type { TicketDeed } from '../../model/people.ts';
import { targetsOf, ticketsOf } from '../../model/targets.ts';
import { WORDS } from '../../words.ts';
import { deedsOf, named, nameOf, perform } from './doing.ts';

/** A note on the selected rows' timers, or on the ticket that is looked at. */
export async function note(board: Board): Promise<void> {
	const tickets = ticketsOf(board);
	const targets = board.screen === 'ticket' ? [] : targetsOf(board);
	await askText(board, WORDS.menu.noteOn(named(tickets)), '', async (text) => {
		if (text === '') return;
		const deeds =
			targets.length > 0
				? deedsOf(targets, (target) => ({ type: 'remarked', text, ...nameOf(target) }))
				: tickets.map((ticket): TicketDeed => ({ ticket, deed: { type: 'remarked', text } }));
		await perform(board, WORDS.deeds.remarked(named(tickets)), deeds);
	});
}
