/** Out of the program: a ticket in the browser, its reference or its link on the clipboard. */

import { safeLink } from '../../text/links.ts';
import type { Action } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import { noneSelected, WITH_TICKETS } from '../model/targets.ts';
import { WORDS } from '../words.ts';

/** The ticket under the cursor, or the one that is looked at; marks are for what is done to many. */
const ticketHere = (board: Board): string =>
	board.screen === 'ticket' ? board.ticket.reference : (board.selected?.ticket ?? '');

/** Its link; null, and said, where it has none that can be opened. */
async function linkOf(board: Board): Promise<string | null> {
	const reference = ticketHere(board);
	const detail = await board.shownStore.detail(reference);
	const link = safeLink(detail?.ticket.url ?? null);
	if (link === null) {
		const has = detail?.ticket.url != null;
		board.flash.say(has ? WORDS.refused.badLink(reference) : WORDS.refused.noLink(reference), 'refused');
	}
	return link;
}

function copy(board: Board, text: string, said: string): void {
	if (board.options.desktop.copy(text)) board.flash.say(said);
	else board.flash.say(WORDS.refused.tooLong, 'refused');
}

async function openInBrowser(board: Board): Promise<void> {
	const link = await linkOf(board);
	if (link === null) return;
	const reference = ticketHere(board);
	if (await board.options.desktop.open(link)) board.flash.say(WORDS.said.opened(reference));
	else copy(board, link, WORDS.said.copiedInstead(link));
}

export const LINKS: readonly Action[] = [
	{ id: 'open-link', keys: ['o'], screens: WITH_TICKETS, disabled: noneSelected, run: openInBrowser },
	{
		id: 'copy-reference',
		keys: ['y'],
		screens: WITH_TICKETS,
		disabled: noneSelected,
		run: (board) => copy(board, ticketHere(board), WORDS.said.copied(ticketHere(board))),
	},
	{
		id: 'copy-link',
		keys: ['Y'],
		screens: WITH_TICKETS,
		disabled: noneSelected,
		run: async (board) => {
			const link = await linkOf(board);
			if (link !== null) copy(board, link, WORDS.said.copied(link));
		},
	},
];
