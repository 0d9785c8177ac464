/** Reading windows of what is there: what screens, lists and exports ask for. */
import type { Database, Statement } from 'better-sqlite3';
import { HOUR_MS } from '../../sla/duration.ts';
import { isObject } from '../../sla/event-reading.ts';
import { isPriority, isStatus, type Ticket } from '../../sla/ticket.ts';
import type {
	Counter,
	KindCount,
	LogFilter,
	LogRow,
	RowKey,
	SourceStatus,
	Tally,
	TicketDetail,
	TimerFilter,
	TimerRow,
	Window,
} from '../port.ts';
import type { LogOrder, TimerOrder } from '../port-orders.ts';
import { logWhere, oneByOne, timerWhere, type Where } from './filters.ts';
import { REMARK_JOIN, readRemarks } from './remarks.ts';

/** A row as SQL gives it, its place in the list and what people have said of it beside it. */
type Placed<Row> = Omit<Row, 'key' | 'remarks'> & { readonly sortAt: number; readonly said: string | null };

const TIMER_COLUMNS = `t.id, k.ticket, t.metric, t.cycle, t.level, t.calendar, t.state,
	t.started_at AS startedAt, t.at_risk_at AS atRiskAt, t.due_at AS dueAt, t.target_ms AS targetMs,
	t.counted_ms AS countedMs, k.department, k.agent, k.priority, k.status, k.subject, k.requester,
	k.organization, k.url, r.said`;

const LOG_COLUMNS = `t.id, k.ticket, t.metric, t.cycle, t.level, t.calendar, t.state,
	t.started_at AS startedAt, t.at_risk_at AS atRiskAt, t.due_at AS dueAt, t.closed_at AS closedAt,
	t.target_ms AS targetMs, t.counted_ms AS countedMs, t.paused_ms AS pausedMs, t.reason,
	t.superseded, k.requester, k.organization, t.department, t.agent, k.subject, k.url, r.said`;

/** A list that windows are cut from: its rows, and the column that orders them. */
interface List {
	readonly select: string;
	readonly order: string;
}

/** The open timers in one order. CROSS JOIN: that order's index leads, and its order is the result's. */
const timersBy = (order: string): List => ({
	select: `SELECT ${TIMER_COLUMNS}, ${order} AS sortAt FROM timer t CROSS JOIN ticket k ON k.id = t.ticket_id
		${REMARK_JOIN} WHERE true`,
	order,
});
const TIMERS: Readonly<Record<TimerOrder, List>> = {
	due: timersBy('t.sort_at'),
	started: timersBy('t.started_at'),
	arrived: timersBy('t.ticket_id'),
};
const logBy = (order: string): List => ({
	select: `SELECT ${LOG_COLUMNS}, ${order} AS sortAt FROM sla_log t CROSS JOIN ticket k ON k.id = t.ticket_id
		${REMARK_JOIN} WHERE t.superseded = 0`,
	order,
});
const LOG: Readonly<Record<LogOrder, List>> = {
	closed: logBy('t.closed_at'),
	logged: logBy('t.id'),
	judged: logBy('t.judged_at'),
	ticket: logBy('t.ticket_id'),
	started: logBy('t.started_at'),
	// What was cancelled while it waited had no due: it is ordered by what was left of its target.
	left: logBy('coalesce(t.due_at - t.closed_at, t.target_ms - t.counted_ms)'),
};

/** The statement of one window, and the values it takes. */
export function windowSql({ select, order }: List, where: Where, window: Window): Where {
	const down = window.direction === 'after';
	const compare = `${down ? '>' : '<'}${window.inclusive ? '=' : ''}`;
	const from = window.from;
	const keyset = from ? ` AND (${order}, t.id) ${compare} (?, ?)` : '';
	const way = down ? '' : ' DESC';
	return {
		sql: `${select}${keyset}${where.sql} ORDER BY ${order}${way}, t.id${way} LIMIT ?`,
		values: [...(from ? [from.order, from.id] : []), ...where.values, window.limit],
	};
}

