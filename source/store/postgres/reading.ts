/** Reading windows of what is there: what screens, lists and exports ask for. */
import type {
	Counter,
	DepartmentTally,
	KindCount,
	LogFilter,
	LogRow,
	StoreStatus,
	Tally,
	TicketDetail,
	TimerFilter,
	TimerRow,
	Window,
} from '../port.ts';
import type { LogOrder, TimerOrder } from '../port-orders.ts';
import * as board from '../sql/board.ts';
import { POSTGRES, type Statement } from '../sql/dialect.ts';
import { oneByOne } from '../sql/filters.ts';
import {
	fromTop,
	LOG_OF_SQL,
	logOfSql,
	logRow,
	logWindowSql,
	type Placed,
	TIMERS_OF_SQL,
	timerRow,
	timerWindowSql,
} from '../sql/windows.ts';
import { readNote } from '../tick-note.ts';
import type { Access } from './access.ts';
import { rowsOf } from './shared.ts';

/** Windows of the same list, narrowed in different ways, as one: each is read along an index of its own. */
function together(windows: readonly Statement[], { direction, limit }: Window): Statement {
	const [first, ...others] = windows;
	if (first && others.length === 0) return first;
	const way = direction === 'after' ? '' : ' DESC';
	return {
		sql: `${windows.map(({ sql }) => `(${sql})`).join(' UNION ALL ')} ORDER BY "sortAt"${way}, id${way} LIMIT ?`,
		values: [...windows.flatMap(({ values }) => values), limit],
	};
}

/** The statement of one window of the open timers. */
export function timersSql(filter: TimerFilter, window: Window, order: TimerOrder = 'due'): Statement {
	const parts = order === 'due' ? oneByOne(filter) : [filter];
	return together(
		parts.map((part) => timerWindowSql(POSTGRES, part, window, order)),
		window,
	);
}

const STANDING_SQL = `SELECT (SELECT value FROM meta WHERE key = 'tick_note') AS note,
	(SELECT value FROM meta WHERE key = 'cursor') AS cursor, (SELECT max(seq) FROM event) AS newest`;

interface Standing {
	readonly note: string | null;
	readonly cursor: string | null;
	readonly newest: number | null;
}

export class PostgresReading {
	constructor(private readonly access: Access) {}

	timers(filter: TimerFilter, window: Window, order?: TimerOrder): Promise<TimerRow[]> {
		return this.window<Placed<TimerRow>, TimerRow>(timersSql(filter, window, order), window, timerRow);
	}

	log(filter: LogFilter, window: Window, order?: LogOrder): Promise<LogRow[]> {
		const statement = logWindowSql(POSTGRES, filter, window, order);
		return this.window<Placed<LogRow>, LogRow>(statement, window, logRow);
	}

	async agentNames(limit: number): Promise<string[]> {
		return (await this.rows<{ name: string }>(board.agentNamesSql(POSTGRES), limit)).map(({ name }) => name);
	}

	counters(): Promise<Counter[]> {
		return this.rows(board.COUNTERS_SQL);
	}

	tallies(sinceAt: number): Promise<Tally[]> {
		return this.rows(board.TALLIES_SQL, sinceAt);
	}

	departmentTallies(sinceAt: number): Promise<DepartmentTally[]> {
		return this.rows(board.DEPARTMENT_TALLIES_SQL, sinceAt);
	}

	closedSince(sinceAt: number): Promise<KindCount[]> {
		return this.rows(board.CLOSED_SINCE_SQL, sinceAt);
	}

	async dueByHour(fromAt: number, hours: number): Promise<number[]> {
		const rows = await this.rows<board.DueInHour>(
			board.DUE_BY_HOUR_SQL,
			...board.dueByHourValues(fromAt, hours),
		);
		return board.countsByHour(rows, fromAt, hours);
	}

	status(): Promise<StoreStatus> {
		return this.access.reading(async (session) => {
			const [standing] = await rowsOf<Standing>(session, STANDING_SQL);
			const sources = await rowsOf<board.SourceRecord>(session, board.SOURCES_SQL);
			return {
				...readNote(standing?.note ?? null),
				backlog: (standing?.newest ?? 0) - Number(standing?.cursor ?? 0),
				sources: sources.map(board.sourceStatus),
			};
		});
	}

	detail(ticket: string): Promise<TicketDetail | null> {
		return this.access.reading(async (session) => {
			const [record] = await rowsOf<board.TicketRecord>(session, board.TICKET_SQL, ticket);
			if (!record) return null;
			const timers = await rowsOf<Placed<TimerRow>>(session, TIMERS_OF_SQL, ticket);
			const log = await rowsOf<Placed<LogRow>>(session, LOG_OF_SQL, ticket);
			const history = await rowsOf<{ data: string }>(session, board.HISTORY_SQL, ticket);
			return {
				ticket: board.ticketOf(record),
				timers: timers.map(timerRow),
				log: log.map(logRow),
				history: history.map(({ data }) => data),
			};
		});
	}

	async logs(tickets: readonly string[]): Promise<Map<string, LogRow[]>> {
		const found = new Map<string, LogRow[]>(tickets.map((ticket) => [ticket, []]));
		const rows = await rowsOf<Placed<LogRow>>(this.access, logOfSql('= ANY(?::text[])'), tickets);
		for (const row of rows) found.get(row.ticket)?.push(logRow(row));
		return found;
	}

	private async window<Record extends object, Row>(
		{ sql, values }: Statement,
		window: Window,
		rowOf: (record: Record) => Row,
	): Promise<Row[]> {
		return fromTop(await this.rows<Record>(sql, ...values), window).map(rowOf);
	}

	private rows<Row extends object>(sql: string, ...values: Statement['values']): Promise<Row[]> {
		return rowsOf<Row>(this.access, sql, ...values);
	}
}
