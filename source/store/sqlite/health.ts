/** The store's own condition. */
import type { Leader } from '../port-health.ts';
import type { Connection } from './connection.ts';

export class Health {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			archived: db.prepare<[], number>('SELECT count(*) FROM archived_ticket').pluck(),
			leader: db.prepare<[number], Leader>(
				`SELECT holder, epoch, expires_at AS expiresAt FROM lease WHERE expires_at > ?`,
			),
		};
	}

	archivedTickets(): number {
		return this.sql.archived.get() ?? 0;
	}

	leader(realAt: number): Leader | null {
		return this.sql.leader.get(realAt) ?? null;
	}
}
