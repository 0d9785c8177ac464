/** The store's own condition. */
import type { HealthStore, Leader } from '../port-health.ts';
import { LEADER_SQL } from '../sql/health.ts';
import type { Access } from './access.ts';
import { rowsOf } from './shared.ts';

export function postgresHealth(access: Access): HealthStore {
	return {
		leader: async (realAt) => (await rowsOf<Leader>(access, LEADER_SQL, realAt))[0] ?? null,
	};
}
