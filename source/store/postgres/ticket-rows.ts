/** Tickets as the engine folded them: the table `ticket`. */
import type { Ticket } from '../../sla/ticket.ts';
import { TICKET_COLUMNS } from '../ticket-columns.ts';
import { type Column, rowSet } from './row-set.ts';
import type { Session } from './session.ts';

const COLUMNS = Object.fromEntries(
	Object.entries(TICKET_COLUMNS).map(([name, read]): [string, Column<Ticket>] => [
		name,
		[name === 'created_at' ? 'bigint' : 'text', read],
	]),
);

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
