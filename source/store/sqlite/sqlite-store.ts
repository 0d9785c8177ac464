/** The store in one SQLite file (WAL): the port's methods, put together from its parts. */
import type { EventSink, Store } from '../port.ts';
import type { AlertStore } from '../port-alerts.ts';
import { Agreements } from './agreements.ts';
import { boardStore } from './board-store.ts';
import type { OpenOptions, Run } from './connection.ts';
import { engineStore } from './engine-store.ts';
import { Events, RefusedBatch } from './events.ts';
import { fileStore } from './files.ts';
import { healthStore } from './health.ts';
import { OpenStore } from './open-store.ts';
import { Progress } from './progress.ts';
import { Reading } from './reading.ts';
import { sourceStore } from './source-store.ts';

function eventSink(run: Run, events: Events): EventSink {
	return {
		async appendEvents(source, incoming, options = {}) {
			try {
				return await run(() => events.append(source, incoming, options), 'writing');
			} catch (error) {
				if (error instanceof RefusedBatch) return error.results;
				throw error;
			}
		},
		touchSource: (source, heardAt, lastEventAt) =>
			run(() => events.touchSource(source, heardAt, lastEventAt), 'writing'),
	};
}

/** What few commands ask for, loaded when one does. */
function loadedParts({ db, run }: OpenStore): Pick<Store, 'alerts' | 'reportRuns'> {
	let queue: AlertStore | null = null;
	return {
		async alerts() {
			const { SqliteAlerts } = await import('./alert-queue.ts');
			// Each look of a screen asks for it.
			queue ??= await run(() => new SqliteAlerts(db, run));
			return queue;
		},
		async reportRuns() {
			const { reportRunStore } = await import('./report-runs.ts');
			return run(() => reportRunStore(db, run));
		},
	};
}

/**
 * Opens the store in a file, creating it (mode 0600) where it is not there.
 * @throws {StoreError} in words for people
 */
export function openSqliteStore(path: string, options?: OpenOptions): Store {
	return storeOf(new OpenStore(path, options));
}

/** The port's methods, on a store that is open. */
export function storeOf(store: OpenStore): Store {
	const { db, run } = store;
	const events = new Events(db);
	const progress = new Progress(db);
	const reading = new Reading(db);
	return {
		...eventSink(run, events),
		...engineStore(store, { events, progress, reading, agreements: new Agreements(db) }),
		...boardStore(store, { events, progress, reading }),
		...healthStore(db, run),
		...sourceStore(db, run, events),
		...fileStore(db, run),
		...loadedParts(store),
		close: async () => store.close(),
	};
}
