/** Rows of many tickets, read by one statement: a statement for each took as long as the reading. */
import type { Statement } from 'better-sqlite3';
import type { Connection } from './connection.ts';

/** A row, behind the number of the ticket that it belongs to. */
type Owned = readonly [ticketId: number, ...values: unknown[]];

/** The rows that a table has of some tickets. */
export class RowsOfTickets<Row extends Owned> {
	private readonly read: Statement<[string], Row>;

	constructor(db: Connection, table: string, columns: readonly string[]) {
		// From ticket to ticket along the table's index by them, in the order in which they are asked for.
		this.read = db
			.prepare<[string], Row>(
				`SELECT ticket_id, ${columns.join(', ')} FROM json_each(?) asked CROSS JOIN ${table} ON ticket_id = asked.value`,
			)
			.raw();
	}

	/** By the tickets' numbers, each ticket's in the order of the table; nothing of those that have none. */
	of(ticketIds: readonly number[]): ReadonlyMap<number, readonly Row[]> {
		const found = new Map<number, Row[]>();
		for (const row of this.read.all(JSON.stringify(ticketIds))) {
			const rows = found.get(row[0]);
			if (rows) rows.push(row);
			else found.set(row[0], [row]);
		}
		return found;
	}
}
