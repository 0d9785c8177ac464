/** Writing a tick, all of it in one transaction. */
import { StaleLease, StoreBusy, type TickCommit, type TickResult } from '../port.ts';
import type { Alerts } from './alerts.ts';
import { readingAllOnce } from './connection.ts';
import type { Leases } from './leases.ts';
import type { OpenStore } from './open-store.ts';
import type { Progress } from './progress.ts';
import type { Timers } from './timers.ts';

/** More tickets than these are put in the order by agent by the tick itself: every window of an agent looks at them. */
const MOST_REASSIGNED = 2_000;

export class Ticks {
	private timers: Timers | null = null;

	constructor(
		private readonly store: OpenStore,
		private readonly leases: Leases,
		private readonly progress: Progress,
		private readonly alerts: Alerts,
	) {}

	async commit(commit: TickCommit): Promise<TickResult> {
		const timers = this.timers ?? (await this.openTimers());
		return this.store.run(() => {
			try {
				return this.write(timers, commit);
			} catch (error) {
				timers.forgetCounters();
				throw error;
			}
		}, 'writing');
	}

	/** Does what ticks have put off; where another writes just now, it waits for the next time. */
	async settle(): Promise<void> {
		const { timers } = this;
		try {
			if (timers && (await this.store.run(() => timers.hasReassigned()))) {
				await this.store.run(() => timers.placeReassigned(), 'writing');
			}
		} catch (error) {
			if (!(error instanceof StoreBusy)) throw error;
		}
		// Where a reader or another writer is in its way it does what it can.
		await this.store.run(() => void this.store.db.pragma('wal_checkpoint(PASSIVE)'));
	}

	private write(timers: Timers, commit: TickCommit): TickResult {
		const { lease, fromCursor, toCursor, tickets, nowAt, timezone } = commit;
		this.leases.check(lease);
		if (this.progress.cursor() !== fromCursor) throw new StaleLease('another engine has been here');
		timers.goBy(timezone);
		const logged = timers.put(tickets);
		const alerts = this.alerts.put(tickets, nowAt);
		if (tickets.length > 0 && timers.hasReassigned(MOST_REASSIGNED)) timers.placeReassigned();
		const before = this.progress.broughtUpTo() ?? nowAt;
		const turnedBack = before > nowAt ? readingAllOnce(this.store.db, () => timers.turnBack(nowAt)) : 0;
		const changedByTime = turnedBack + timers.fall(nowAt);
		timers.flushCounters();
		if (toCursor !== fromCursor) this.progress.moveTo(toCursor);
		this.progress.bringUpTo(nowAt);
		return { changedByTime, logged, alerts };
	}

	/** What only engines write with: it knows time zones, for which a board's first frame does not wait. */
	private async openTimers(): Promise<Timers> {
		const { Timers } = await import('./timers.ts');
		return this.store.run(() => {
			this.timers ??= new Timers(this.store.db);
			return this.timers;
		});
	}
}
