/** LiveAgent's tickets: once those that are open, and then those that have changed. */
import { SECOND_MS } from '../../../sla/duration.ts';
import { NOTHING_READ, readRecords } from '../../http/records.ts';
import type { Step } from '../connector.ts';
import { inOrderOfChange } from '../in-order-of-change.ts';
import { type Condition, PER_PAGE, since } from './client.ts';
import type { Cursor } from './cursor.ts';
import type { Pass } from './pass.ts';
import { type LiveAgentTicket, OPEN_STATUSES } from './records.ts';

/** The tickets that are open, however long ago they changed; of the first sync alone. */
export async function* readOpen(pass: Pass): AsyncGenerator<Step, void, undefined> {
	if (pass.cursor.openAt === null) return;
	const filters: Condition[] = [['status', 'IN', OPEN_STATUSES]];
	yield* readTickets(pass, filters, pass.cursor.openAt, (openAt) => ({ ...pass.cursor, openAt }));
	pass.cursor = { ...pass.cursor, openAt: null };
	yield { events: [], ...NOTHING_READ, cursor: pass.cursor };
}

/** The tickets that have changed since the last sync. */
export async function* readChanged(pass: Pass): AsyncGenerator<Step, void, undefined> {
	const fromAt = pass.cursor.ticketsAt - pass.settings.overlapMs;
	yield* readTickets(pass, [], fromAt, (at) => ({
		...pass.cursor,
		ticketsAt: Math.max(at, pass.cursor.ticketsAt),
	}));
}

async function* readTickets(
	pass: Pass,
	filters: readonly Condition[],
	fromAt: number,
	cursorAt: (at: number) => Cursor,
): AsyncGenerator<Step, void, undefined> {
	const pages = inOrderOfChange<LiveAgentTicket>(fromAt, {
		stepMs: SECOND_MS,
		changedAt: ({ date_changed }) => date_changed,
		async ask(at, place) {
			const page = Number(place ?? 1);
			const { rows } = await pass.client.list('/tickets', pass.request.signal, {
				filters: [...filters, since('date_changed', at)],
				sortField: 'date_changed',
				page,
			});
			const next = rows.length < PER_PAGE ? null : String(page + 1);
			return { ...readRecords(rows, pass.schemas.ticket, 'ticket', 'id'), next };
		},
	});
	for await (const { records, at, ...reading } of pages) {
		yield* take(pass, records);
		pass.cursor = cursorAt(at);
		yield { events: [], ...reading, cursor: pass.cursor };
	}
}

/** A page's tickets: together where they take no calls, one by one where they do. */
async function* take(pass: Pass, tickets: readonly LiveAgentTicket[]): AsyncGenerator<Step, void, undefined> {
	const known = await pass.request.recall(tickets.map(({ code }) => code));
	for (const { id, code } of tickets) pass.noteCode(id, code);
	const costly: LiveAgentTicket[] = [];
	const plain = tickets.flatMap((ticket) => {
		const own = known.get(ticket.code) ?? [];
		if (!pass.isCostly(ticket, own)) return pass.plainEvents(ticket, own);
		costly.push(ticket);
		return [];
	});
	if (plain.length > 0) yield { events: plain, ...NOTHING_READ, cursor: pass.cursor };
	for (const ticket of costly) {
		const { hasMessages, ...told } = await pass.costlyEvents(ticket, known.get(ticket.code) ?? []);
		yield { ...told, cursor: pass.cursor };
		// Only now: what was not kept must be read again.
		if (hasMessages) pass.messagesRead.note(ticket.id, ticket.date_changed);
	}
}
