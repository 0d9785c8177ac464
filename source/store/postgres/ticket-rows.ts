/** Tickets as the engine folded them: the table `ticket`. */
import type { Ticket } from '../../sla/ticket.ts';
import { type Column, rowSet } from './row-set.ts';
import type { Session } from './session.ts';

/** Its columns, but for those that name it. */
const COLUMNS = {
	created_at: ['bigint', (ticket) => ticket.createdAt],
	status: ['text', (ticket) => ticket.status],
	subject: ['text', (ticket) => ticket.subject],
	requester: ['text', (ticket) => ticket.requester],
	organization: ['text', (ticket) => ticket.organization],
	customer_group: ['text', (ticket) => ticket.customer_group],
	department: ['text', (ticket) => ticket.department],
	agent: ['text', (ticket) => ticket.agent],
	priority: ['text', (ticket) => ticket.priority],
	channel: ['text', (ticket) => ticket.channel],
	tags: ['text', (ticket) => JSON.stringify(ticket.tags)],
	custom: ['text', (ticket) => JSON.stringify(ticket.custom)],
	url: ['text', (ticket) => ticket.url],
	level: ['text', (ticket) => ticket.level],
	level_by_hand: ['text', (ticket) => ticket.levelByHand],
} satisfies Readonly<Record<string, Column<Ticket>>>;

const NAMES = Object.keys(COLUMNS);
const all = (table: string): string => NAMES.map((name) => `${table}.${name}`).join(', ');

/** Writes tickets as they are now, and gives the number of each. */
export async function putTickets(
	session: Session,
	tickets: readonly Ticket[],
): Promise<ReadonlyMap<string, number>> {
	const { from, names, values } = rowSet<Ticket>(tickets, {
		ticket: ['text', ({ ticket }) => ticket],
		...COLUMNS,
	});
	// Those that are there keep their numbers: what is given to them here is passed over.
	await session.count(
		`INSERT INTO ticket(id, ${names}) SELECT (SELECT coalesce(max(id), 0) FROM ticket) + row_place, ${names} FROM ${from}
		ON CONFLICT(ticket) DO UPDATE SET ${NAMES.map((name) => `${name} = excluded.${name}`).join(', ')}
		WHERE (${all('ticket')}) IS DISTINCT FROM (${all('excluded')})`,
		values,
	);
	const rows = await session.rows<{ id: number; ticket: string }>(
		`SELECT id, ticket FROM ticket WHERE ticket = ANY($1::text[])`,
		[tickets.map(({ ticket }) => ticket)],
	);
	return new Map(rows.map(({ id, ticket }) => [ticket, id]));
}
