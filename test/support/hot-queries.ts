/** The statements whose plans are known, for either kind of store. */

import type { TimerFilter, Window } from '../../source/store/port.ts';
import type { TimerOrder } from '../../source/store/port-orders.ts';
import { GONE_SQL, NEXT_RECIPIENT_SQL, WAITING_SQL } from '../../source/store/sql/alert-queue.ts';
import { HISTORY_SQL } from '../../source/store/sql/board.ts';
import { type Dialect, SQLITE, type Statement, type Value } from '../../source/store/sql/dialect.ts';
import { countedSql, sumsSql } from '../../source/store/sql/reports.ts';
import { openTicketsSql } from '../../source/store/sql/sources.ts';
import { LOG_OF_SQL, logWindowSql, TIMERS_OF_SQL, timerWindowSql } from '../../source/store/sql/windows.ts';
import { ALERTING_SQL, TOLD_SQL } from '../../source/store/sqlite/alerts.ts';

/** Where windows begin. */
export const KEY = { order: 1_790_000_000_000, id: 7 };
const AFTER = { direction: 'after', limit: 40, from: KEY } as const;
const BEFORE = { direction: 'before', limit: 40, from: KEY } as const;
const FIRST = { direction: 'after', limit: 40 } as const;
const LAST = { direction: 'before', limit: 40 } as const;
const STRETCH = { fromAt: KEY.order, toAt: KEY.order + 9 };
const sumsKey = (dialect: Dialect): string => (dialect === SQLITE ? 'PRIMARY KEY' : 'sums_pkey');
/** A name that some rows have, in each column of names. */
export const NAME = 'ana';
export const TICKET = 'T-7';

export interface KnownQuery extends Statement {
	readonly index: string;
	/** By more than its order: where few rows match, those can be looked up and sorted. */
	readonly isNarrowed?: boolean;
}

const open = (
	dialect: Dialect,
	filter: TimerFilter,
	window: Window,
	index: string,
	order?: TimerOrder,
): KnownQuery => ({
	...timerWindowSql(dialect, filter, window, order),
	index,
	isNarrowed: Object.keys(filter).length > 0,
});
const logged = (dialect: Dialect, window: Window): KnownQuery => ({
	...logWindowSql(dialect, {}, window),
	index: 'sla_log_by_close',
});
const query = (sql: string, index: string, ...values: Value[]): KnownQuery => ({ sql, index, values });
const narrow = (...[sql, index, ...values]: Parameters<typeof query>): KnownQuery => ({
	...query(sql, index, ...values),
	isNarrowed: true,
});

/** The hot queries: those of every key and every tick, and the index that each is read along. */
export const hotQueries = (dialect: Dialect): Readonly<Record<string, KnownQuery>> => ({
	'the window of open timers': open(dialect, {}, AFTER, 'timer_by_due'),
	'the window above': open(dialect, {}, BEFORE, 'timer_by_due'),
	'a department': open(dialect, { departments: [NAME] }, AFTER, 'timer_by_department'),
	'a level': open(dialect, { levels: [NAME] }, AFTER, 'timer_by_level'),
	'a priority': open(dialect, { priorities: [NAME] }, AFTER, 'timer_by_priority'),
	'tickets of no agent': open(dialect, { agents: [''] }, AFTER, 'timer_by_agent'),
	'two fields at once': open(dialect, { departments: [NAME], levels: [NAME] }, AFTER, 'timer_by_'),
	'what is not yet due': open(dialect, { dueFrom: KEY.order }, FIRST, 'timer_by_due'),
	'by start': open(dialect, {}, AFTER, 'timer_by_start', 'started'),
	'by start, narrowed': open(
		dialect,
		{ departments: [NAME], agents: [NAME] },
		BEFORE,
		'timer_by_start',
		'started',
	),
	'by arrival': open(dialect, {}, { ...AFTER, from: { order: 7, id: 7 } }, 'timer_of_ticket', 'arrived'),
	'more values than are looked up one by one': open(
		dialect,
		{ departments: [NAME, 'Sales'] },
		AFTER,
		'timer_by_due',
	),
	'an agent': open(dialect, { agents: [NAME] }, AFTER, 'timer_by_agent'),
	'the window of the log': logged(dialect, AFTER),
	'the end of the log': logged(dialect, LAST),
	'what falls due': query('SELECT 1 FROM timer WHERE next_at <= ? LIMIT 1', 'timer_falling_due', 7),
	'the tickets of which a step has come': query(ALERTING_SQL, 'alert_due_by_time', KEY.order, 40),
	'what a ticket has told of': query(TOLD_SQL, 'alert_of_ticket', TICKET),
	'the next recipient for whom something waits': query(NEXT_RECIPIENT_SQL, 'alert_to_try', NAME),
	'what waits for a recipient': query(WAITING_SQL, 'alert_to_try', NAME, KEY.order, 40),
	'what has gone to a recipient lately': query(GONE_SQL, 'delivery_gone', NAME, KEY.order),
	'a history': narrow(HISTORY_SQL, 'event_of_ticket', TICKET),
	"a source's history of a ticket": narrow(
		`SELECT e.data FROM event e JOIN source s ON s.id = e.source WHERE e.ticket = ? AND s.name = ? ORDER BY e.seq`,
		'event_of_ticket',
		TICKET,
		NAME,
	),
	'a creation': query(
		`SELECT min(at) FROM event WHERE ticket = ? AND type = 'created'`,
		'event_creation',
		TICKET,
	),
});

/** What is put in order after it was found, but of which no more is read than is asked for. */
export const foundQueries = (dialect: Dialect): Readonly<Record<string, KnownQuery>> => ({
	'the timers of a ticket': query(TIMERS_OF_SQL, 'timer_of_ticket', TICKET),
	'the log of a ticket': query(LOG_OF_SQL, 'sla_log_of_ticket', TICKET),
	"a source's tickets with open timers": query(openTicketsSql(dialect), 'timer_of_ticket', 7, 9, NAME, 40),
	'what a source has told of a ticket with an open timer': query(
		openTicketsSql(dialect),
		'event_of_ticket',
		7,
		9,
		NAME,
		40,
	),
	'kept sums': { ...sumsSql(dialect, 'day', 7, 9, true), index: sumsKey(dialect) },
	'kept sums of a customer': {
		...sumsSql(dialect, 'organization', 7, 8, true, { organization: [NAME], level: [NAME] }),
		index: sumsKey(dialect),
	},
	'a stretch of the log': { ...countedSql(dialect, STRETCH, [], true), index: 'sla_log_by_judgement' },
	'a stretch of the log, by customer': {
		...countedSql(dialect, STRETCH, ['organization'], false),
		index: 'sla_log_by_judgement',
	},
	'a stretch of the log, of an agent': {
		...countedSql(dialect, STRETCH, ['department'], true, { agent: [NAME, ''] }),
		index: 'sla_log_by_judgement',
	},
});
