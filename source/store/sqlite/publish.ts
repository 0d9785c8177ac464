/** Puts a file that was made beside its place there, whole. */
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../../text/message.ts';
import { StoreError } from '../port.ts';

/** What SQLite lays beside a file; it takes one that an earlier file has left for the new one's. */
const ENDS = ['', '-wal', '-shm', '-journal'] as const;

/** What file systems without links say of one. */
const LINKLESS: ReadonlySet<string | null> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** @throws {StoreError} where a store is, or what one has left */
export function checkFree(place: string): void {
	const end = ENDS.find((name) => existsSync(place + name));
	if (end !== undefined) throw new StoreError(`${place}${end} is there already: give another name`);
}

function flush(path: string, flags: 'r' | 'r+'): void {
	const file = openSync(path, flags);
	try {
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

/** A renaming would put it over what has come to be there meanwhile. */
function link(made: string, place: string): void {
	try {
		linkSync(made, place);
	} catch (error) {
		const code = codeOf(error);
		if (code !== 'EEXIST' && !LINKLESS.has(code)) throw error;
		checkFree(place);
		renameSync(made, place);
	}
	rmSync(made, { force: true });
}

/**
 * Flushes a store's file to the disk and gives it its name; both survive a loss of power.
 * @param made on the same file system
 * @throws {StoreError} where something is at its place by now
 */
export function publish(made: string, place: string): void {
	flush(made, 'r+');
	checkFree(place);
	link(made, place);
	flush(dirname(place), 'r');
}
