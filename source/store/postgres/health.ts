/** The store's own condition. */
import type { HealthStore, Leader } from '../port-health.ts';
import type { Access } from './access.ts';
import { LED_SQL, type LeaseClock } from './leases.ts';

export function postgresHealth(access: Access, clock: LeaseClock): HealthStore {
	return {
		leader: async (realAt) =>
			(await access.rows<Leader>(LED_SQL, [clock === 'asker' ? realAt : null]))[0] ?? null,
	};
}
