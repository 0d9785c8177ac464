/** The store's own condition. */
import type { HealthStore, Leader } from '../port-health.ts';
import { LEADER_SQL } from '../sql/health.ts';
import type { Connection, Run } from './connection.ts';

export function healthStore(db: Connection, run: Run): HealthStore {
	const sql = {
		leader: db.prepare<[number], Leader>(LEADER_SQL),
	};
	return {
		leader: (realAt) => run(() => sql.leader.get(realAt) ?? null),
	};
}