export const timerWindowSql = (filter: TimerFilter, window: Window, order: TimerOrder = 'due'): Where =>
	windowSql(TIMERS[order], timerWhere(filter, order), window);
export const logWindowSql = (filter: LogFilter, window: Window, order: LogOrder = 'closed'): Where =>
	windowSql(LOG[order], logWhere(filter), window);

const keyOf = ({ sortAt, id }: { sortAt: number; id: number }): RowKey => ({ order: sortAt, id });

type TicketRecord = Omit<Ticket, 'tags' | 'custom' | 'priority' | 'status'> & {
	readonly id: number;
	readonly tags: string;
	readonly custom: string;
	readonly priority: string;
	readonly status: string;
};

function ticketOf({ id: _, tags, custom, priority, status, ...fields }: TicketRecord): Ticket {
	const list: unknown = JSON.parse(tags);
	const object: unknown = JSON.parse(custom);
	return {
		...fields,
		tags: Array.isArray(list) ? list.map(String) : [],
		custom: isObject(object) ? object : {},
		priority: isPriority(priority) ? priority : 'normal',
		status: isStatus(status) ? status : 'new',
	};
}

/** A source, and how its syncs go: one that does not sync by itself is never late. */
type SourceRecord = Omit<SourceStatus, 'sync'> & {
	readonly succeededAt: number | null;
	readonly problem: string | null;
	readonly lateAt: number | null;
};

export class Reading {
	private readonly statements = new Map<string, Statement>();

	constructor(private readonly db: Database) {}

	timers(filter: TimerFilter, window: Window, order: TimerOrder = 'due'): TimerRow[] {
		const parts = order === 'due' ? oneByOne(filter) : [filter];
		const windows = parts.map((part) =>
			this.window<Placed<TimerRow>>(timerWindowSql(part, window, order), window),
		);
		return merged(windows, window).map(timerRow);
	}

	hasDue(nowAt: number): boolean {
		return this.all(`SELECT 1 FROM timer WHERE next_at <= ? LIMIT 1`, nowAt).length > 0;
	}

	agentNames(limit: number): string[] {
		// From name to name along the index: as many steps as there are names, however many rows.
		return this.all<{ name: string }>(
			`WITH RECURSIVE agent(name) AS (
				SELECT min(agent) FROM timer
				UNION ALL
				SELECT (SELECT min(t.agent) FROM timer t WHERE t.agent > agent.name) FROM agent
				WHERE agent.name IS NOT NULL
			)
			SELECT name FROM agent WHERE name IS NOT NULL LIMIT ?`,
			limit,
		).map(({ name }) => name);
	}

	log(filter: LogFilter, window: Window, order?: LogOrder): LogRow[] {
		return this.window<Placed<LogRow>>(logWindowSql(filter, window, order), window).map(logRow);
	}

	counters(): Counter[] {
		return this.all<Counter>(
			`SELECT nullif(department, '') AS department, nullif(level, '') AS level, metric, state, count
			FROM counter WHERE count > 0`,
		);
	}

	tallies(sinceAt: number): Tally[] {
		return this.all<Tally>(
			`SELECT quarter_at AS quarterAt, nullif(department, '') AS department, nullif(level, '') AS level,
				metric, state, count
			FROM tally WHERE quarter_at >= ? AND count > 0 ORDER BY quarter_at`,
			sinceAt,
		);
	}

	closedSince(sinceAt: number): KindCount[] {
		return this.all<KindCount>(
			`SELECT nullif(department, '') AS department, nullif(level, '') AS level, metric, state,
				sum(count) AS count
			FROM tally WHERE quarter_at >= ? AND count > 0 GROUP BY 1, 2, 3, 4`,
			sinceAt,
		);
	}

