/** Windows of the lists: the statements that cut them out by keyset, and the rows that these give. */
import type { LogFilter, LogRow, TimerFilter, TimerRow, Window } from '../port.ts';
import type { LogOrder, TimerOrder } from '../port-orders.ts';
import type { Dialect, Statement } from './dialect.ts';
import { type Along, alongOf, type IndexedField, logWhere, timerWhere } from './filters.ts';
import { REMARK_JOIN, readRemarks } from './remarks.ts';

/** A row as SQL gives it, its place in the list and what people have said of it beside it. */
export type Placed<Row> = Omit<Row, 'key' | 'remarks'> & {
	readonly sortAt: number;
	readonly said: string | null;
};

const TIMER_COLUMNS = `t.id, k.ticket, t.metric, t.cycle, t.level, t.calendar, t.state,
	t.started_at AS "startedAt", t.at_risk_at AS "atRiskAt", t.due_at AS "dueAt", t.target_ms AS "targetMs",
	t.counted_ms AS "countedMs", k.department, k.agent, k.priority, k.status, k.subject, k.requester,
	k.organization, k.url, r.said`;

const LOG_COLUMNS = `t.id, k.ticket, t.metric, t.cycle, t.level, t.calendar, t.state,
	t.started_at AS "startedAt", t.at_risk_at AS "atRiskAt", t.due_at AS "dueAt", t.closed_at AS "closedAt",
	t.target_ms AS "targetMs", t.counted_ms AS "countedMs", t.paused_ms AS "pausedMs", t.reason,
	t.superseded, k.requester, k.organization, t.department, t.agent, k.subject, k.url, r.said`;

/** What each list is ordered by: a column of the table, along whose index the list is read. */
const TIMERS: Readonly<Record<TimerOrder, string>> = {
	due: 't.sort_at',
	started: 't.started_at',
	arrived: 't.ticket_id',
};
const LOG: Readonly<Record<LogOrder, string>> = {
	closed: 't.closed_at',
	logged: 't.id',
	judged: 't.judged_at',
	ticket: 't.ticket_id',
	started: 't.started_at',
	// What was cancelled while it waited had no due: it is ordered by what was left of its target.
	left: 'coalesce(t.due_at - t.closed_at, t.target_ms - t.counted_ms)',
};

/** A list that windows are cut from. */
interface List {
	/** What its rows are found in, as `t`. */
	readonly rows: string;
	readonly columns: string;
	readonly order: string;
	/** What belongs to it at all. */
	readonly base: string;
	readonly where: Statement;
	/** Whether it takes the row's ticket to say so. */
	readonly isOfTickets: boolean;
}

function windowSql(dialect: Dialect, list: List, window: Window): Statement {
	const { rows, columns, order, base, where, isOfTickets } = list;
	const down = window.direction === 'after';
	const compare = `${down ? '>' : '<'}${window.inclusive ? '=' : ''}`;
	const from = window.from;
	const keyset = from ? ` AND (${order}, t.id) ${compare} (?, ?)` : '';
	const way = down ? '' : ' DESC';
	const found = `WHERE ${base}${keyset}${where.sql}`;
	const inOrder = `ORDER BY ${order}${way}, t.id${way}`;
	const joined = `${dialect.join} ticket k ON k.id = t.ticket_id ${REMARK_JOIN}`;
	const select = `SELECT ${columns}, ${order} AS "sortAt" FROM`;
	return {
		sql:
			dialect.cutsFirst && !isOfTickets
				? `${select} (SELECT * FROM ${rows} ${found} ${inOrder} LIMIT ?) t ${joined} ${inOrder}`
				: `${select} ${rows} ${joined} ${found} ${inOrder} LIMIT ?`,
		values: [...(from ? [from.order, from.id] : []), ...where.values, window.limit],
	};
}

const isOfTickets = ({ texts = [] }: Pick<TimerFilter, 'texts'>): boolean => texts.length > 0;

