/**
 * Timers and log made anew from events, beside the store, and held against what it has: SQL over three files, the
 * copy of the store as it was, the one made anew, and the store itself.
 */
import Database from 'better-sqlite3';
import { StoreError } from '../port.ts';
import { inWords } from './errors.ts';

/** What follows from events and agreements, by what it is called for people: rows without the numbers that they have here. */
const DERIVED: Readonly<Record<string, string>> = {
	tickets: `SELECT ticket, created_at, status, subject, requester, organization, customer_group, department, agent,
			priority, channel, tags, custom, url, level, level_by_hand FROM @.ticket`,
	// What a timer that runs has counted is as of its ticket's last event.
	'open timers': `SELECT k.ticket, t.metric, t.cycle, t.level, t.calendar, t.state, t.started_at, t.at_risk_at, t.due_at,
			t.target_ms, CASE t.state WHEN 'paused' THEN t.counted_ms END AS counted_ms, t.department,
			CASE WHEN t.ticket_id IN (SELECT ticket_id FROM @.reassigned) THEN k.agent ELSE t.agent END AS agent,
			t.priority, t.sort_at, t.next_at
		FROM @.timer t LEFT JOIN @.ticket k ON k.id = t.ticket_id`,
	// What a late event has superseded only the log knows.
	'log rows': `SELECT k.ticket, t.metric, t.cycle, t.level, t.calendar, t.state, t.started_at, t.at_risk_at, t.due_at,
			t.closed_at, t.target_ms, t.counted_ms, t.paused_ms, t.reason, t.department, t.agent, t.excluded,
			t.organization, t.judged_at
		FROM @.sla_log t LEFT JOIN @.ticket k ON k.id = t.ticket_id WHERE t.superseded = 0`,
	remarks: `SELECT k.ticket, t.metric, t.cycle, t.said FROM @.remark t LEFT JOIN @.ticket k ON k.id = t.ticket_id`,
	counters: `SELECT department, level, metric, state, count FROM @.counter WHERE count <> 0`,
	tallies: `SELECT quarter_at, department, level, metric, state, count FROM @.tally WHERE count <> 0`,
	sums: `SELECT dimension, period, name, level, metric, fulfilled, missed, cancelled, excluded, counted_ms, wall_ms,
			over_ms, spreads FROM @.rollup`,
};

/** Emptied, and filled from what was made anew, in this order. The log is another matter: of it something is kept. */
export const REPLACED = [
	'ticket',
	'timer',
	'reassigned',
	'remark',
	'counter',
	'tally',
	'rollup',
	'alert_due',
] as const;

const LOG_COLUMNS = `metric, cycle, level, calendar, state, started_at, at_risk_at, due_at, closed_at, target_ms,
	counted_ms, paused_ms, reason, department, agent, superseded, excluded, judged_at, organization`;

export interface Difference {
	/** `open timers`, `log rows` … */
	readonly what: string;
	/** How many there are, made anew. */
	readonly rows: number;
	/** Those that the store has not, or has otherwise. */
	readonly missing: number;
	/** Those that it has and that do not follow from events. */
	readonly surplus: number;
	/** A few of them, as they should be or should not. */
	readonly examples: readonly string[];
}

/** How far the engine had come when a copy of its store was made. */
export interface Standing {
	readonly cursor: number;
	/** Null: no tick has been made by a slatop that notes it. */
	readonly broughtUpTo: number | null;
	/** Of the store's lease, before it was copied: whoever takes the lease, or tickets out of the store, counts it up. */
	readonly epoch: number;
}

/** What the folders begin with that it works in, beside the store. */
export const WORK_FOLDER = '.slatop-rebuild-';

/** Why nothing is put in its place. */
export const wasAtWork = (name: string): string =>
	`an engine or a prune has been at work on store ${name} meanwhile: end it, and try again`;

const EXAMPLES = 3;
const META = `SELECT value FROM @.meta WHERE key = ?`;

function opened<T>(
	path: string,
	attached: Readonly<Record<string, string>>,
	work: (db: Database.Database) => T,
): T {
	try {
		const db = new Database(path, { fileMustExist: true, timeout: 10_000 });
		try {
			db.pragma('foreign_keys = OFF');
			for (const [name, file] of Object.entries(attached)) db.prepare(`ATTACH ? AS ${name}`).run(file);
			return work(db);
		} finally {
			db.close();
		}
	} catch (error) {
		throw inWords(error, path);
	}
}

const numberOf = (db: Database.Database, of: string, key: string): number | null => {
	const value = db.prepare<[string], string | null>(META.replace('@', of)).pluck().get(key);
	return value == null ? null : Number(value);
};

const epoch = (db: Database.Database): number =>
	db.prepare<[], number>('SELECT epoch FROM main.lease').pluck().get() ?? 0;

