/** The store in memory: as that in a file, and it can forget. */
import type { MemoryStore } from '../port-memory.ts';
import { KindCounts } from './kind-counts.ts';
import { OpenStore } from './open-store.ts';
import { storeOf } from './sqlite-store.ts';
import { WholeTickets } from './whole-tickets.ts';

export function openMemoryStore(): MemoryStore {
	const store = new OpenStore(':memory:');
	const whole = new WholeTickets(store.db);
	const counts = new KindCounts(store.db);
	return {
		...storeOf(store),
		async atOnce(work) {
			store.db.exec('BEGIN');
			try {
				await work();
				store.db.exec('COMMIT');
			} catch (error) {
				store.db.exec('ROLLBACK');
				throw error;
			}
		},
		unlog: (tickets) => store.run(() => void whole.unlog(tickets), 'writing'),
		forget: (tickets) =>
			store.run(() => {
				for (const kind of tickets.flatMap((ticket) => whole.openKinds(ticket))) counts.count(kind, -1);
				counts.flush();
				whole.drop(tickets);
			}, 'writing'),
	};
}
