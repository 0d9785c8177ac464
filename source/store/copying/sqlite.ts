/** A store in a file, as a copy comes from it or goes to it. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { StoreError } from '../port.ts';
import { LEADER_SQL } from '../sql/health.ts';
import { type Connection, openConnection } from '../sqlite/connection.ts';
import { inWords } from '../sqlite/errors.ts';
import { BATCH, type CopySource, type CopyTarget, NEWEST_SQL, type ReadTable } from './ends.ts';
import type { CopiedRow, Table } from './tables.ts';

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

async function* rowsOf(db: Connection, { name, columns, key }: Table): AsyncGenerator<CopiedRow[]> {
	const sql = `SELECT ${list(columns)} FROM "${name}" ORDER BY ${list(key)}`;
	let batch: CopiedRow[] = [];
	for (const row of db.prepare<[], CopiedRow>(sql).raw().iterate()) {
		batch.push(row);
		if (batch.length < BATCH) continue;
		yield batch;
		batch = [];
	}
	if (batch.length > 0) yield batch;
}

const newestOf = (db: Connection): number => db.prepare<[], number>(NEWEST_SQL).pluck().get() ?? 0;

export class FileSource implements CopySource {
	private readonly db: Connection;

	/** @throws {StoreError} where there is none */
	constructor(readonly name: string) {
		if (!existsSync(name)) throw new StoreError(`there is no store ${name}`);
		this.db = openConnection(name);
	}

	async reading<T>(work: (read: ReadTable, newest: number) => Promise<T>): Promise<T> {
		const db = openConnection(this.name, { held: true });
		try {
			return await work((table) => rowsOf(db, table), newestOf(db));
		} catch (error) {
			throw inWords(error, this.name);
		} finally {
			db.close();
		}
	}

	async newest(): Promise<number> {
		return newestOf(this.db);
	}

	async leader(): Promise<string | null> {
		return this.db.prepare<[number], { holder: string }>(LEADER_SQL).get(Date.now())?.holder ?? null;
	}

	async close(): Promise<void> {
		this.db.close();
	}
}

/** What SQLite lays beside a file. */
const BESIDE = ['', '-wal', '-shm'] as const;

/** Made beside its place, and put there whole. */
export class FileTarget implements CopyTarget {
	private readonly making: string;
	private db: Connection | null = null;

	constructor(readonly name: string) {
		this.making = `${name}.copying`;
	}

	async begin(): Promise<void> {
		if (existsSync(this.name)) throw new StoreError(`${this.name} is there already: give another name`);
		this.remove();
		this.db = openConnection(this.making, { bulk: true });
	}

	kept(row: CopiedRow): CopiedRow {
		return row;
	}

	async add({ name, columns }: Table, rows: readonly CopiedRow[]): Promise<void> {
		const db = this.opened();
		try {
			const insert = db.prepare<CopiedRow[]>(
				`INSERT INTO "${name}" (${list(columns)}) VALUES (${columns.map(() => '?').join(', ')})`,
			);
			db.transaction(() => {
				for (const row of rows) insert.run(row);
			}).immediate();
		} catch (error) {
			throw inWords(error, this.name);
		}
	}

	readonly read: ReadTable = (table) => rowsOf(this.opened(), table);

	async finish(): Promise<void> {
		const db = this.opened();
		// One file, that needs no other.
		db.pragma('journal_mode = DELETE');
		db.close();
		this.db = null;
		const file = openSync(this.making, 'r+');
		fsyncSync(file);
		closeSync(file);
		renameSync(this.making, this.name);
	}

	async close(): Promise<void> {
		if (!this.db) return;
		this.db.close();
		this.db = null;
		this.remove();
	}

	private opened(): Connection {
		if (!this.db) throw new Error('nothing has begun');
		return this.db;
	}

	private remove(): void {
		for (const end of BESIDE) rmSync(this.making + end, { force: true });
	}
}
