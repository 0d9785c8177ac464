/** What the engine asks of the store: the lease, agreements, what is new, and a tick's writing. */
import type { EngineStore } from '../port.ts';
import type { Agreements } from './agreements.ts';
import { Alerts } from './alerts.ts';
import type { Events } from './events.ts';
import { Leases } from './leases.ts';
import type { OpenStore } from './open-store.ts';
import type { Progress } from './progress.ts';
import type { Reading } from './reading.ts';
import { Ticks } from './ticks.ts';

interface Tables {
	readonly events: Events;
	readonly agreements: Agreements;
	readonly progress: Progress;
	readonly reading: Reading;
}

export function engineStore(
	store: OpenStore,
	{ events, agreements, progress, reading }: Tables,
): EngineStore {
	const { db, run } = store;
	const leases = new Leases(db);
	const alerts = new Alerts(db);
	const opening = {};
	const ticks = new Ticks(store, leases, progress, alerts);
	const tickets = db
		.prepare<[string, number], string>(`SELECT ticket FROM ticket WHERE ticket > ? ORDER BY ticket LIMIT ?`)
		.pluck();
	return {
		opening: () => run(() => opening),
		acquireLease: (holder, nowAt, ttlMs) => run(() => leases.take(holder, nowAt, ttlMs), 'writing'),
		releaseLease: (lease) => run(() => leases.drop(lease)),
		agreements: () => run(() => agreements.all()),
		addAgreement: (agreement, lease) =>
			run(() => {
				if (lease) leases.check(lease);
				return agreements.add(agreement);
			}, 'writing'),
		newestAgreement: () => run(() => agreements.newest()),
		appliedAgreement: () => run(() => progress.appliedAgreement()),
		noteApplied: (lease, id) =>
			run(() => {
				leases.check(lease);
				progress.applyAgreement(id);
			}, 'writing'),
		cursor: () => run(() => progress.cursor()),
		news: (cursor, limit) => run(() => events.news(cursor, limit)),
		newsDated: (cursor, span, dated) => run(() => events.newsDated(cursor, span, dated)),
		histories: (named) => run(() => events.historiesOf(named)),
		logs: (named) => run(() => new Map(named.map((ticket) => [ticket, reading.logOf(ticket)]))),
		ticketsAfter: (ticket, limit) => run(() => tickets.all(ticket, limit)),
		eventTicketsAfter: (ticket, limit) => run(() => events.ticketsAfter(ticket, limit)),
		hasDue: (nowAt) => run(() => reading.hasDue(nowAt)),
		broughtUpTo: () => run(() => progress.broughtUpTo()),
		alerting: (nowAt, limit) => run(() => alerts.alerting(nowAt, limit)),
		toldSteps: (named) => run(() => alerts.toldSteps(named)),
		commitTick: (commit) => ticks.commit(commit),
		settle: () => ticks.settle(),
		noteTick: (lease, note) =>
			run(() => {
				leases.check(lease);
				progress.leaveNote(note);
			}, 'writing'),
	};
}