	dueByHour(fromAt: number, hours: number): number[] {
		const counts = Array.from({ length: hours }, () => 0);
		const rows = this.all<{ hour: number; count: number }>(
			// What is bound is no integer to SQLite, and would not be divided as one.
			`SELECT CAST(sort_at - ? AS INTEGER) / ${HOUR_MS} AS hour, count(*) AS count
			FROM timer WHERE sort_at >= ? AND sort_at < ? GROUP BY 1`,
			fromAt,
			fromAt,
			fromAt + hours * HOUR_MS,
		);
		for (const { hour, count } of rows) counts[hour] = count;
		return counts;
	}

	sources(): SourceStatus[] {
		return this.all<SourceRecord>(
			`SELECT s.name AS source, s.heard_at AS heardAt, s.last_event_at AS lastEventAt,
				c.succeeded_at AS succeededAt, c.problem, c.late_at AS lateAt
			FROM source s LEFT JOIN connector c ON c.source = s.id ORDER BY s.name`,
		).map(({ succeededAt, problem, lateAt, ...source }) =>
			lateAt === null ? source : { ...source, sync: { succeededAt, problem, lateAt } },
		);
	}

	detail(reference: string): Omit<TicketDetail, 'history'> | null {
		const [record] = this.all<TicketRecord>(
			`SELECT id, ticket, created_at AS createdAt, status, subject, requester, organization, customer_group,
				department, agent, priority, channel, tags, custom, url, level, level_by_hand AS levelByHand
			FROM ticket WHERE ticket = ?`,
			reference,
		);
		if (!record) return null;
		const timers = this.all<Placed<TimerRow>>(
			`SELECT ${TIMER_COLUMNS}, t.sort_at AS sortAt FROM timer t JOIN ticket k ON k.id = t.ticket_id ${REMARK_JOIN}
			WHERE t.ticket_id = ? ORDER BY t.sort_at, t.id`,
			record.id,
		).map(timerRow);
		const log = this.all<Placed<LogRow>>(
			`SELECT ${LOG_COLUMNS}, t.closed_at AS sortAt FROM sla_log t JOIN ticket k ON k.id = t.ticket_id ${REMARK_JOIN}
			WHERE t.ticket_id = ? ORDER BY t.closed_at, t.id`,
			record.id,
		).map(logRow);
		return { ticket: ticketOf(record), timers, log };
	}

	/** A window's rows from the top, whichever way they were read. */
	private window<Row>({ sql, values }: Where, { direction }: Window): Row[] {
		const rows = this.all<Row>(sql, ...values);
		return direction === 'before' ? rows.reverse() : rows;
	}

	/** The columns of each statement are written to be those of `Row`: the one place where SQL gets its type. */
	private all<Row>(sql: string, ...values: readonly (string | number)[]): Row[] {
		let statement = this.statements.get(sql);
		if (!statement) {
			statement = this.db.prepare(sql);
			this.statements.set(sql, statement);
		}
		return statement.all(...values) as Row[];
	}
}

/** Windows of the same list, narrowed in different ways, as one. */
function merged<Row extends { readonly sortAt: number; readonly id: number }>(
	windows: readonly (readonly Row[])[],
	{ direction, limit }: Window,
): readonly Row[] {
	const [first = [], ...others] = windows;
	if (others.length === 0) return first;
	const rows = windows.flat().sort((a, b) => a.sortAt - b.sortAt || a.id - b.id);
	return direction === 'after' ? rows.slice(0, limit) : rows.slice(-limit);
}

function timerRow({ sortAt, said, ...row }: Placed<TimerRow>): TimerRow {
	return { ...row, remarks: readRemarks(said), key: keyOf({ sortAt, id: row.id }) };
}

function logRow({ sortAt, said, ...row }: Placed<LogRow>): LogRow {
	const key = keyOf({ sortAt, id: row.id });
	return { ...row, superseded: Boolean(row.superseded), remarks: readRemarks(said), key };
}
