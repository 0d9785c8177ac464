/** Opens a store's file, and brings it up to date. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../migrations.ts';
import { StoreError } from '../port.ts';
import { hindrance, inWords } from './errors.ts';

export type Connection = Database.Database;

/** Runs a method's work, in a write transaction where it says so; SQLite's errors come out in words. */
export type Run = <T>(work: () => T, writing?: 'writing') => Promise<T>;

/** "slat" in ASCII: tells a store from any other SQLite file. */
export const APPLICATION_ID = 0x736c6174;
/** How long a writer waits for another before it says so. */
const BUSY_MS = 10_000;
/** More is no faster at a million timers: what is read and written there is all over the file. */
const CACHE_MIB = 16;
/** For what is read once, from end to end, in pages. */
const CACHE_OF_ONCE = 256;
/** Pages of 4 KiB: each move waits for the disk twice. */
const BULK_WAL_PAGES = 16_000;

function createPrivately(path: string): void {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
	else return;
	chmodSync(path, 0o600); // whatever the umask
}

/** @throws {StoreError} where a newer slatop has been at an open store */
export function checkSchema(version: number | undefined, path: string): void {
	if (version === MIGRATIONS.length) return;
	throw new StoreError(
		`store ${path} was brought up to date by a newer slatop (schema ${version}, this one knows ${MIGRATIONS.length}): end this one, and start it anew`,
	);
}

/**
 * Does work that goes through a whole table. Pages that nobody asks for again would fill the cache, and a process that
 * has had that much memory for once does not get smaller when the cache lets it go.
 */
export function readingAllOnce<T>(db: Connection, work: () => T): T {
	const size = db.pragma('cache_size', { simple: true });
	db.pragma(`cache_size = ${CACHE_OF_ONCE}`);
	try {
		return work();
	} finally {
		db.pragma(`cache_size = ${size}`);
	}
}

function migrate(db: Connection, path: string): void {
	const version = (): unknown => db.pragma('user_version', { simple: true });
	if (version() === MIGRATIONS.length) return;
	db.transaction(() => {
		const from = Number(version());
		const id = db.pragma('application_id', { simple: true });
		if (from > MIGRATIONS.length) {
			throw new StoreError(
				`store ${path} was written by a newer slatop (schema ${from}, this one knows ${MIGRATIONS.length}): update slatop`,
			);
		}
		const tables = db.prepare(`SELECT count(*) FROM sqlite_master`).pluck().get();
		if (id !== APPLICATION_ID && tables !== 0) {
			throw new StoreError(`store ${path} is a database of another program: give another path with --store`);
		}
		for (const step of MIGRATIONS.slice(from)) db.exec(step);
		db.pragma(`application_id = ${APPLICATION_ID}`);
		db.pragma(`user_version = ${MIGRATIONS.length}`);
	}).immediate();
}

/**
 * Begins a transaction that ends with the connection. What is written meanwhile stays in the log beside the file.
 * @param alone nothing is written meanwhile
 */
function hold(db: Connection, alone: boolean): void {
	db.exec(alone ? 'BEGIN IMMEDIATE' : 'BEGIN');
	// It is as it stands at the first look, not before.
	db.prepare(`SELECT count(*) FROM sqlite_master`).get();
}

export interface OpenOptions {
	/** Every commit is on the disk before it is told of: it survives a loss of power too. */
	readonly durable?: boolean;
	/** How long a writer waits for another, its thread standing still. */
	readonly waitMs?: number;
	/** For writing much at once: what is committed is moved to its place in the file less often. */
	readonly bulk?: boolean;
	/** For who only reads: it is as it is now, whatever is written to it meanwhile. */
	readonly held?: boolean;
	/** For who only reads: as `held`, with this done to it, which nobody else sees. Who would write waits meanwhile. */
	readonly heldAfter?: (db: Connection) => void;
	/** Memory for pages of the file: a transaction that changes more is written twice in part. */
	readonly cacheMib?: number;
}

/**
 * Opens a store's file, creating it (mode 0600) where it is not there, with the schema up to date.
 * @param path a file, or `:memory:`
 * @throws {StoreError} in words for people
 */
export function openConnection(
	path: string,
	{
		durable = false,
		waitMs = BUSY_MS,
		bulk = false,
		heldAfter,
		held = heldAfter !== undefined,
		cacheMib = CACHE_MIB,
	}: OpenOptions = {},
): Connection {
	try {
		if (path !== ':memory:') {
			createPrivately(path);
			// SQLite would open it for reading alone, and never look again.
			const words = hindrance(path);
			if (words !== null) throw new StoreError(`store ${path} ${words}`);
		}
		const db = new Database(path, { timeout: BUSY_MS });
		try {
			// WAL: readers and the writer don't wait for each other. NORMAL: a commit survives a crash of the
			// program at once, a loss of power up to the last checkpoint; never a torn store.
			db.pragma('journal_mode = WAL');
			db.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
			db.pragma(`cache_size = -${cacheMib * 1_024}`);
			db.pragma('foreign_keys = OFF');
			if (bulk) {
				db.pragma(`wal_autocheckpoint = ${BULK_WAL_PAGES}`);
				// What would undo one statement alone, a few pages of it, is no work for the disk.
				db.pragma('temp_store = MEMORY');
			}
			migrate(db, path);
			db.pragma(`busy_timeout = ${waitMs}`);
			if (held) hold(db, heldAfter !== undefined);
			return db;
		} catch (error) {
			db.close();
			throw error;
		}
	} catch (error) {
		if (error instanceof Error && 'code' in error && !(error instanceof Database.SqliteError)) {
			throw new StoreError(`store ${path} ${hindrance(path) ?? `cannot be opened: ${error.message}`}`);
		}
		throw inWords(error, path);
	}
}
