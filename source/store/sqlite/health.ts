/** The store's own condition. */
import type { HealthStore, Leader } from '../port-health.ts';
import type { Connection, Run } from './connection.ts';

export function healthStore(db: Connection, run: Run): HealthStore {
	const sql = {
		archived: db.prepare<[], number>('SELECT count(*) FROM archived_ticket').pluck(),
		leader: db.prepare<[number], Leader>(
			`SELECT holder, epoch, expires_at AS expiresAt FROM lease WHERE expires_at > ?`,
		),
	};
	return {
		archivedTickets: () => run(() => sql.archived.get() ?? 0),
		leader: (realAt) => run(() => sql.leader.get(realAt) ?? null),
	};
}
