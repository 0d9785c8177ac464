/** A store in a file, as a copy comes from it or goes to it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { codeOf, messageOf } from '../../text/message.ts';
import { MIGRATIONS } from '../migrations.ts';
import { StoreError } from '../port.ts';
import { LEADER_SQL } from '../sql/health.ts';
import { APPLICATION_ID, type Connection, openConnection } from '../sqlite/connection.ts';
import { inWords } from '../sqlite/errors.ts';
import { checkFree, publish } from '../sqlite/publish.ts';
import { BATCH, type CopySource, type CopyTarget, NEWEST_SQL, olderWords, type ReadTable } from './ends.ts';
import type { CopiedRow, Table } from './tables.ts';

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

export async function* rowsOf(db: Connection, { name, columns, key }: Table): AsyncGenerator<CopiedRow[]> {
	// A timer of a ticket that went to another agent may stand under the one before.
	const agent = `(SELECT k.agent FROM ticket k WHERE k.id = timer.ticket_id)`;
	const values = columns.map((column) => (name === 'timer' && column === 'agent' ? agent : list([column])));
	const sql = `SELECT ${values.join(', ')} FROM "${name}" ORDER BY ${list(key)}`;
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

/** @throws {StoreError} where opening it would bring it up to date, or make one of a file that is none */
function checkUpToDate(name: string): void {
	try {
		const db = new Database(name, { readonly: true });
		try {
			if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
				throw new StoreError(`${name} is not a slatop store`);
			}
			if (Number(db.pragma('user_version', { simple: true })) < MIGRATIONS.length) {
				throw new StoreError(olderWords(name));
			}
		} finally {
			db.close();
		}
	} catch (error) {
		throw inWords(error, name);
	}
}

export class FileSource implements CopySource {
	private readonly db: Connection;

	/** @throws {StoreError} where there is none, or it would have to be changed first */
	constructor(readonly name: string) {
		if (!existsSync(name)) throw new StoreError(`there is no store ${name}`);
		checkUpToDate(name);
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

/** An error of the file system in words that name the file; any other as it is. */
function unwritable(error: unknown, name: string): unknown {
	const isSystems = codeOf(error) !== null && error instanceof Error && 'syscall' in error;
	return isSystems ? new StoreError(`${name} cannot be written: ${messageOf(error)}`) : error;
}

/** Made in a folder of its own beside its place, and put there whole. */
export class FileTarget implements CopyTarget {
	private folder: string | null = null;
	private db: Connection | null = null;

	constructor(readonly name: string) {}

	async begin(): Promise<void> {
		checkFree(this.name);
		try {
			mkdirSync(dirname(this.name), { recursive: true, mode: 0o700 });
			this.folder = mkdtempSync(`${this.name}.copying-`);
		} catch (error) {
			throw unwritable(error, this.name);
		}
		this.db = openConnection(this.making(this.folder), { bulk: true });
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
		try {
			if (this.folder !== null) publish(this.making(this.folder), this.name);
		} catch (error) {
			throw unwritable(error, this.name);
		}
	}

	async close(): Promise<void> {
		this.db?.close();
		this.db = null;
		if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
		this.folder = null;
	}

	private making(folder: string): string {
		return join(folder, 'store.db');
	}

	private opened(): Connection {
		if (!this.db) throw new Error('nothing has begun');
		return this.db;
	}
}
