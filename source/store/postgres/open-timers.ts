/** Open timers: the table `timer`. */
import { timerKey } from '../../sla/remark.ts';
import type { Ticket } from '../../sla/ticket.ts';
import { nextChangeAt, stateAt, type Timer } from '../../sla/timer.ts';
import type { Kind, KindSums } from '../kind-sums.ts';
import { TIMER_COLUMNS, type Value } from '../timer-columns.ts';
import { type Column, rowSet } from './row-set.ts';
import type { Session } from './session.ts';
import type { OpenRow } from './timer-tables.ts';

const TEXTS = new Set(['level', 'state', 'department', 'calendar', 'agent', 'priority']);
const READERS = Object.entries(TIMER_COLUMNS);
const NAMES = Object.keys(TIMER_COLUMNS);

interface NewTimer {
	readonly ticketId: number;
	readonly timer: Timer;
	readonly values: Readonly<Record<string, Value>>;
}

interface ChangedTimer {
	readonly id: number;
	readonly values: Readonly<Record<string, Value>>;
}

/** The columns of `TIMER_COLUMNS`, of rows that carry their values. */
const VALUES: Readonly<Record<string, Column<{ readonly values: Readonly<Record<string, Value>> }>>> =
	Object.fromEntries(
		NAMES.map((name): [string, Column<{ readonly values: Readonly<Record<string, Value>> }>] => [
			name,
			[TEXTS.has(name) ? 'text' : 'bigint', ({ values }) => values[name] ?? null],
		]),
	);

interface Ahead extends Kind {
	readonly id: number;
	readonly due_at: number | null;
	readonly at_risk_at: number | null;
}

/** How many timers one statement changes by time: it must not take so long that the server ends it. */
const AT_ONCE = 20_000;

/** Of one tick: what it changes is gathered, and written at once. */
export class OpenTimers {
	private readonly added: NewTimer[] = [];
	private readonly changed: ChangedTimer[] = [];
	private readonly dropped: number[] = [];

	constructor(
		private readonly session: Session,
		private readonly kinds: KindSums,
		private readonly atOnce = AT_ONCE,
	) {}

	/** Takes a ticket's open timers as they are now. @param rows as they were */
	put(ticketId: number, ticket: Ticket, open: readonly Timer[], rows: readonly OpenRow[]): void {
		const old = new Map(rows.map((row) => [timerKey(row), row]));
		for (const timer of open) {
			const key = timerKey(timer);
			const row = old.get(key);
			const values = Object.fromEntries(READERS.map(([name, read]) => [name, read(timer, ticket)]));
			if (row) {
				old.delete(key);
				if (NAMES.every((name) => values[name] === row[name])) continue;
				this.changed.push({ id: row.id, values });
				this.kinds.count(row, -1);
			} else {
				this.added.push({ ticketId, timer, values });
			}
			const { metric, level, state } = timer;
			this.kinds.count({ department: ticket.department, level, metric, state }, 1);
		}
		for (const row of old.values()) {
			this.dropped.push(row.id);
			this.kinds.count(row, -1);
		}
	}

	/** Writes what was taken. */
	async flush(): Promise<void> {
		await Promise.all([this.drop(), this.change(), this.add()]);
	}

	private async drop(): Promise<void> {
		if (this.dropped.length === 0) return;
		await this.session.count(`DELETE FROM timer WHERE id = ANY($1::bigint[])`, [this.dropped]);
	}

	private async change(): Promise<void> {
		if (this.changed.length === 0) return;
		const { from, values } = rowSet<ChangedTimer>(this.changed, {
			id: ['bigint', ({ id }) => id],
			...VALUES,
		});
		await this.session.count(
			`UPDATE timer SET ${NAMES.map((name) => `${name} = new.${name}`).join(', ')} FROM ${from} WHERE timer.id = new.id`,
			values,
		);
	}

	private async add(): Promise<void> {
		if (this.added.length === 0) return;
		const { from, names, values } = rowSet<NewTimer>(this.added, {
			ticket_id: ['bigint', ({ ticketId }) => ticketId],
			metric: ['text', ({ timer }) => timer.metric],
			cycle: ['bigint', ({ timer }) => timer.cycle],
			...VALUES,
		});
		await this.session.count(
			`INSERT INTO timer(id, ${names}) SELECT (SELECT coalesce(max(id), 0) FROM timer) + row_place, ${names} FROM ${from}`,
			values,
		);
	}

	/** Lets time pass: timers whose `next_at` has come change their state; tells how many did. */
	async fall(nowAt: number): Promise<number> {
		for (let sum = 0; ; ) {
			const fallen = await this.fallSome(nowAt);
			sum += fallen;
			if (fallen < this.atOnce) return sum;
		}
	}

	private async fallSome(nowAt: number): Promise<number> {
		const kinds = await this.session.rows<Kind & { readonly before: string; readonly count: number }>(
			`WITH fallen AS (SELECT id, state FROM timer WHERE next_at <= $1 LIMIT $2),
			changed AS (
				UPDATE timer SET
					state = CASE WHEN timer.due_at < $1 THEN 'breached' ELSE 'at_risk' END,
					next_at = CASE WHEN timer.due_at < $1 THEN NULL ELSE timer.due_at + 1 END
				FROM fallen WHERE timer.id = fallen.id
				RETURNING timer.department, timer.level, timer.metric, timer.state, fallen.state AS before
			)
			SELECT department, level, metric, state, before, count(*) AS count FROM changed
			GROUP BY department, level, metric, state, before`,
			[nowAt, this.atOnce],
		);
		for (const { before, count, ...kind } of kinds) {
			this.kinds.count({ ...kind, state: before }, -count);
			this.kinds.count(kind, count);
		}
		return kinds.reduce((sum, { count }) => sum + count, 0);
	}

	/**
	 * The clock was ahead, and is back: timers whose change it brought too early are what they were; tells how many.
	 * It looks at every open timer, for that happens once.
	 */
	async turnBack(nowAt: number): Promise<number> {
		for (let sum = 0, after = 0; ; ) {
			const turned = await this.turnSome(nowAt, after);
			sum += turned.length;
			if (turned.length < this.atOnce) return sum;
			after = turned.at(-1) ?? after;
		}
	}

	/** Gives the ids of those it turns, in order. */
	private async turnSome(nowAt: number, after: number): Promise<readonly number[]> {
		const ahead = await this.session.rows<Ahead>(
			`SELECT id, department, level, metric, state, due_at, at_risk_at FROM timer
			WHERE id > $2 AND ((state = 'breached' AND due_at >= $1) OR (state = 'at_risk' AND at_risk_at > $1))
			ORDER BY id LIMIT $3`,
			[nowAt, after, this.atOnce],
		);
		const rows = ahead.map((row) => {
			const times = { dueAt: row.due_at, atRiskAt: row.at_risk_at };
			const state = stateAt(times, nowAt);
			this.kinds.count(row, -1);
			this.kinds.count({ ...row, state }, 1);
			return { id: row.id, state, nextAt: nextChangeAt({ ...times, state }) };
		});
		if (rows.length === 0) return [];
		const { from, values } = rowSet(rows, {
			id: ['bigint', ({ id }) => id],
			state: ['text', ({ state }) => state],
			next_at: ['bigint', ({ nextAt }) => nextAt],
		});
		await this.session.count(
			`UPDATE timer SET state = new.state, next_at = new.next_at FROM ${from} WHERE timer.id = new.id`,
			values,
		);
		return rows.map(({ id }) => id);
	}
}
