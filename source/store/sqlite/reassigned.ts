/**
 * Tickets that went to another agent: the table `reassigned`. Their timers stand where they did in the order by agent
 * until nobody waits; who reads that order reads these beside it.
 */
import type { Connection } from './connection.ts';

export class Reassigned {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			note: db.prepare<[string]>(`INSERT OR IGNORE INTO reassigned SELECT value FROM json_each(?)`),
			count: db.prepare<[], number>(`SELECT count(*) FROM reassigned`).pluck(),
			// What fails ends the transaction: SQLite need not be able to undo the statement alone.
			place: db.prepare(
				`UPDATE OR FAIL timer SET agent = (SELECT k.agent FROM ticket k WHERE k.id = timer.ticket_id)
				WHERE ticket_id IN (SELECT ticket_id FROM reassigned)
					AND agent IS NOT (SELECT k.agent FROM ticket k WHERE k.id = timer.ticket_id)`,
			),
			forget: db.prepare(`DELETE FROM reassigned`),
		};
	}

	/** Notes that timers of tickets stand under the agents that these had before. */
	note(ticketIds: readonly number[]): void {
		this.sql.note.run(JSON.stringify(ticketIds));
	}

	count(): number {
		return this.sql.count.get() ?? 0;
	}

	/** Puts their timers under the agent that they have now; inside of a transaction that writes. */
	place(): void {
		this.sql.place.run();
		this.sql.forget.run();
	}
}
