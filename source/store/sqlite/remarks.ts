/** What people have said of timers: the table `remark`. */
import { type RemarksByTimer, timerKey } from '../../sla/remark.ts';
import type { Connection } from './connection.ts';
import { RowsOfTickets } from './rows-of-tickets.ts';

export type RemarkRow = readonly [place: number, metric: string, cycle: number, said: string];

export class Remarking {
	/** What is there of tickets. */
	readonly rows: RowsOfTickets<RemarkRow>;
	private readonly sql;

	constructor(db: Connection) {
		this.rows = new RowsOfTickets(db, 'remark', ['metric', 'cycle', 'said']);
		this.sql = {
			put: db.prepare<[number, string, number, string]>(
				`INSERT INTO remark(ticket_id, metric, cycle, said) VALUES (?, ?, ?, ?)
				ON CONFLICT(ticket_id, metric, cycle) DO UPDATE SET said = excluded.said`,
			),
			drop: db.prepare<[number, string, number]>(
				`DELETE FROM remark WHERE ticket_id = ? AND metric = ? AND cycle = ?`,
			),
		};
	}

	/** Writes a ticket's remarks as they are now. @param rows what is there of it */
	put(ticketId: number, remarks: RemarksByTimer, rows: readonly RemarkRow[] = []): void {
		const old = new Map(
			rows.map(([, metric, cycle, said]) => [timerKey({ metric, cycle }), { metric, cycle, said }]),
		);
		for (const [key, { metric, cycle, ...said }] of remarks) {
			const text = JSON.stringify(said);
			if (old.get(key)?.said !== text) this.sql.put.run(ticketId, metric, cycle, text);
			old.delete(key);
		}
		for (const { metric, cycle } of old.values()) this.sql.drop.run(ticketId, metric, cycle);
	}
}
