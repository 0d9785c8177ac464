/** What is known of the tickets that events are appended to, looked up for many at once. */
import type { Connection } from './connection.ts';

/** Asking costs as much as finding: so many are asked for in one statement. */
const MOST = 64;

interface Found {
	readonly ticket: string;
	readonly createdAt: number | null;
}

export class KnownTickets {
	private readonly find;
	/** Those that have been looked up; null: not created yet. */
	private readonly creations = new Map<string, number | null>();
	private readonly archived = new Set<string>();

	constructor(db: Connection) {
		this.find = db.prepare<[(string | null)[]], Found>(
			`WITH asked(ticket) AS (VALUES ${Array.from({ length: MOST }, () => '(?)').join(', ')}),
			seen(ticket, createdAt) AS (
				SELECT ticket, (SELECT min(e.at) FROM event e WHERE e.ticket = asked.ticket AND e.type = 'created')
				FROM asked WHERE ticket IS NOT NULL
			)
			SELECT ticket, createdAt FROM seen
			WHERE createdAt IS NOT NULL OR EXISTS (SELECT 1 FROM archived_ticket a WHERE a.ticket = seen.ticket)`,
		);
	}

	/** Begins anew, in a transaction of its own. */
	begin(): void {
		this.creations.clear();
		this.archived.clear();
	}

	/** Looks tickets up that have not been; before anything is asked of them. */
	lookUp(tickets: readonly string[]): void {
		const news = tickets.filter(
			(ticket, place) => ticket !== tickets[place - 1] && !this.creations.has(ticket),
		);
		for (let from = 0; from < news.length; from += MOST) {
			const asked = news.slice(from, from + MOST);
			for (const ticket of asked) this.creations.set(ticket, null);
			const nobody = Array<null>(MOST - asked.length).fill(null);
			for (const { ticket, createdAt } of this.find.iterate([...asked, ...nobody])) {
				this.creations.set(ticket, createdAt);
				if (createdAt === null) this.archived.add(ticket);
			}
		}
	}

	/** When a ticket was created by what is written: of an event that was known already nothing is. */
	lookUpAnew(ticket: string): number | null {
		this.creations.delete(ticket);
		this.lookUp([ticket]);
		return this.createdAt(ticket);
	}

	/** When a ticket was created; null where that is not known yet. */
	createdAt(ticket: string): number | null {
		return this.creations.get(ticket) ?? null;
	}

	/** Whether a ticket was moved to the archive. */
	isArchived(ticket: string): boolean {
		return this.archived.has(ticket);
	}

	/** Notes an event that creates a ticket; gives when that was created at the earliest. */
	created(ticket: string, at: number): number {
		const earliest = Math.min(this.createdAt(ticket) ?? at, at);
		this.creations.set(ticket, earliest);
		return earliest;
	}
}
