/** Rows of many tickets, read by one statement: a statement for each took as long as the reading. */
import type { Statement } from 'better-sqlite3';
import type { Connection } from './connection.ts';

/** A row, behind the place of its ticket among those asked for. */
type Placed = readonly [place: number, ...values: unknown[]];

/** What a table's rows name their tickets by. */
type Key = 'ticket_id' | 'ticket';

/** From ticket to ticket along the table's index by them, in the order in which they are asked for. */
export const rowsOfTicketsSql = (table: string, columns: readonly string[], key: Key): string =>
	`SELECT asked.key, ${columns.join(', ')} FROM json_each(?) asked CROSS JOIN ${table} ON ${table}.${key} = asked.value`;

/** The rows that a table has of some tickets. */
export class RowsOfTickets<Row extends Placed> {
	private readonly read: Statement<[string], Row>;

	/** @param key what a ticket is asked for by: its number, or its name */
	constructor(db: Connection, table: string, columns: readonly string[], key: Key = 'ticket_id') {
		this.read = db.prepare<[string], Row>(rowsOfTicketsSql(table, columns, key)).raw();
	}

	/** Those of each, in the order in which they are asked for, each ticket's in the order of the table. */
	of(tickets: readonly (number | string)[]): readonly (readonly Row[])[] {
		const found = tickets.map((): Row[] => []);
		for (const row of this.read.all(JSON.stringify(tickets))) found[row[0]]?.push(row);
		return found;
	}
}
