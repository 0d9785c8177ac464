/** Inserts rows of the table `event`, many to a statement, and tells which of them were new. */
import type { Statement } from 'better-sqlite3';
import type { Appended, IncomingEvent } from '../port.ts';
import type { Connection } from './connection.ts';

/** Beginning a statement costs as much as the row it inserts; above this there is little left to save. */
const ROWS = 32;

/** A row's values where its texts are texts … */
const TEXTS = '(@source, ?, ?, ?, ?, ?)';
/** … and where its id and its data are pieces of bytes that are given once for all rows. */
const BYTES = '(@source, CAST(substr(@bytes, ?, ?) AS TEXT), ?, ?, ?, CAST(substr(@bytes, ?, ?) AS TEXT))';

/**
 * What fails ends the transaction, and not the statement alone: else SQLite would write all that it changes once more,
 * into a file of its own, to be able to undo no more than the statement. It does so too where a statement calls a function,
 * as that of bytes does: who writes in bulk keeps that in memory (see `openConnection`), which takes less time than binding
 * each piece by itself.
 */
const insert = (row: string, rows: number): string =>
	`INSERT OR FAIL INTO event(source, event_id, ticket, at, type, data)
	VALUES ${Array.from({ length: rows }, () => row).join(', ')}
	ON CONFLICT(source, event_id) DO NOTHING`;

/** The memory that the texts of all rows are in as bytes; undefined where they are not. */
function memoryOf(rows: readonly IncomingEvent[]): Uint8Array | undefined {
	const memory = rows[0]?.bytes?.memory;
	return rows.every(({ bytes }) => bytes?.memory === memory) ? memory : undefined;
}

const textsOf = (rows: readonly IncomingEvent[]): unknown[] =>
	rows.flatMap(({ id, event: { ticket, at, type }, data }) => [id, ticket, at, type, data]);

export class EventRows {
	private readonly sql;
	private manyOfBytes: Statement<unknown[]> | null = null;
	private source = 0;
	/** The rows that wait. */
	private rows: IncomingEvent[] = [];
	/** Where each of them stands among the results. */
	private places: number[] = [];
	private results: Appended[] = [];
	/** The newest row. */
	private seq = 0;

	constructor(private readonly db: Connection) {
		this.sql = {
			one: db.prepare<unknown[]>(insert(TEXTS, 1)),
			many: db.prepare<unknown[]>(insert(TEXTS, ROWS)),
			newest: db.prepare<[], number | null>(`SELECT max(seq) FROM event`).pluck(),
			after: db.prepare<[number], string>(`SELECT event_id FROM event WHERE seq > ? ORDER BY seq`).pluck(),
		};
	}

	/**
	 * Begins anew, in a transaction of its own.
	 * @param results where it is noted what became of each row, when `flush` returns at the latest
	 */
	begin(source: number, results: Appended[]): void {
		this.source = source;
		this.rows = [];
		this.places = [];
		this.results = results;
		this.seq = this.sql.newest.get() ?? 0;
	}

	/** @param place of the row among the results */
	add(place: number, row: IncomingEvent): void {
		this.rows.push(row);
		this.places.push(place);
		if (this.rows.length === ROWS) this.insertMany();
	}

	flush(): void {
		for (const [index, row] of this.rows.entries()) {
			const { changes } = this.sql.one.run(...textsOf([row]), { source: this.source });
			this.seq += changes;
			this.results[this.places[index] ?? 0] = changes === 1 ? 'taken' : 'known';
		}
		this.rows = [];
		this.places = [];
	}

	private insertMany(): void {
		const { rows, places } = this;
		const { changes } = this.runMany();
		// Which of them were new, where only some were: of two with one id, the first.
		const isMixed = changes > 0 && changes < places.length;
		const inserted = isMixed ? new Set(this.sql.after.all(this.seq)) : null;
		for (const [row, place] of places.entries()) {
			const isNew = inserted ? inserted.delete(rows[row]?.id ?? '') : changes > 0;
			this.results[place] = isNew ? 'taken' : 'known';
		}
		this.seq += changes;
		this.rows = [];
		this.places = [];
	}

	private runMany(): { readonly changes: number } {
		const { rows, source } = this;
		const memory = memoryOf(rows);
		if (!memory) return this.sql.many.run(...textsOf(rows), { source });
		const first = rows[0]?.bytes?.from ?? 0;
		const values: unknown[] = [];
		let last = first;
		for (const { event, bytes } of rows) {
			if (!bytes) continue;
			const { from, idTo, to } = bytes;
			// SQL counts from 1.
			values.push(
				from - first + 1,
				idTo - from,
				event.ticket,
				event.at,
				event.type,
				idTo - first + 1,
				to - idTo,
			);
			last = to;
		}
		// Few need it, and it takes a moment to prepare.
		this.manyOfBytes ??= this.db.prepare<unknown[]>(insert(BYTES, ROWS));
		return this.manyOfBytes.run(...values, { source, bytes: memory.subarray(first, last) });
	}
}
