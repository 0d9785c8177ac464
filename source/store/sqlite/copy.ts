/** Copies a whole store as it is at one instant, while others go on working on it. */
import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { codeOf } from '../../text/message.ts';
import { StoreError } from '../port.ts';
import { APPLICATION_ID } from './connection.ts';
import { inWords } from './errors.ts';
import { checkFree, publish } from './publish.ts';

/** Pages copied between two looks at whatever else this program does. */
const PAGES = 2_000;

export interface CopyReport {
	readonly bytes: number;
	readonly events: number;
	readonly tickets: number;
}

/** Checks a copy, makes it one file that needs no other, and lets go of the lease that somebody held meanwhile. */
function finish(copy: string): CopyReport {
	const db = new Database(copy);
	try {
		db.pragma('journal_mode = DELETE');
		const found = db.pragma('quick_check(1)', { simple: true });
		if (found !== 'ok') throw new StoreError(`the copy is damaged, and so is the store: ${String(found)}`);
		db.exec('UPDATE lease SET epoch = epoch + 1, expires_at = 0');
		const count = (table: 'event' | 'ticket'): number =>
			db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
		return { bytes: statSync(copy).size, events: count('event'), tickets: count('ticket') };
	} finally {
		db.close();
	}
}

/**
 * Copies a store into a file that is not there yet (mode 0600). It reads one state of the store from beginning to end,
 * however much is written meanwhile, and makes nobody wait; the file appears whole, checked and flushed to the disk.
 * @param onProgress is told how much is done, from 0 to 1
 * @throws {StoreError} in words for people
 */
export async function copyStore(
	path: string,
	target: string,
	onProgress: (share: number) => void = () => {},
): Promise<CopyReport> {
	checkFree(target);
	const beside = `${target}.${process.pid}.new`;
	let db: Database.Database | null = null;
	try {
		closeSync(openSync(beside, 'wx', 0o600));
		db = new Database(path, { fileMustExist: true });
		if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
			throw new StoreError(`${path} is not a slatop store: give another path with --store`);
		}
		// What is read from here on is the store as it is now: without it, each foreign write would begin the copy anew.
		db.exec('BEGIN');
		db.prepare('SELECT count(*) FROM meta').get();
		await db.backup(beside, {
			progress({ totalPages, remainingPages }) {
				onProgress(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
				return PAGES;
			},
		});
		const report = finish(beside);
		publish(beside, target);
		return report;
	} catch (error) {
		rmSync(beside, { force: true });
		if (error instanceof Error && 'code' in error && !(error instanceof Database.SqliteError)) {
			throw new StoreError(`${target} cannot be written: ${error.message}`);
		}
		// The store is only read: it is the copy for which there is no room.
		throw inWords(error, codeOf(error) === 'SQLITE_FULL' ? target : path);
	} finally {
		db?.close();
	}
}
