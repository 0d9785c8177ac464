/** What people have said of timers: the table `remark`. */
import { type RemarksByTimer, timerKey } from '../../sla/remark.ts';
import type { Connection } from './connection.ts';

interface Row {
	readonly metric: string;
	readonly cycle: number;
	readonly said: string;
}

export class Remarking {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			of: db.prepare<[number], Row>(`SELECT metric, cycle, said FROM remark WHERE ticket_id = ?`),
			put: db.prepare<[number, string, number, string]>(
				`INSERT INTO remark(ticket_id, metric, cycle, said) VALUES (?, ?, ?, ?)
				ON CONFLICT(ticket_id, metric, cycle) DO UPDATE SET said = excluded.said`,
			),
			drop: db.prepare<[number, string, number]>(
				`DELETE FROM remark WHERE ticket_id = ? AND metric = ? AND cycle = ?`,
			),
		};
	}

	/** Writes a ticket's remarks as they are now. */
	put(ticketId: number, remarks: RemarksByTimer): void {
		const old = new Map(this.sql.of.all(ticketId).map((row) => [timerKey(row), row]));
		for (const [key, { metric, cycle, ...said }] of remarks) {
			const text = JSON.stringify(said);
			if (old.get(key)?.said !== text) this.sql.put.run(ticketId, metric, cycle, text);
			old.delete(key);
		}
		for (const { metric, cycle } of old.values()) this.sql.drop.run(ticketId, metric, cycle);
	}
}
