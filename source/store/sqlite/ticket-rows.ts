/** Tickets as the engine folded them: the table `ticket`. */
import type { Ticket } from '../../sla/ticket.ts';
import { TICKET_COLUMNS } from '../ticket-columns.ts';
import type { Value } from '../timer-columns.ts';
import type { Connection } from './connection.ts';
import { RowsOfTickets } from './rows-of-tickets.ts';

type TicketRow = readonly [place: number, id: number, ...values: Value[]];
/** Where the columns of `TICKET_COLUMNS` begin in it. */
const OWN = 2;

const NAMES = Object.keys(TICKET_COLUMNS);
const READERS = Object.values(TICKET_COLUMNS);

export class TicketRows {
	private readonly rows: RowsOfTickets<TicketRow>;
	private readonly sql;

	constructor(db: Connection) {
		this.rows = new RowsOfTickets(db, 'ticket', ['ticket.id', ...NAMES], 'ticket');
		this.sql = {
			add: db.prepare<unknown[]>(
				`INSERT INTO ticket(ticket, ${NAMES.join(', ')}) VALUES (?, ${NAMES.map(() => '?').join(', ')})`,
			),
			change: db.prepare<unknown[]>(
				`UPDATE ticket SET ${NAMES.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
			),
		};
	}

	/** Writes tickets as they are now, and gives the number of each. */
	put(tickets: readonly Ticket[]): readonly number[] {
		const rows = this.rows.of(tickets.map(({ ticket }) => ticket));
		return tickets.map((ticket, place) => this.putOne(ticket, rows[place]?.[0]));
	}

	/** @param row what is there of it */
	private putOne(ticket: Ticket, row: TicketRow | undefined): number {
		const values = READERS.map((read) => read(ticket));
		if (!row) return Number(this.sql.add.run(ticket.ticket, ...values).lastInsertRowid);
		const id = row[1];
		if (values.some((value, place) => value !== row[OWN + place])) this.sql.change.run(...values, id);
		return id;
	}
}
