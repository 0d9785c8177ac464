/** SQLite's errors in words for people: what is the matter with a store's file, and what to do. */
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { codeOf } from '../../text/message.ts';
import { StoreBusy, StoreError } from '../port.ts';

const READ_ONLY = 'is read-only: slatop needs to write to it and to its folder';
const LOCKED = 'is locked by another program: try again when that is done';

const WORDS: readonly (readonly [code: string, words: string])[] = [
	['SQLITE_NOTADB', 'is not a slatop store (not a database): give another path with --store'],
	['SQLITE_CORRUPT', 'is damaged: restore it from a backup'],
	['SQLITE_READONLY', READ_ONLY],
	['SQLITE_BUSY', LOCKED],
	['SQLITE_LOCKED', LOCKED],
	['SQLITE_FULL', 'could not be written: the disk is full'],
	['SQLITE_CANTOPEN', 'cannot be opened: check the path and its permissions'],
	['SQLITE_IOERR', 'cannot be read or written: the disk reports an error'],
	['SQLITE_PERM', 'cannot be opened: no permission'],
];

/** Of these SQLite does not tell what the file system has said. */
const VAGUE = /^SQLITE_(READONLY|CANTOPEN|IOERR|PERM)/;

const { R_OK, W_OK, X_OK } = constants;

/** What keeps a file from being written. */
const HINDRANCES: Readonly<Record<string, string>> = {
	EROFS:
		'is on a file system that is read-only: slatop goes on when it can be written again (mount and dmesg say why)',
	EACCES: READ_ONLY,
	EPERM: READ_ONLY,
};

/** What the file system says when it is asked for access; null: it has nothing against it, or the file is not there. */
function refusal(path: string, mode: number): string | null {
	try {
		accessSync(path, mode);
		return null;
	} catch (error) {
		return codeOf(error);
	}
}

const UNREADABLE = "may not be read by who you are here: see to its owner and mode, and its folder's";

/**
 * What keeps who we are here from seeing whether there is anything at a path, in words; null: nothing. Where a file
 * stands in a folder's place nobody may run that either: so it is the folder's own entry that is asked for.
 */
export const unseen = (path: string): string | null =>
	refusal(`${dirname(path)}/.`, X_OK) === 'EACCES' ? UNREADABLE : null;

/** What keeps who we are here from working on a store, in words; null: nothing. */
export function hindrance(path: string): string | null {
	const folder = dirname(path);
	if (unseen(path) !== null || refusal(path, R_OK) === 'EACCES') return UNREADABLE;
	const words = HINDRANCES[refusal(path, W_OK) ?? refusal(folder, W_OK) ?? ''];
	if (words !== undefined) return words;
	// Left by somebody else, as root for instance, who has looked into the store.
	const other = ['-wal', '-shm'].find((end) => refusal(path + end, W_OK) === 'EACCES');
	return other === undefined
		? null
		: `cannot be worked on, for ${path}${other} may not be written: give it the store's owner and mode`;
}

/** An SQLite error as a StoreError that names the file; any other error as it is. */
export function inWords(error: unknown, path: string): unknown {
	if (!(error instanceof Database.SqliteError)) return error;
	const known = WORDS.find(([code]) => error.code.startsWith(code))?.[1];
	const words = (VAGUE.test(error.code) ? hindrance(path) : null) ?? known;
	const Kind = /^SQLITE_(BUSY|LOCKED)/.test(error.code) ? StoreBusy : StoreError;
	return new Kind(`store ${path} ${words ?? `failed: ${error.message} (${error.code})`}`);
}
