/** What sources ask of the store, each change in one transaction. */
import { setImmediate as anybodyElse } from 'node:timers/promises';
import type { NumberedTicket, SourceStore } from '../port-sources.ts';
import type { Connection, Run } from './connection.ts';
import type { Events } from './events.ts';
import { Sources } from './sources.ts';

export function sourceStore(db: Connection, run: Run, events: Events): SourceStore {
	const sources = new Sources(db, events);
	/** Adds what it finds; gives how far it has looked, null: to the end. */
	const look = (source: string, from: number, limit: number, found: NumberedTicket[]) =>
		run(() => {
			const { tickets, upTo } = sources.openTickets(source, from, limit - found.length);
			found.push(...tickets);
			return upTo;
		});
	return {
		addSource: (config, lateAt) => run(() => sources.add(config, lateAt), 'writing'),
		changeSource: (setup, lateAt) => run(() => sources.change(setup, lateAt), 'writing'),
		removeSource: (name) => run(() => sources.remove(name), 'writing'),
		configuredSources: () => run(() => sources.configured()),
		commitSync: (step) => run(() => sources.commit(step), 'writing'),
		noteSync: (name, outcome) => run(() => sources.note(name, outcome), 'writing'),
		pokeSource: (name, at) => run(() => sources.poke(name, at), 'writing'),
		waitingUntil: (source, at, limit) => run(() => sources.waitingUntil(source, at, limit)),
		sourceHistories: (source, tickets) =>
			run(() => new Map(tickets.map((ticket) => [ticket, sources.history(source, ticket)]))),
		async openTicketsOf(source, after, limit) {
			const found: NumberedTicket[] = [];
			let from: number | null = after;
			while (from !== null && found.length < limit) {
				from = await look(source, from, limit, found);
				await anybodyElse();
			}
			return found;
		},
		quarantine: (source, refusals, at) => run(() => sources.quarantine(source, refusals, at), 'writing'),
		quarantined: (source, limit) => run(() => sources.quarantined(source, limit)),
		clearQuarantine: (source, places) => run(() => sources.clear(source, places), 'writing'),
		releaseQuarantine: (source, read) => run(() => sources.release(source, read), 'writing'),
	};
}
