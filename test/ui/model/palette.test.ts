import { expect, it } from 'vitest';
import type { TicketDetail } from '../../../source/store/port.ts';
import { startedBoard, storeOf } from '../../support/board.ts';
import { NOON } from '../../support/rows.ts';

const DETAIL: TicketDetail = {
	ticket: {
		ticket: 'T-1',
		createdAt: NOON,
		status: 'new',
		levelByHand: null,
		level: 'gold',
		subject: 'Printer',
		requester: null,
		organization: null,
		customer_group: null,
		department: null,
		agent: null,
		priority: 'normal',
		channel: 'email',
		tags: [],
		custom: {},
		url: null,
	},
	timers: [],
	log: [],
	history: [],
};

async function typing(text: string) {
	const store = storeOf({ detail: async (reference) => (reference === 'T-1' ? DETAIL : null) });
	const board = await startedBoard(store, NOON, { explain: async () => ['because'] });
	await board.openPalette();
	await board.dialog?.type(text);
	await board.dialog?.press('enter');
	return { shown: board.ticket, screen: board.screen, said: board.flash.current?.text };
}

it.each(['t-1', 'T-1', 'ticket T-1'])('%s opens the ticket', async (text) => {
	const { shown, screen } = await typing(text);
	expect([screen, shown.reference, shown.explanation]).toEqual(['ticket', 'T-1', null]);
});

it('why T-1 opens it, and says why its timers are due when they are', async () => {
	const { shown, screen } = await typing('why t-1');
	expect([screen, shown.reference, shown.explanation]).toEqual(['ticket', 'T-1', ['because']]);
});

it.each(['T-9', 'ticket T-9', 'why T-9'])('%s says that there is no such ticket', async (text) => {
	const { screen, said } = await typing(text);
	expect([screen, said]).toEqual(['risk', 'there is no ticket T-9 in the store']);
});
