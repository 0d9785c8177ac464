/** Which tickets are over: solved or void, no clock runs, nothing new is known of them, and nothing since an instant. */
import type { Connection } from './connection.ts';
import { Meta } from './meta.ts';

/** Moved at a time. */
const BATCH = 200;

const IS_OVER = `k.created_at < :before AND k.status IN ('resolved', 'closed', 'spam', 'deleted')
	AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.ticket_id = k.id)
	AND NOT EXISTS (SELECT 1 FROM event e WHERE e.ticket = k.ticket
		AND (e.at >= :before OR e.seq > :cursor OR e.seq = :newest))`;

export interface PrunableTicket {
	/** Its number in the store. */
	readonly id: number;
	readonly ticket: string;
}

type Binding = Readonly<Record<string, number>>;

export class Prunable {
	private readonly meta: Meta;
	private readonly sql;

	constructor(db: Connection) {
		this.meta = new Meta(db);
		this.sql = {
			next: db.prepare<[Binding], PrunableTicket>(
				`SELECT k.id, k.ticket FROM ticket k WHERE k.id > :after AND ${IS_OVER} ORDER BY k.id LIMIT ${BATCH}`,
			),
			is: db.prepare<[Binding], number>(`SELECT 1 FROM ticket k WHERE k.id = :id AND ${IS_OVER}`).pluck(),
			count: db.prepare<[Binding], number>(`SELECT count(*) FROM ticket k WHERE ${IS_OVER}`).pluck(),
			newest: db.prepare<[], number | null>('SELECT max(seq) FROM event').pluck(),
		};
	}

	/** The next that were over before an instant. @param after the number of one in order */
	next(before: number, after: number): PrunableTicket[] {
		return this.sql.next.all({ ...this.bounds(before), after });
	}

	/** Whether one is over still. */
	is({ id }: PrunableTicket, before: number): boolean {
		return this.sql.is.get({ ...this.bounds(before), id }) !== undefined;
	}

	count(before: number): number {
		return this.sql.count.get(this.bounds(before)) ?? 0;
	}

	private bounds(before: number): Binding {
		return { before, cursor: this.meta.number('cursor') ?? 0, newest: this.sql.newest.get() ?? 0 };
	}
}
