/** The store's own condition. */
import type { HealthStore, Leader } from '../port-health.ts';
import { ARCHIVED_SQL, type ArchivedRecord, archivedOf, LEADER_SQL } from '../sql/health.ts';
import type { Access } from './access.ts';
import { rowsOf } from './shared.ts';

export function postgresHealth(access: Access): HealthStore {
	return {
		archived: async () => {
			const [record] = await rowsOf<ArchivedRecord>(access, ARCHIVED_SQL);
			return record ? archivedOf(record) : { tickets: 0, judged: null };
		},
		leader: async (realAt) => (await rowsOf<Leader>(access, LEADER_SQL, realAt))[0] ?? null,
	};
}
