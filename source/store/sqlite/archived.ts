/** What a store still knows of tickets that were moved to its archive: the tables `archived_ticket` and `archived_event`. */
import { ARCHIVED, identityHash } from '../identity-hash.ts';
import type { Appended } from '../port.ts';
import type { MovedTicket } from '../port-archive.ts';
import type { Archived, Bounds } from '../port-reports.ts';
import {
	ARCHIVED_FIRST,
	ARCHIVED_LAST,
	ARCHIVED_SQL,
	type ArchivedRecord,
	archivedOf,
} from '../sql/health.ts';
import { BATCH, boundsWith } from '../sql/pruning.ts';
import type { Connection } from './connection.ts';
import { Meta } from './meta.ts';

/** What is asked of each event that comes. */
export class ArchivedVerdicts {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			hasEvent: db.prepare<[number], number>(`SELECT 1 FROM archived_event WHERE hash = ?`).pluck(),
			sourceName: db.prepare<[number], string>(`SELECT name FROM source WHERE id = ?`).pluck(),
		};
	}

	/** What becomes of an event of a ticket that is in the archive. */
	verdict(source: number, id: string): Appended {
		const name = this.sql.sourceName.get(source) ?? '';
		if (this.sql.hasEvent.get(identityHash(name, id)) !== undefined) return 'known';
		return { refused: ARCHIVED };
	}
}

/** What was moved. Everything that changes it runs inside the caller's transaction. */
export class ArchivedTickets {
	private readonly meta: Meta;
	private readonly sql;

	constructor(db: Connection) {
		this.meta = new Meta(db);
		this.sql = {
			has: db.prepare<[string], number>('SELECT 1 FROM archived_ticket WHERE ticket = ?').pluck(),
			archived: db.prepare<[], ArchivedRecord>(ARCHIVED_SQL),
			after: db
				.prepare<[string], string>(
					`SELECT ticket FROM archived_ticket WHERE ticket > ? ORDER BY ticket LIMIT ${BATCH}`,
				)
				.pluck(),
			remember: db.prepare<[string]>('INSERT INTO archived_ticket(ticket) VALUES (?)'),
			rememberEvent: db.prepare<[number]>(
				'INSERT INTO archived_event(hash) VALUES (?) ON CONFLICT DO NOTHING',
			),
			forget: db.prepare<[string]>('DELETE FROM archived_ticket WHERE ticket = ?'),
			forgetEvent: db.prepare<[number]>('DELETE FROM archived_event WHERE hash = ?'),
		};
	}

	has(ticket: string): boolean {
		return this.sql.has.get(ticket) !== undefined;
	}

	/** Their references, after one in order. */
	after(ticket: string): string[] {
		return this.sql.after.all(ticket);
	}

	archived(): Archived {
		const record = this.sql.archived.get();
		return record ? archivedOf(record) : { tickets: 0, judged: null };
	}

	/** @param judged of their rows of the log; null: they have none */
	remember(tickets: readonly MovedTicket[], judged: Bounds | null): void {
		const bounds = boundsWith(this.archived(), judged);
		if (bounds) {
			this.meta.set(ARCHIVED_FIRST, bounds.firstAt);
			this.meta.set(ARCHIVED_LAST, bounds.lastAt);
		}
		for (const [ticket, events] of tickets) {
			this.sql.remember.run(ticket);
			for (const { source, id } of events) this.sql.rememberEvent.run(identityHash(source, id));
		}
	}

	forget([ticket, events]: MovedTicket): void {
		this.sql.forget.run(ticket);
		for (const { source, id } of events) this.sql.forgetEvent.run(identityHash(source, id));
	}
}
