/** Open timers: the table `timer`. */
import type { Statement } from 'better-sqlite3';
import { timerKey } from '../../sla/remark.ts';
import type { Ticket } from '../../sla/ticket.ts';
import { nextChangeAt, stateAt, type Timer, type TimerState } from '../../sla/timer.ts';
import type { Kind } from '../kind-sums.ts';
import { TIMER_COLUMNS, type Value } from '../timer-columns.ts';
import type { Connection } from './connection.ts';
import type { KindCounts } from './kind-counts.ts';
import { RowsOfTickets } from './rows-of-tickets.ts';

/** Rows changed at a time when much time has passed at once: bounds memory, not the transaction. */
const FALL_BATCH = 5_000;

const NAMES = Object.keys(TIMER_COLUMNS);
const READERS = Object.values(TIMER_COLUMNS);

/** A row as it is read: of each ticket several are, and as objects they would take longer than all else. */
export type OpenRow = readonly [
	place: number,
	id: number,
	metric: string,
	cycle: number,
	level: string | null,
	state: TimerState,
	department: string | null,
	...others: Value[],
];
/** Where the columns of `TIMER_COLUMNS` begin in it. */
const OWN = 4;
const AGENT = NAMES.indexOf('agent');
const SORT_AT = NAMES.indexOf('sort_at');

const kindOf = ([, , metric, , level, state, department]: OpenRow): Kind => ({
	department,
	level,
	metric,
	state,
});

/** The places of the columns that are not what they were. */
function changedPlaces(row: OpenRow, values: readonly Value[]): number[] {
	const changed: number[] = [];
	for (const [place, value] of values.entries()) if (row[OWN + place] !== value) changed.push(place);
	return changed;
}

/** Whether a row is to stand elsewhere in the order by agent for its agent alone, which can wait. */
const isReassigned = (changed: readonly number[]): boolean =>
	changed.includes(AGENT) && !changed.includes(SORT_AT);

interface Ahead extends Kind {
	readonly id: number;
	readonly due_at: number | null;
	readonly at_risk_at: number | null;
}

export class OpenTimers {
	/** What is there of tickets. */
	readonly rows: RowsOfTickets<OpenRow>;
	private readonly sql;
	/** Updates of a timer, by the columns that they set. */
	private readonly changes = new Map<string, Statement>();

	constructor(
		private readonly db: Connection,
		private readonly kinds: KindCounts,
	) {
		this.rows = new RowsOfTickets(db, 'timer', ['timer.id', 'metric', 'cycle', ...NAMES]);
		this.sql = {
			addOpen: db.prepare(
				`INSERT INTO timer(ticket_id, metric, cycle, ${NAMES.join(', ')})
				VALUES (?, ?, ?, ${NAMES.map(() => '?').join(', ')})`,
			),
			dropOpen: db.prepare<[number]>(`DELETE FROM timer WHERE id = ?`),
			fallen: db.prepare<[number, number], Kind & { due_at: number | null; id: number }>(
				`SELECT id, department, level, metric, state, due_at FROM timer WHERE next_at <= ? LIMIT ?`,
			),
			ahead: db.prepare<[number, number], Ahead>(
				`SELECT id, department, level, metric, state, due_at, at_risk_at FROM timer
				WHERE (state = 'breached' AND due_at >= ?) OR (state = 'at_risk' AND at_risk_at > ?)`,
			),
			fall: db.prepare<[string, number | null, number]>(
				`UPDATE timer SET state = ?, next_at = ? WHERE id = ?`,
			),
		};
	}

	/**
	 * Writes a ticket's open timers as they are now.
	 * @param rows what is there of it
	 * @returns whether any stands under the agent that it had before
	 */
	put(ticketId: number, ticket: Ticket, open: readonly Timer[], rows: readonly OpenRow[] = []): boolean {
		const old = new Map(rows.map((row) => [timerKey({ metric: row[2], cycle: row[3] }), row]));
		let isMoved = false;
		for (const timer of open) {
			const key = timerKey(timer);
			const row = old.get(key);
			const values = READERS.map((read) => read(timer, ticket));
			if (row) {
				old.delete(key);
				const changed = changedPlaces(row, values);
				const waits = isReassigned(changed);
				isMoved ||= waits;
				const written = waits ? changed.filter((place) => place !== AGENT) : changed;
				if (written.length === 0) continue;
				this.change(row, values, written);
				this.kinds.count(kindOf(row), -1);
			} else {
				this.sql.addOpen.run(ticketId, timer.metric, timer.cycle, ...values);
			}
			const { metric, level, state } = timer;
			this.kinds.count({ department: ticket.department, level, metric, state }, 1);
		}
		for (const row of old.values()) {
			this.sql.dropOpen.run(row[1]);
			this.kinds.count(kindOf(row), -1);
		}
		return isMoved;
	}

	/** Writes the columns that are not what they were: an index whose columns are not named costs nothing. */
	private change(row: OpenRow, values: readonly Value[], changed: readonly number[]): void {
		const key = changed.join();
		let statement = this.changes.get(key);
		if (!statement) {
			const sets = changed.map((place) => `${NAMES[place]} = ?`).join(', ');
			statement = this.db.prepare(`UPDATE timer SET ${sets} WHERE id = ?`);
			this.changes.set(key, statement);
		}
		statement.run(...changed.map((place) => values[place]), row[1]);
	}

	/** Lets time pass: timers whose `next_at` has come change their state; tells how many did. */
	fall(nowAt: number): number {
		let changed = 0;
		for (;;) {
			const rows = this.sql.fallen.all(nowAt, FALL_BATCH);
			for (const row of rows) {
				const breached = row.due_at !== null && nowAt > row.due_at;
				const state = breached ? 'breached' : 'at_risk';
				this.sql.fall.run(state, breached || row.due_at === null ? null : row.due_at + 1, row.id);
				this.kinds.count(row, -1);
				this.kinds.count({ ...row, state }, 1);
			}
			changed += rows.length;
			if (rows.length < FALL_BATCH) return changed;
		}
	}

	/**
	 * The clock was ahead, and is back: timers whose change it brought too early are what they were; tells how many.
	 * It looks at every open timer, for that happens once.
	 */
	turnBack(nowAt: number): number {
		const rows = this.sql.ahead.all(nowAt, nowAt);
		for (const row of rows) {
			const times = { dueAt: row.due_at, atRiskAt: row.at_risk_at };
			const state = stateAt(times, nowAt);
			this.sql.fall.run(state, nextChangeAt({ ...times, state }), row.id);
			this.kinds.count(row, -1);
			this.kinds.count({ ...row, state }, 1);
		}
		return rows.length;
	}
}
