/** A store with a year's log in it, kept for the benches of reports. */
import { rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../source/store/migrations.ts';
import { openSqliteStore } from '../source/store/sqlite/sqlite-store.ts';

/** Changes whenever stores made before are not what they should be now. */
const EDITION = 1;
const FOLDER = join(tmpdir(), 'slatop-bench');
const FILES = ['', '-wal', '-shm'] as const;

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
export const YEAR_FROM = Date.UTC(2025, 10, 1);
/** Not the end of a day: the report has to count rows at an end. */
export const YEAR_TO = YEAR_FROM + YEAR_MS;

const LEVELS = ['gold', 'silver', 'bronze'] as const;
const METRICS = ['first_answer', 'next_answer', 'first_assign', 'first_resolve', 'total_resolution'] as const;
const DEPARTMENTS = 8;
const AGENTS = 60;
const ORGANIZATIONS = 300;
const ROWS_PER_TICKET = 4;

export const YEAR_AGREEMENT = `version: 1
name: A year
timezone: Europe/Ljubljana
levels:
  gold:
    targets: { first_answer: 1h, next_answer: 2h, first_assign: 30m, first_resolve: 8h, total_resolution: 2d }
    goals: { first_answer: 95%, first_resolve: 90% }
    penalty:
      per_miss: { first_answer: 50, first_resolve: 100 }
      monthly_fee: 4000
      credits: [{ below: 99, percent: 5 }, { below: 95, percent: 15 }]
      cap_percent: 20
  silver:
    targets: { first_answer: 2h, next_answer: 4h, first_assign: 1h, first_resolve: 16h, total_resolution: 4d }
    goals: { first_answer: 90% }
    penalty: { per_miss: { first_answer: 20 } }
  bronze:
    targets: { first_answer: 4h, next_answer: 8h, first_assign: 2h, first_resolve: 32h, total_resolution: 8d }
rules:
  - { when: { field: customer_group, is: vip }, level: gold }
  - { when: { field: customer_group, is: business }, level: silver }
default_level: bronze
`;

/** The next of a row of numbers that look like chance (mulberry32), from 0 up to 1. */
function chance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The path of a store whose log has so many rows, a year of them. Nobody may write to it. */
export async function yearStore(rows: number): Promise<string> {
	const path = join(FOLDER, `year-${MIGRATIONS.length}-${EDITION}-${rows}.db`);
	const isThere = await stat(path).then(
		() => true,
		() => false,
	);
	if (isThere) return path;
	const making = `${path}.making`;
	for (const end of FILES) await rm(making + end, { force: true });
	process.stderr.write(`making a year's log of ${rows.toLocaleString('en')} rows, once … `);
	const began = performance.now();
	await openSqliteStore(making).close();
	fill(making, rows);
	await addSums(making);
	await rename(making, path);
	process.stderr.write(`${Math.round((performance.now() - began) / 1000)} s\n`);
	return path;
}

/** Rows as the engine leaves them, without the events behind them: those would take an hour. */
function fill(path: string, rows: number): void {
	const db = new Database(path);
	const next = chance(1);
	const some = (count: number): number => Math.floor(next() * count);
	const ticket = db.prepare(
		`INSERT INTO ticket(id, ticket, created_at, status, subject, requester, organization, department, agent,
			priority, channel, tags, custom, level)
		VALUES (?, ?, ?, 'closed', 'Invoice shows the wrong VAT number', ?, ?, ?, ?, 'normal', 'email', '[]', '{}', ?)`,
	);
	const row = db.prepare(
		`INSERT INTO sla_log(ticket_id, metric, cycle, level, calendar, state, started_at, at_risk_at, due_at, closed_at,
			target_ms, counted_ms, paused_ms, reason, department, agent, superseded, excluded, organization, judged_at)
		VALUES (?, ?, 1, ?, 'always', ?, ?, ?, ?, ?, ?, ?, 0, NULL, ?, ?, 0, ?, ?, ?)`,
	);
	const tickets = Math.ceil(rows / ROWS_PER_TICKET);
	db.transaction(() => {
		for (let number = 1; number <= tickets; number++) {
			const startedAt = YEAR_FROM + Math.floor(((YEAR_MS - 10 * DAY_MS) * number) / tickets);
			const organization = `Customer ${some(ORGANIZATIONS)}`;
			const department = `Department ${some(DEPARTMENTS)}`;
			const agent = `agent ${some(AGENTS)}`;
			const level = LEVELS[some(LEVELS.length)] ?? 'gold';
			ticket.run(
				number,
				`T-${number}`,
				startedAt,
				`${agent}@example.com`,
				organization,
				department,
				agent,
				level,
			);
			for (let place = 0; place < ROWS_PER_TICKET; place++) {
				const metric = METRICS[(place + number) % METRICS.length] ?? 'first_answer';
				const targetMs = 3_600_000 * 2 ** place;
				// Most are quick, few take very long.
				const tookMs = Math.floor(targetMs * next() ** 2 * 1.3);
				const closedAt = startedAt + tookMs;
				const dueAt = startedAt + targetMs;
				const roll = next();
				const state = roll < 0.03 ? 'cancelled' : tookMs > targetMs ? 'missed' : 'fulfilled';
				const excluded = roll > 0.995 ? 1 : 0;
				row.run(
					...[number, metric, level, state, startedAt, startedAt + targetMs * 0.75, dueAt, closedAt],
					...[targetMs, tookMs, department, agent, excluded, organization],
					state === 'missed' ? dueAt : closedAt,
				);
			}
		}
	})();
	db.close();
}

/** The sums, as the first tick of an engine makes them. */
async function addSums(path: string): Promise<void> {
	const store = openSqliteStore(path);
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: YEAR_AGREEMENT, files: {} });
	const lease = await store.acquireLease('bench', Date.now(), 600_000);
	if (!lease) throw new Error('the new store is held by somebody');
	const tick = { lease, fromCursor: 0, toCursor: 0, tickets: [], nowAt: YEAR_TO };
	await store.commitTick({ ...tick, timezone: 'Europe/Ljubljana' });
	await store.releaseLease(lease);
	await store.close();
}
