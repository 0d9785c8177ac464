/** Inserts rows of the table `event`, many to a statement, and tells which of them were new. */
import type { Appended } from '../port.ts';
import type { Connection } from './connection.ts';

/** source, event_id, ticket, at, type, data */
type EventRow = [number, string, string, number, string, string];

/** Beginning a statement costs as much as the row it inserts; above this there is little left to save. */
const ROWS = 32;

const insert = (rows: number): string =>
	`INSERT INTO event(source, event_id, ticket, at, type, data)
	VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?)').join(', ')}
	ON CONFLICT(source, event_id) DO NOTHING`;

export class EventRows {
	private readonly sql;
	private pending: { readonly row: EventRow; readonly place: number }[] = [];
	private results: Appended[] = [];
	/** The newest row. */
	private seq = 0;

	constructor(db: Connection) {
		this.sql = {
			one: db.prepare<EventRow>(insert(1)),
			many: db.prepare<[...(string | number)[]]>(insert(ROWS)),
			newest: db.prepare<[], number | null>(`SELECT max(seq) FROM event`).pluck(),
			after: db.prepare<[number], string>(`SELECT event_id FROM event WHERE seq > ? ORDER BY seq`).pluck(),
		};
	}

	/**
	 * Begins anew, in a transaction of its own.
	 * @param results where it is noted what became of each row, when `flush` returns at the latest
	 */
	begin(results: Appended[]): void {
		this.pending = [];
		this.results = results;
		this.seq = this.sql.newest.get() ?? 0;
	}

	/** @param place of the row among the results */
	add(row: EventRow, place: number): void {
		this.pending.push({ row, place });
		if (this.pending.length === ROWS) this.insertMany();
	}

	flush(): void {
		for (const { row, place } of this.pending) {
			const { changes } = this.sql.one.run(...row);
			this.seq += changes;
			this.results[place] = changes === 1 ? 'taken' : 'known';
		}
		this.pending = [];
	}

	private insertMany(): void {
		const { pending } = this;
		this.pending = [];
		const { changes } = this.sql.many.run(...pending.flatMap(({ row }) => row));
		// Which of them were new, where only some were: of two with one id, the first.
		const isMixed = changes > 0 && changes < pending.length;
		const inserted = isMixed ? new Set(this.sql.after.all(this.seq)) : null;
		for (const { row, place } of pending) {
			const isNew = inserted ? inserted.delete(row[1]) : changes > 0;
			this.results[place] = isNew ? 'taken' : 'known';
		}
		this.seq += changes;
	}
}
