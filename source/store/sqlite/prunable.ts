/** Which tickets are over, and may be moved out. */
import type { PrunableTicket } from '../port-archive.ts';
import { BATCH, isOverSql } from '../sql/pruning.ts';
import type { Connection } from './connection.ts';
import { Meta } from './meta.ts';

const IS_OVER = isOverSql({ before: ':before', cursor: ':cursor', newest: ':newest' });

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
