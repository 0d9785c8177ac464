/** The statements whose plans are known, for either kind of store. */
import { GONE_SQL, NEXT_RECIPIENT_SQL, WAITING_SQL } from '../../source/store/sql/alert-queue.ts';
import type { Dialect } from '../../source/store/sql/dialect.ts';
import { countedSql, SUMS_SQL } from '../../source/store/sql/reports.ts';
import { LOG_OF_SQL, logWindowSql, TIMERS_OF_SQL, timerWindowSql } from '../../source/store/sql/windows.ts';
import { ALERTING_SQL, TOLD_SQL } from '../../source/store/sqlite/alerts.ts';

const KEY = { order: 1_790_000_000_000, id: 7 };
const AFTER = { direction: 'after', limit: 40, from: KEY } as const;
const BEFORE = { direction: 'before', limit: 40, from: KEY } as const;

/** The hot queries: those of every key and every tick, and the index that each is read along. */
export const hotQueries = (
	dialect: Dialect,
): Readonly<Record<string, { readonly sql: string; readonly index: string }>> => ({
	'the window of open timers': { sql: timerWindowSql(dialect, {}, AFTER).sql, index: 'timer_by_due' },
	'the window above': { sql: timerWindowSql(dialect, {}, BEFORE).sql, index: 'timer_by_due' },
	'a department': {
		sql: timerWindowSql(dialect, { departments: ['Billing'] }, AFTER).sql,
		index: 'timer_by_department',
	},
	'a level': { sql: timerWindowSql(dialect, { levels: ['gold'] }, AFTER).sql, index: 'timer_by_level' },
	'a priority': {
		sql: timerWindowSql(dialect, { priorities: ['urgent'] }, AFTER).sql,
		index: 'timer_by_priority',
	},
	'tickets of no agent': {
		sql: timerWindowSql(dialect, { agents: [''] }, AFTER).sql,
		index: 'timer_by_agent',
	},
	'two fields at once': {
		sql: timerWindowSql(dialect, { departments: ['Billing'], levels: ['gold'] }, AFTER).sql,
		index: 'timer_by_',
	},
	'what is not yet due': {
		sql: timerWindowSql(dialect, { dueFrom: 1 }, { direction: 'after', limit: 40 }).sql,
		index: 'timer_by_due',
	},
	'by start': { sql: timerWindowSql(dialect, {}, AFTER, 'started').sql, index: 'timer_by_start' },
	'by start, narrowed': {
		sql: timerWindowSql(dialect, { departments: ['Billing'], agents: ['ana'] }, BEFORE, 'started').sql,
		index: 'timer_by_start',
	},
	'by arrival': { sql: timerWindowSql(dialect, {}, AFTER, 'arrived').sql, index: 'timer_of_ticket' },
	'more values than are looked up one by one': {
		sql: timerWindowSql(dialect, { departments: ['Billing', 'Sales'] }, AFTER).sql,
		index: 'timer_by_due',
	},
	'an agent': { sql: timerWindowSql(dialect, { agents: ['ana'] }, AFTER).sql, index: 'timer_by_agent' },
	'the window of the log': { sql: logWindowSql(dialect, {}, AFTER).sql, index: 'sla_log_by_close' },
	'the end of the log': {
		sql: logWindowSql(dialect, {}, { direction: 'before', limit: 40 }).sql,
		index: 'sla_log_by_close',
	},
	'what falls due': { sql: 'SELECT 1 FROM timer WHERE next_at <= ? LIMIT 1', index: 'timer_falling_due' },
	'the tickets of which a step has come': { sql: ALERTING_SQL, index: 'alert_due_by_time' },
	'what a ticket has told of': { sql: TOLD_SQL, index: 'alert_of_ticket' },
	'the next recipient for whom something waits': { sql: NEXT_RECIPIENT_SQL, index: 'alert_to_try' },
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
});

/** What is put in order after it was found, but of which no more is read than is asked for. */
export const foundQueries = (
	dialect: Dialect,
): readonly (readonly [name: string, sql: string, index: string])[] => [
	['the timers of a ticket', TIMERS_OF_SQL, 'timer_of_ticket'],
	['the log of a ticket', LOG_OF_SQL, 'sla_log_of_ticket'],
	['kept sums', SUMS_SQL, 'rollup_identity'],
	['a stretch of the log', countedSql(dialect, [], true), 'sla_log_by_judgement'],
	['a stretch of the log, by customer', countedSql(dialect, ['organization'], false), 'sla_log_by_judgement'],
];
