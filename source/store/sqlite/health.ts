/** The store's own condition. */
import type { HealthStore, Leader } from '../port-health.ts';
import { ArchivedTickets } from './archived.ts';
import type { Connection, Run } from './connection.ts';

export function healthStore(db: Connection, run: Run): HealthStore {
	const archived = new ArchivedTickets(db);
	const sql = {
		leader: db.prepare<[number], Leader>(
			`SELECT holder, epoch, expires_at AS expiresAt FROM lease WHERE expires_at > ?`,
		),
	};
	return {
		archived: () => run(() => archived.archived()),
		leader: (realAt) => run(() => sql.leader.get(realAt) ?? null),
	};
}
