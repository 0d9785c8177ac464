/** The same statements as in a file, along the same indexes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAddress } from '../../../source/store/postgres/address.ts';
import { migrate } from '../../../source/store/postgres/migrations.ts';
import { timersSql } from '../../../source/store/postgres/reading.ts';
import { Server } from '../../../source/store/postgres/session.ts';
import { numbered, POSTGRES } from '../../../source/store/sql/dialect.ts';
import { foundQueries, hotQueries, KEY, type KnownQuery, NAME } from '../../support/hot-queries.ts';
import { newPostgresUrl } from '../../support/postgres.ts';

/** Enough rows that to read them all is dearer than to go along an index. */
const ROWS = 20_000;
const N = `FROM generate_series(1, ${ROWS}) AS n`;
/** Twenty names, of which one is known. */
const NAMED = `'name ' || n % 20`;
const named = (column: string): string =>
	`CASE WHEN n % 20 = 3 THEN '${NAME}' ELSE ${NAMED} END AS ${column}`;
/** Instants about the one where windows begin, one after another or not. */
const AT = `${KEY.order - ROWS / 2} + n`;
const SCATTERED = `${KEY.order - ROWS / 2} + n * 7919 % ${ROWS}`;
const FILL = [
	`INSERT INTO source(id, name) SELECT n, 'source ' || n FROM generate_series(1, 3) AS n`,
	`INSERT INTO ticket(id, ticket, created_at, status, department, priority, channel, tags, custom)
		SELECT n, 'T-' || n, ${AT}, 'open', ${named('department')}, 'normal', 'email', '[]', '{}' ${N}`,
	`INSERT INTO timer(id, ticket_id, metric, cycle, level, calendar, state, started_at, target_ms, counted_ms, paused_ms,
			department, agent, priority, sort_at, next_at)
		SELECT n, n, 'first_answer', 1, ${named('level')}, 'always', 'on_track', ${AT}, 1, 0, 0, ${named('department')},
			nullif(${NAMED}, 'name 0'), ${named('priority')}, ${SCATTERED}, ${AT} ${N}`,
	`UPDATE timer SET agent = '${NAME}' WHERE agent = 'name 3'`,
	`INSERT INTO sla_log(id, ticket_id, metric, cycle, calendar, state, started_at, closed_at, target_ms, counted_ms,
			paused_ms, superseded, judged_at)
		SELECT n, n, 'first_answer', 1, 'always', 'fulfilled', 0, ${SCATTERED}, 1, 0, 0, 0, ${SCATTERED} ${N}`,
	`INSERT INTO event(seq, source, event_id, ticket, at, type, data)
		SELECT n, 1, 'e' || n, 'T-' || n, ${AT}, 'created', '{}' ${N}`,
	`INSERT INTO alert(alert_id, ticket, metric, cycle, step, repeat, recipient, step_at, created_at, state, next_try_at, tries)
		SELECT 'a' || n, 'T-' || n, 'first_answer', 1, 'due', 0, ${named('recipient')}, ${AT}, ${AT}, 'queued',
			CASE WHEN n % 7 = 0 THEN ${AT} END, 0 ${N}`,
	`INSERT INTO alert_due SELECT 'T-' || n, ${SCATTERED} ${N}`,
	`INSERT INTO remark SELECT n, 'first_answer', 1, '{}' ${N}`,
	`INSERT INTO delivery(recipient, at, channel, text, alerts, ok, said)
		SELECT ${named('recipient')}, ${AT}, 'bell', '', 1, n % 2, '' ${N}`,
	`INSERT INTO rollup(dimension, period, name, level, metric, fulfilled, missed, cancelled, excluded, counted_ms, wall_ms,
			over_ms, spreads)
		SELECT 'day', n, '', 'gold', 'first_answer', 1, 0, 0, 0, 0, 0, 0, '' ${N}`,
	...'source ticket timer sla_log event alert alert_due remark delivery rollup'
		.split(' ')
		.map((table) => `ANALYZE ${table}`),
];

let server: Server;
beforeAll(async () => {
	server = new Server(readAddress(await newPostgresUrl(), {}));
	await migrate(server);
	for (const sql of FILL) await server.count(sql);
});
afterAll(() => server.close());

interface Explained {
	readonly 'QUERY PLAN': string;
}

/** How PostgreSQL would run a statement, in its own words. */
async function plan({ sql, values }: Pick<KnownQuery, 'sql' | 'values'>): Promise<string> {
	const rows = await server.rows<Explained>(`EXPLAIN ${numbered(sql)}`, values);
	return rows.map((row) => row['QUERY PLAN']).join('\n');
}

/** A table of three rows is read as it is. */
const scans = (words: string): string[] => words.match(/Seq Scan on (?!source\b)\w+/g) ?? [];

/** Of more than the few rows that are equal in what the index is by. */
const SORT = /(?<!Incremental )Sort +\(/;

describe('the plan of a hot query', () => {
	test.each(
		Object.entries(hotQueries(POSTGRES)),
	)('%s: reads no whole table, and sorts none', async (_, query) => {
		const words = await plan(query);
		expect(scans(words)).toEqual([]);
		if (query.isNarrowed) return;
		expect(words).toContain(query.index);
		expect(words).not.toMatch(SORT);
	});

	test('several departments: each is read along its index, as far as the window goes', async () => {
		const window = { direction: 'after', limit: 40, from: KEY } as const;
		const words = await plan(timersSql({ departments: [NAME, 'name 5', 'name 7'] }, window));
		expect(scans(words)).toEqual([]);
		expect(words.match(/timer_by_department/g)).toHaveLength(3);
		expect(words).not.toMatch(SORT);
	});
});

describe('the plan of what is put in order afterwards', () => {
	test.each(Object.entries(foundQueries(POSTGRES)))('%s: is found along its index', async (_, query) => {
		const words = await plan(query);
		expect(scans(words)).toEqual([]);
		expect(words).toContain(query.index);
	});
});
