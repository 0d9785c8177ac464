/** Looks at a store's file from outside: also at one that no slatop can open. */
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

import { codeOf, messageOf } from '../../text/message.ts';
import { MIGRATIONS } from '../migrations.ts';
import type { StoreFacts, StoreProblem } from '../port-health.ts';
import { APPLICATION_ID } from './connection.ts';
import { hindrance, inWords } from './errors.ts';
import { leftovers } from './leftovers.ts';

/** File systems of other machines, by what `statfs` calls them: SQLite's locks do not hold there. */
const NETWORKS: ReadonlyMap<number, string> = new Map([
	[0x6969, 'NFS'],
	[0xff534d42, 'CIFS'],
	[0xfe534d42, 'SMB'],
	[0x517b, 'SMB'],
	[0x01021997, '9P'],
	[0x73757245, 'Coda'],
]);

const MOST_FAULTS = 5;

/** Kept and counted: kinds of open timers whose counter is not their number. */
const MISCOUNTED = `SELECT count(*) FROM (
	SELECT department, level, metric, state, count FROM counter WHERE count <> 0
	EXCEPT SELECT coalesce(department, ''), coalesce(level, ''), metric, state, count(*) FROM timer GROUP BY 1, 2, 3, 4)`;
/** Events whose tickets have no beginning. */
const WAITING = `SELECT count(*) FROM event e WHERE NOT EXISTS
	(SELECT 1 FROM event c WHERE c.ticket = e.ticket AND c.type = 'created')`;

function read(db: Database.Database): Pick<StoreFacts, 'schema' | 'isStore' | 'faults' | 'counts'> {
	const schema = Number(db.pragma('user_version', { simple: true }));
	const isStore = db.pragma('application_id', { simple: true }) === APPLICATION_ID;
	if (!isStore) return { schema, isStore, faults: [], counts: null };
	const found = db.prepare<[], string>(`PRAGMA integrity_check(${MOST_FAULTS})`).pluck().all();
	const faults = found.filter((line) => line !== 'ok');
	const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
	const counts =
		faults.length > 0
			? null
			: {
					events: count('SELECT count(*) FROM event'),
					waiting: count(WAITING),
					timers: count('SELECT count(*) FROM timer'),
					logRows: count('SELECT count(*) FROM sla_log'),
					miscounted: count(MISCOUNTED),
				};
	return { schema, isStore, faults, counts };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const KINDS: readonly (readonly [code: string, kind: StoreProblem['kind']])[] = [
	['SQLITE_BUSY', 'locked'],
	['SQLITE_LOCKED', 'locked'],
	['SQLITE_NOTADB', 'foreign'],
	['SQLITE_CORRUPT', 'damaged'],
];

function kindOf(error: unknown, hindrance: string | null): StoreProblem['kind'] {
	const code = codeOf(error) ?? '';
	const known = KINDS.find(([start]) => code.startsWith(start))?.[1];
	return known ?? (hindrance === null ? 'failing' : 'hindered');
}

/** What is the matter with a file that is there. It changes nothing of it. */
export function examineStore(path: string): StoreFacts {
	const { mode, size } = statSync(path);
	const { bavail, bsize, type } = statfsSync(dirname(path));
	const outside = {
		bytes: size,
		logBytes: sizeOf(`${path}-wal`),
		leftovers: leftovers(dirname(path)),
		mode: mode & 0o777,
		freeBytes: bavail * bsize,
		network: NETWORKS.get(type) ?? null,
		newestSchema: MIGRATIONS.length,
		hindrance: hindrance(path),
	};
	try {
		const db = new Database(path, { readonly: true, fileMustExist: true });
		try {
			const engine = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
			return { ...outside, engine: `SQLite ${engine}`, problem: null, ...read(db) };
		} finally {
			db.close();
		}
	} catch (error) {
		const problem = { kind: kindOf(error, outside.hindrance), says: messageOf(inWords(error, path)) };
		return { ...outside, engine: 'SQLite', problem, schema: 0, isStore: false, faults: [], counts: null };
	}
}
