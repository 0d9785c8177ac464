/** Reading windows of what is there: what screens, lists and exports ask for. */
import type { Database, Statement as Prepared } from 'better-sqlite3';
import type {
	Counter,
	DepartmentTally,
	KindCount,
	LogFilter,
	LogRow,
	SourceStatus,
	Tally,
	TicketDetail,
	TimerFilter,
	TimerRow,
	Window,
} from '../port.ts';
import type { LogOrder, TimerOrder } from '../port-orders.ts';
import * as board from '../sql/board.ts';
import { SQLITE, type Statement, type Value } from '../sql/dialect.ts';
import { alongOf, countsSql, type IndexedField, isByAgent, oneByOne } from '../sql/filters.ts';
import {
	fromTop,
	gatheredWindowSql,
	LOG_OF_SQL,
	logRow,
	logWindowSql,
	merged,
	type Placed,
	reassignedWindowSql,
	TIMERS_OF_SQL,
	timerRow,
	timerWindowSql,
} from '../sql/windows.ts';

/** Timers that are sooner gathered and put in order than the likes of them found along another order. */
const FEW = 5_000;

export class Reading {
	private readonly statements = new Map<string, Prepared>();

	constructor(private readonly db: Database) {}

	timers(filter: TimerFilter, window: Window, order: TimerOrder = 'due'): TimerRow[] {
		const few = order === 'due' ? undefined : this.fewOf(filter);
		const parts = order === 'due' ? oneByOne(filter) : [filter];
		const statements = parts.flatMap((part) => [
			few ? gatheredWindowSql(SQLITE, part, window, order, few) : timerWindowSql(SQLITE, part, window, order),
			...(isByAgent(part, few ?? alongOf(order)) ? [reassignedWindowSql(SQLITE, part, window, order)] : []),
		]);
		return merged(this.windows<Placed<TimerRow>>(statements, window), window).map(timerRow);
	}

	/** A field that narrows the list to few timers: along its own order it would be gone through to its end for them. */
	private fewOf(filter: TimerFilter): IndexedField | undefined {
		return countsSql(filter, FEW).find(
			({ sql, values }) => (this.all<{ count: number }>(sql, ...values)[0]?.count ?? 0) < FEW,
		)?.field;
	}

	/** As the store stands at one instant: what is put in its place meanwhile is there once. */
	private windows<Row>(statements: readonly Statement[], window: Window): Row[][] {
		const read = (): Row[][] => statements.map((statement) => this.window<Row>(statement, window));
		return statements.length > 1 ? this.db.transaction(read).deferred() : read();
	}

	hasDue(nowAt: number): boolean {
		return this.all(`SELECT 1 FROM timer WHERE next_at <= ? LIMIT 1`, nowAt).length > 0;
	}

	agentNames(limit: number): string[] {
		return this.all<{ name: string }>(board.agentNamesSql(SQLITE), limit).map(({ name }) => name);
	}

	log(filter: LogFilter, window: Window, order?: LogOrder): LogRow[] {
		return this.window<Placed<LogRow>>(logWindowSql(SQLITE, filter, window, order), window).map(logRow);
	}

	counters(): Counter[] {
		return this.all<Counter>(board.COUNTERS_SQL);
	}

	tallies(sinceAt: number): Tally[] {
		return this.all<Tally>(board.TALLIES_SQL, sinceAt);
	}

	departmentTallies(sinceAt: number): DepartmentTally[] {
		return this.all<DepartmentTally>(board.DEPARTMENT_TALLIES_SQL, sinceAt);
	}

	closedSince(sinceAt: number): KindCount[] {
		return this.all<KindCount>(board.CLOSED_SINCE_SQL, sinceAt);
	}

	dueByHour(fromAt: number, hours: number): number[] {
		const values = board.dueByHourValues(fromAt, hours);
		return board.countsByHour(this.all(board.DUE_BY_HOUR_SQL, ...values), fromAt, hours);
	}

	sources(): SourceStatus[] {
		return this.all<board.SourceRecord>(board.SOURCES_SQL).map(board.sourceStatus);
	}

	detail(reference: string): Omit<TicketDetail, 'history'> | null {
		const [record] = this.all<board.TicketRecord>(board.TICKET_SQL, reference);
		if (!record) return null;
		return {
			ticket: board.ticketOf(record),
			timers: this.all<Placed<TimerRow>>(TIMERS_OF_SQL, reference).map(timerRow),
			log: this.logOf(reference),
		};
	}

	logOf(reference: string): LogRow[] {
		return this.all<Placed<LogRow>>(LOG_OF_SQL, reference).map(logRow);
	}

	private window<Row>({ sql, values }: Statement, window: Window): Row[] {
		return fromTop(this.all<Row>(sql, ...values), window);
	}

	/** The columns of each statement are written to be those of `Row`: the one place where SQL gets its type. */
	private all<Row>(sql: string, ...values: readonly Value[]): Row[] {
		let statement = this.statements.get(sql);
		if (!statement) {
			statement = this.db.prepare(sql);
			this.statements.set(sql, statement);
		}
		return statement.all(...values) as Row[];
	}
}
