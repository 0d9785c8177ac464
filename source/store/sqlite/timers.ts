/** Writing what the engine found: tickets, their timers, what people said of them, and how many there are of each kind. */
import type { TicketCommit } from '../port.ts';
import { ClosedTimers } from './closed-timers.ts';
import type { Connection } from './connection.ts';
import { KindCounts } from './kind-counts.ts';
import { OpenTimers } from './open-timers.ts';
import { Reassigned } from './reassigned.ts';
import { Remarking } from './remarks.ts';
import { TicketRows } from './ticket-rows.ts';

export class Timers {
	private readonly kinds: KindCounts;
	private readonly tickets: TicketRows;
	private readonly open: OpenTimers;
	private readonly reassigned: Reassigned;
	private readonly closed: ClosedTimers;
	private readonly remarking: Remarking;

	constructor(db: Connection) {
		this.kinds = new KindCounts(db);
		this.tickets = new TicketRows(db);
		this.reassigned = new Reassigned(db);
		this.open = new OpenTimers(db, this.kinds);
		this.closed = new ClosedTimers(db, this.kinds);
		this.remarking = new Remarking(db);
	}

	/** Writes tickets' timers as they are now, and tells how many rows their logs gained. */
	put(commits: readonly TicketCommit[]): number {
		const ids = this.tickets.put(commits.map(({ ticket }) => ticket));
		const [timers, said, logged] = [
			this.open.rows.of(ids),
			this.remarking.rows.of(ids),
			this.closed.rows.of(ids),
		];
		const reassigned: number[] = [];
		let gained = 0;
		for (const [place, { ticket, open, closed, remarks }] of commits.entries()) {
			const id = ids[place] ?? 0;
			if (this.open.put(id, ticket, open, timers[place])) reassigned.push(id);
			this.remarking.put(id, remarks, said[place]);
			gained += this.closed.put(id, ticket.organization, closed, remarks, logged[place]);
		}
		if (reassigned.length > 0) this.reassigned.note(reassigned);
		return gained;
	}

	/** Whether more tickets than so many have timers that may stand under another agent. */
	hasReassigned(most = 0): boolean {
		return this.reassigned.count() > most;
	}

	/** Puts those under the agents that they have now. */
	placeReassigned(): void {
		this.reassigned.place();
	}

	/** Sums of the log go by the days of this zone. */
	goBy(zone: string): void {
		this.closed.goBy(zone);
	}

	/** Lets time pass: timers whose `next_at` has come change their state; tells how many did. */
	fall(nowAt: number): number {
		return this.open.fall(nowAt);
	}

	/** The clock was ahead, and is back: timers are what they were; tells how many changed. */
	turnBack(nowAt: number): number {
		return this.open.turnBack(nowAt);
	}

	/** Writes the counters' changes since the last time. */
	flushCounters(): void {
		this.kinds.flush();
		this.closed.flush();
	}

	/** Forgets them: the transaction they belong to is no more. */
	forgetCounters(): void {
		this.kinds.forget();
		this.closed.forget();
	}
}