const standing = (db: Database.Database, of: string): Omit<Standing, 'epoch'> => ({
	cursor: numberOf(db, of, 'cursor') ?? 0,
	broughtUpTo: numberOf(db, of, 'brought_up_to'),
});

/** The epoch of a store's lease, to be read before the store is copied: the copy's is one of its own. */
export const epochOf = (path: string): number => opened(path, {}, epoch);

/** How far the engine had come in a copy. @param epoch of the store, from before */
export const standingOf = (was: string, epoch: number): Standing =>
	opened(was, {}, (db) => ({ ...standing(db, 'main'), epoch }));

/** Brings the events that the engine had taken, and the agreements, into an empty store. */
export function feedAnew(anew: string, was: string): void {
	opened(anew, { was }, (db) => {
		const { cursor } = standing(db, 'was');
		db.transaction(() => {
			db.exec(
				'INSERT INTO source SELECT * FROM was.source; INSERT INTO agreement SELECT * FROM was.agreement',
			);
			db.prepare('INSERT INTO event SELECT * FROM was.event WHERE seq <= ? ORDER BY seq').run(cursor);
		}).immediate();
	});
}

function differenceIn(db: Database.Database, what: string, select: string): Difference {
	const of = (name: string): string => select.replaceAll('@', name);
	const only = (one: string, other: string): string =>
		`SELECT * FROM (${of(one)}) EXCEPT SELECT * FROM (${of(other)})`;
	const count = (sql: string): number =>
		db.prepare<[], number>(`SELECT count(*) FROM (${sql})`).pluck().get() ?? 0;
	const rows = count(of('main'));
	const missing = count(only('main', 'was'));
	// Rows that are there twice are one to EXCEPT.
	const surplus = Math.max(count(only('was', 'main')), missing + count(of('was')) - rows);
	const examples = [
		['should be there', only('main', 'was')],
		['should not', only('was', 'main')],
	].flatMap(([words, sql]) =>
		db
			.prepare<[], Record<string, unknown>>(`${sql} LIMIT ${EXAMPLES}`)
			.all()
			.map((row) => `${words}: ${JSON.stringify(row)}`),
	);
	return { what, rows, missing, surplus, examples };
}

/** Where a store as it was and the one made anew differ, kind by kind, also where they do not. */
export const differences = (anew: string, was: string): Difference[] =>
	opened(anew, { was }, (db) =>
		Object.entries(DERIVED).map(([what, select]) => differenceIn(db, what, select)),
	);

/**
 * Puts what was made anew in the place of what the store has, in one transaction. Superseded rows of the log stay:
 * they tell what was said before a late event came.
 * @throws {StoreError} where an engine, or a prune, has been at work since the copy was made
 */
export function putInPlace(path: string, anew: string, was: Standing): void {
	opened(path, { anew }, (db) => {
		db.transaction(() => {
			const now = standing(db, 'main');
			const held = db
				.prepare<[number], number>('SELECT 1 FROM lease WHERE expires_at > ?')
				.pluck()
				.get(Date.now());
			const isMoved =
				now.cursor !== was.cursor || now.broughtUpTo !== was.broughtUpTo || epoch(db) !== was.epoch;
			if (held !== undefined || isMoved) {
				throw new StoreError(wasAtWork(path));
			}
			db.exec(`CREATE TEMP TABLE trail AS SELECT k.ticket AS reference, l.* FROM main.sla_log l
				JOIN main.ticket k ON k.id = l.ticket_id WHERE l.superseded = 1`);
			for (const table of [...REPLACED, 'sla_log']) db.exec(`DELETE FROM main.${table}`);
			for (const table of REPLACED) db.exec(`INSERT INTO main.${table} SELECT * FROM anew.${table}`);
			db.exec(`INSERT INTO main.sla_log(ticket_id, ${LOG_COLUMNS})
				SELECT ticket_id, ${LOG_COLUMNS} FROM anew.sla_log ORDER BY id`);
			// Those that the fold supersedes by itself were made anew.
			db.exec(`INSERT INTO main.sla_log(ticket_id, ${LOG_COLUMNS})
				SELECT k.id, ${LOG_COLUMNS.split(', ')
					.map((column) => `t.${column.trim()}`)
					.join(', ')}
				FROM temp.trail t JOIN main.ticket k ON k.ticket = t.reference
				WHERE NOT EXISTS (SELECT 1 FROM main.sla_log l WHERE l.ticket_id = k.id AND l.superseded = 1
					AND l.metric = t.metric AND l.cycle = t.cycle AND l.closed_at = t.closed_at AND l.state = t.state)
				ORDER BY t.id`);
			db.exec(`INSERT INTO main.meta SELECT * FROM anew.meta WHERE key = 'rollup_zone'
				ON CONFLICT(key) DO UPDATE SET value = excluded.value`);
			// Whoever led before must look anew.
			db.exec('UPDATE main.lease SET epoch = epoch + 1');
		}).immediate();
	});
}
