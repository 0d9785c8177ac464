/** Holds stores against each other. */
import { copyFileSync, existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { copyStoreTo } from '../../source/store/copying/copy.ts';
import { PostgresSource } from '../../source/store/copying/postgres.ts';
import { FileTarget } from '../../source/store/copying/sqlite.ts';
import { readAddress } from '../../source/store/postgres/address.ts';
import { differences } from '../../source/store/sqlite/rebuilding.ts';

/** What is compared beside what follows from events: these themselves in their order, and who is told of what. */
const KEPT = [
	'SELECT seq, event_id, ticket, at, type, data FROM event ORDER BY seq',
	'SELECT name FROM source ORDER BY id',
	'SELECT cursor FROM connector',
	`SELECT key, value FROM meta WHERE key IN ('cursor', 'applied_agreement', 'rollup_zone', 'brought_up_to') ORDER BY key`,
	'SELECT in_force_at, moves_open, text FROM agreement ORDER BY id',
	'SELECT alert_id, ticket, metric, cycle, step, repeat, recipient, step_at, state FROM alert ORDER BY alert_id',
	'SELECT ticket, next_at FROM alert_due ORDER BY ticket',
	'SELECT ticket FROM archived_ticket ORDER BY ticket',
	'SELECT hash FROM archived_event ORDER BY hash',
	'PRAGMA integrity_check',
];
/** Of a store that events came to in another order. */
const MOVED = [
	'SELECT event_id, ticket, at, type, data FROM event ORDER BY ticket, seq',
	'SELECT in_force_at, moves_open, text FROM agreement ORDER BY id',
	'SELECT ticket FROM archived_ticket ORDER BY ticket',
	'SELECT hash FROM archived_event ORDER BY hash',
	'PRAGMA integrity_check',
];

function kept(path: string, questions: readonly string[]): string[] {
	const db = new Database(path);
	try {
		return questions.map((sql) => JSON.stringify(db.prepare(sql).all()));
	} finally {
		db.close();
	}
}

/** Of a store that nobody has open: what SQLite keeps beside it is a part of it. */
export function copyFiles(from: string, to: string): void {
	for (const end of ['', '-wal']) if (existsSync(from + end)) copyFileSync(from + end, to + end);
}

/** Brings a store on PostgreSQL into a file. @throws {StoreError} where there is none, or half of one */
export async function bringBack(url: string, path: string): Promise<void> {
	const source = await PostgresSource.open(readAddress(url, {}));
	const target = new FileTarget(path);
	try {
		await copyStoreTo(source, target);
	} finally {
		await Promise.all([source.close(), target.close()]);
	}
}

let copies = 0;

/**
 * Where a store differs from what it should be.
 * @param isMoved its events have come in another order, of ticket by ticket
 */
export function faultsOf(path: string, expected: string, isMoved = false): string[] {
	const [found, right] = [`${path}.${++copies}.copy`, `${path}.${++copies}.copy`];
	copyFiles(path, found);
	copyFiles(expected, right);
	const derived = differences(right, found).flatMap(({ what, missing, surplus, examples }) =>
		missing + surplus > 0 ? [`${what}: ${missing} missing, ${surplus} too many`, ...examples] : [],
	);
	const questions = isMoved ? MOVED : KEPT;
	const answers = kept(right, questions);
	const stored = kept(found, questions).flatMap((text, place) =>
		text === answers[place] ? [] : [`${questions[place]}: ${text.slice(0, 500)}`],
	);
	return [...derived, ...stored];
}
