import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import {
	GONE_SQL,
	IS_WAITING_SQL,
	NEXT_RECIPIENT_SQL,
	WAITING_SQL,
} from '../../../source/store/sqlite/alert-queue.ts';
import { ALERTING_SQL, TOLD_SQL } from '../../../source/store/sqlite/alerts.ts';
import { logWindowSql, timerWindowSql } from '../../../source/store/sqlite/reading.ts';
import { countedSql, SUMS_SQL } from '../../../source/store/sqlite/report-reading.ts';

const KEY = { order: 1_790_000_000_000, id: 7 };
const AFTER = { direction: 'after', limit: 40, from: KEY } as const;
const BEFORE = { direction: 'before', limit: 40, from: KEY } as const;

/** How SQLite would run a statement, in its own words. */
function plan(sql: string): string {
	const db = new Database(':memory:');
	for (const step of MIGRATIONS) db.exec(step);
	const values = Array.from(sql.matchAll(/\?/g), () => 1);
	const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
	db.close();
	return rows.map((row) => JSON.stringify(row)).join('\n');
}

/** The hot queries: those of every key and every tick. */
const HOT: Readonly<Record<string, { readonly sql: string; readonly index: string }>> = {
	'the window of open timers': { sql: timerWindowSql({}, AFTER).sql, index: 'timer_by_due' },
	'the window above': { sql: timerWindowSql({}, BEFORE).sql, index: 'timer_by_due' },
	'a department': {
		sql: timerWindowSql({ departments: ['Billing'] }, AFTER).sql,
		index: 'timer_by_department',
	},
	'a level': { sql: timerWindowSql({ levels: ['gold'] }, AFTER).sql, index: 'timer_by_level' },
	'a priority': { sql: timerWindowSql({ priorities: ['urgent'] }, AFTER).sql, index: 'timer_by_priority' },
	'tickets of no agent': { sql: timerWindowSql({ agents: [''] }, AFTER).sql, index: 'timer_by_agent' },
	'two fields at once': {
		sql: timerWindowSql({ departments: ['Billing'], levels: ['gold'] }, AFTER).sql,
		index: 'timer_by_',
	},
	'what is not yet due': {
		sql: timerWindowSql({ dueFrom: 1 }, { direction: 'after', limit: 40 }).sql,
		index: 'timer_by_due',
	},
	'by start': { sql: timerWindowSql({}, AFTER, 'started').sql, index: 'timer_by_start' },
	'by start, narrowed': {
		sql: timerWindowSql({ departments: ['Billing'], agents: ['ana'] }, BEFORE, 'started').sql,
		index: 'timer_by_start',
	},
	'by arrival': { sql: timerWindowSql({}, AFTER, 'arrived').sql, index: 'timer_of_ticket' },
	'more values than are looked up one by one': {
		sql: timerWindowSql({ departments: ['Billing', 'Sales'] }, AFTER).sql,
		index: 'timer_by_due',
	},
	'an agent': { sql: timerWindowSql({ agents: ['ana'] }, AFTER).sql, index: 'timer_by_agent' },
	'the window of the log': { sql: logWindowSql({}, AFTER).sql, index: 'sla_log_by_close' },
	'the end of the log': {
		sql: logWindowSql({}, { direction: 'before', limit: 40 }).sql,
		index: 'sla_log_by_close',
	},
	'what falls due': { sql: 'SELECT 1 FROM timer WHERE next_at <= ? LIMIT 1', index: 'timer_falling_due' },
	'the tickets of which a step has come': { sql: ALERTING_SQL, index: 'alert_due_by_time' },
	'what a ticket has told of': { sql: TOLD_SQL, index: 'alert_of_ticket' },
	'the next recipient for whom something waits': { sql: NEXT_RECIPIENT_SQL, index: 'alert_to_try' },
	'whether something waits': { sql: IS_WAITING_SQL, index: 'alert_to_try' },
	'what waits for a recipient': { sql: WAITING_SQL, index: 'alert_to_try' },
	'what has gone to a recipient lately': { sql: GONE_SQL, index: 'delivery_gone' },
	'a history': { sql: 'SELECT data FROM event WHERE ticket = ? ORDER BY seq', index: 'event_of_ticket' },
	"a source's history of a ticket": {
		sql: `SELECT e.data FROM event e JOIN source s ON s.id = e.source WHERE e.ticket = ? AND s.name = ? ORDER BY e.seq`,
		index: 'event_of_ticket',
	},
	'a creation': {
		sql: `SELECT min(at) FROM event WHERE ticket = ? AND type = 'created'`,
		index: 'event_creation',
	},
};

describe('the plan of a hot query', () => {
	test.each(Object.entries(HOT))('%s: is read along its index, and never sorted', (_, { sql, index }) => {
		const words = plan(sql);
		expect(words).toContain(index);
		expect(words).not.toContain('TEMP B-TREE');
		// A window from an end of a list reads along the index without a bound: that is a scan of the index alone.
		expect(words.replaceAll(/SCAN \w+ USING (COVERING )?INDEX/g, '')).not.toContain('SCAN');
	});
});

/** Reports put what they read in order, but read no more than the period asks for. */
describe('the plan of what a report reads', () => {
	test.each([
		['kept sums', SUMS_SQL, 'rollup_identity'],
		['a stretch of the log', countedSql([], true), 'sla_log_by_judgement'],
		['a stretch of the log, by customer', countedSql(['organization'], false), 'sla_log_by_judgement'],
	])('%s: is found along its index', (_, sql, index) => {
		const words = plan(sql);
		expect(words).toContain(`SEARCH`);
		expect(words).toContain(index);
		expect(words).not.toContain('SCAN');
	});
});
