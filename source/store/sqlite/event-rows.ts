/** Inserts rows of the table `event`, many to a statement, and tells which of them were new. */
import type { Appended } from '../port.ts';
import type { Connection } from './connection.ts';

const COLUMNS = 6;
/** The place of `event_id` among them. */
const ID = 1;

/** Beginning a statement costs as much as the row it inserts; above this there is little left to save. */
const ROWS = 32;

/**
 * What fails ends the transaction, and not the statement alone: else SQLite would write all that it changes once more,
 * into a file of its own, to be able to undo no more than the statement.
 */
const insert = (rows: number): string =>
	`INSERT OR FAIL INTO event(source, event_id, ticket, at, type, data)
	VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?)').join(', ')}
	ON CONFLICT(source, event_id) DO NOTHING`;

export class EventRows {
	private readonly sql;
	/** The values of the rows that wait, one after another. */
	private values: (string | number)[] = [];
	/** Where each of them stands among the results. */
	private places: number[] = [];
	private results: Appended[] = [];
	/** The newest row. */
	private seq = 0;

	constructor(db: Connection) {
		this.sql = {
			one: db.prepare<[(string | number)[]]>(insert(1)),
			many: db.prepare<[(string | number)[]]>(insert(ROWS)),
			newest: db.prepare<[], number | null>(`SELECT max(seq) FROM event`).pluck(),
			after: db.prepare<[number], string>(`SELECT event_id FROM event WHERE seq > ? ORDER BY seq`).pluck(),
		};
	}

	/**
	 * Begins anew, in a transaction of its own.
	 * @param results where it is noted what became of each row, when `flush` returns at the latest
	 */
	begin(results: Appended[]): void {
		this.values = [];
		this.places = [];
		this.results = results;
		this.seq = this.sql.newest.get() ?? 0;
	}

	/** @param place of the row among the results */
	add(
		place: number,
		source: number,
		eventId: string,
		ticket: string,
		at: number,
		type: string,
		data: string,
	): void {
		this.values.push(source, eventId, ticket, at, type, data);
		this.places.push(place);
		if (this.places.length === ROWS) this.insertMany();
	}

	flush(): void {
		for (const [row, place] of this.places.entries()) {
			const { changes } = this.sql.one.run(this.values.slice(row * COLUMNS, (row + 1) * COLUMNS));
			this.seq += changes;
			this.results[place] = changes === 1 ? 'taken' : 'known';
		}
		this.values = [];
		this.places = [];
	}

	private insertMany(): void {
		const { values, places } = this;
		const { changes } = this.sql.many.run(values);
		// Which of them were new, where only some were: of two with one id, the first.
		const isMixed = changes > 0 && changes < places.length;
		const inserted = isMixed ? new Set(this.sql.after.all(this.seq)) : null;
		for (const [row, place] of places.entries()) {
			const isNew = inserted ? inserted.delete(String(values[row * COLUMNS + ID])) : changes > 0;
			this.results[place] = isNew ? 'taken' : 'known';
		}
		this.seq += changes;
		this.values = [];
		this.places = [];
	}
}
