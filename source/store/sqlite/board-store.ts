/** What screens and lists ask of the store. */
import type { BoardStore } from '../port.ts';
import type { Events } from './events.ts';
import type { OpenStore } from './open-store.ts';
import type { Progress } from './progress.ts';
import type { Reading } from './reading.ts';
import { reportStore } from './report-reading.ts';

interface Tables {
	readonly events: Events;
	readonly progress: Progress;
	readonly reading: Reading;
}

/** All that a board reads, but for what others ask of the store too. */
export function boardStore(
	store: OpenStore,
	{ events, progress, reading }: Tables,
): Omit<BoardStore, 'agreements' | 'configuredSources'> {
	const { db, run } = store;
	return {
		reports: reportStore(db, run),
		version: () => run(() => store.version()),
		status: () =>
			run(() => ({
				...progress.note(),
				backlog: events.newest() - progress.cursor(),
				sources: reading.sources(),
			})),
		counters: () => run(() => reading.counters()),
		tallies: (sinceAt) => run(() => reading.tallies(sinceAt)),
		departmentTallies: (sinceAt) => run(() => reading.departmentTallies(sinceAt)),
		closedSince: (sinceAt) => run(() => reading.closedSince(sinceAt)),
		dueByHour: (fromAt, hours) => run(() => reading.dueByHour(fromAt, hours)),
		timers: (filter, window, order) => run(() => reading.timers(filter, window, order)),
		agentNames: (limit) => run(() => reading.agentNames(limit)),
		log: (filter, window, order) => run(() => reading.log(filter, window, order)),
		detail: (ticket) =>
			run(() => {
				const detail = reading.detail(ticket);
				return detail && { ...detail, history: events.history(ticket) };
			}),
	};
}