/** The statement of one window of the open timers. The order's index leads, and its order is the result's. */
export function timerWindowSql(
	dialect: Dialect,
	filter: TimerFilter,
	window: Window,
	by: TimerOrder = 'due',
): Statement {
	const list: List = {
		rows: 'timer t',
		columns: TIMER_COLUMNS,
		order: TIMERS[by],
		base: 'true',
		where: timerWhere(filter, alongOf(by), dialect),
		isOfTickets: isOfTickets(filter),
	};
	return windowSql(dialect, list, window);
}

/** The same for a list that is narrowed to a name with few timers: those are gathered by their name, and put in order. */
export function gatheredWindowSql(
	dialect: Dialect,
	filter: TimerFilter,
	window: Window,
	by: TimerOrder,
	field: IndexedField,
): Statement {
	return inOrderOf(dialect, { rows: 'timer t', by, along: field }, filter, window);
}

/**
 * Of the same window those that stand under the agent of before, where they are left out: there are never many, and
 * they are looked at one by one.
 */
export function reassignedWindowSql(
	dialect: Dialect,
	filter: TimerFilter,
	window: Window,
	by: TimerOrder = 'due',
): Statement {
	const rows = `reassigned m ${dialect.join} timer t ON t.ticket_id = m.ticket_id`;
	return inOrderOf(dialect, { rows, by, along: 'none' }, filter, window);
}

/** A window of rows that are found in another order. */
function inOrderOf(
	dialect: Dialect,
	{ rows, by, along }: { readonly rows: string; readonly by: TimerOrder; readonly along: Along },
	filter: TimerFilter,
	window: Window,
): Statement {
	const list: List = {
		rows,
		columns: TIMER_COLUMNS,
		order: dialect.unindexed(TIMERS[by]),
		base: 'true',
		where: timerWhere(filter, along, dialect),
		isOfTickets: isOfTickets(filter),
	};
	return windowSql(dialect, list, window);
}

/** The statement of one window of the log. */
export function logWindowSql(
	dialect: Dialect,
	filter: LogFilter,
	window: Window,
	by: LogOrder = 'closed',
): Statement {
	const list: List = {
		rows: 'sla_log t',
		columns: LOG_COLUMNS,
		order: LOG[by],
		base: 't.superseded = 0',
		where: logWhere(filter, dialect),
		isOfTickets: isOfTickets(filter),
	};
	return windowSql(dialect, list, window);
}

/** All open timers of a ticket, the soonest due first. */
export const TIMERS_OF_SQL = `SELECT ${TIMER_COLUMNS}, t.sort_at AS "sortAt"
	FROM timer t JOIN ticket k ON k.id = t.ticket_id ${REMARK_JOIN} WHERE k.ticket = ? ORDER BY t.sort_at, t.id`;
/** All that was logged of tickets, superseded rows too. @param named what holds of their references */
export const logOfSql = (named: string): string => `SELECT ${LOG_COLUMNS}, t.closed_at AS "sortAt"
	FROM sla_log t JOIN ticket k ON k.id = t.ticket_id ${REMARK_JOIN} WHERE k.ticket ${named} ORDER BY t.closed_at, t.id`;
export const LOG_OF_SQL = logOfSql('= ?');

export function timerRow({ sortAt, said, ...row }: Placed<TimerRow>): TimerRow {
	return { ...row, remarks: readRemarks(said), key: { order: sortAt, id: row.id } };
}

export function logRow({ sortAt, said, ...row }: Placed<LogRow>): LogRow {
	const key = { order: sortAt, id: row.id };
	return { ...row, superseded: Boolean(row.superseded), remarks: readRemarks(said), key };
}

/** A window's rows from the top, whichever way they were read. */
export const fromTop = <Row>(rows: Row[], { direction }: Window): Row[] =>
	direction === 'before' ? rows.reverse() : rows;

/** Windows of the same list, narrowed in different ways, as one. */
export function merged<Row extends { readonly sortAt: number; readonly id: number }>(
	windows: readonly (readonly Row[])[],
	{ direction, limit }: Window,
): readonly Row[] {
	const [first = [], ...others] = windows;
	if (others.length === 0) return first;
	const rows = windows.flat().sort((a, b) => a.sortAt - b.sortAt || a.id - b.id);
	return direction === 'after' ? rows.slice(0, limit) : rows.slice(-limit);
}
