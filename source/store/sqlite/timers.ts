/** Writing what the engine found: the tables `ticket`, `timer`, `sla_log`, `counter` and `tally`. */
import type { Statement } from 'better-sqlite3';
import { QUARTER_MS } from '../../sla/duration.ts';
import type { ClosedTimer } from '../../sla/fold.ts';
import { type RemarksByTimer, timerKey } from '../../sla/remark.ts';
import type { Ticket } from '../../sla/ticket.ts';
import { nextChangeAt, stateAt, type Timer, type TimerState } from '../../sla/timer.ts';
import { judgedAt } from '../../sla/verdict.ts';
import type { TicketCommit } from '../port.ts';
import type { Connection } from './connection.ts';
import type { Countable } from './countable.ts';
import { Remarking } from './remarks.ts';
import { Rollups } from './rollups.ts';

/** Where timers without a due stand: after all that have one. */
export const NEVER = 8_640_000_000_000_000;
/** Rows changed at a time when much time has passed at once: bounds memory, not the transaction. */
const FALL_BATCH = 5_000;

/** An open timer's row, but for what names it. Only what has changed is written: each index costs a page a row. */
interface OpenColumns {
	readonly level: string | null;
	readonly calendar: string;
	readonly state: TimerState;
	readonly started_at: number;
	readonly at_risk_at: number | null;
	readonly due_at: number | null;
	readonly target_ms: number;
	readonly counted_ms: number;
	readonly paused_ms: number;
	readonly department: string | null;
	readonly agent: string | null;
	readonly priority: string;
	readonly sort_at: number;
	readonly next_at: number | null;
}

const OPEN_COLUMNS = [
	...([
		'level',
		'calendar',
		'state',
		'started_at',
		'at_risk_at',
		'due_at',
		'target_ms',
		'counted_ms',
	] as const),
	...(['paused_ms', 'department', 'agent', 'priority', 'sort_at', 'next_at'] as const),
] satisfies readonly (keyof OpenColumns)[];

interface OpenRow extends OpenColumns {
	readonly id: number;
	readonly metric: string;
	readonly cycle: number;
}

const openColumns = (timer: Timer, { department, agent, priority }: Ticket): OpenColumns => ({
	level: timer.level,
	calendar: timer.calendar,
	state: timer.state,
	started_at: timer.startedAt,
	at_risk_at: timer.atRiskAt,
	due_at: timer.dueAt,
	target_ms: timer.targetMs,
	counted_ms: timer.countedMs,
	paused_ms: timer.pausedMs,
	department,
	agent,
	priority,
	sort_at: timer.dueAt ?? NEVER,
	next_at: nextChangeAt(timer),
});

interface ClosedRow {
	readonly id: number;
	readonly metric: string;
	readonly cycle: number;
	readonly level: string | null;
	readonly state: ClosedTimer['state'];
	readonly started_at: number;
	readonly at_risk_at: number | null;
	readonly due_at: number | null;
	readonly closed_at: number;
	readonly target_ms: number;
	readonly counted_ms: number;
	readonly paused_ms: number;
	readonly reason: string | null;
	readonly department: string | null;
	readonly agent: string | null;
	readonly organization: string | null;
	readonly superseded: number;
	readonly excluded: number;
}

/** Kinds of timers and how many more, or fewer, there are of each: added up in a tick, written once. */
class Deltas {
	private readonly sums = new Map<string, { readonly key: readonly (string | number)[]; count: number }>();

	add(key: readonly (string | number)[], count: number): void {
		const name = key.join('\u0000');
		const sum = this.sums.get(name);
		if (sum) sum.count += count;
		else this.sums.set(name, { key, count });
	}

	*entries(): Generator<readonly [readonly (string | number)[], number]> {
		for (const { key, count } of this.sums.values()) if (count !== 0) yield [key, count];
	}
}

/** What keeps a row of the log from counting for compliance: a later close, or somebody's word. */
interface Standing {
	readonly superseded: boolean;
	readonly excluded: boolean;
}

const counts = ({ superseded, excluded }: Standing): boolean => !superseded && !excluded;

interface Kind {
	readonly department: string | null;
	readonly level: string | null;
	readonly metric: string;
	readonly state: string;
}

const kindKey = ({ department, level, metric, state }: Kind): string[] => [
	department ?? '',
	level ?? '',
	metric,
	state,
];

interface Ahead extends Kind {
	readonly id: number;
	readonly due_at: number | null;
	readonly at_risk_at: number | null;
}

export class Timers {
	private readonly sql;
	private counters = new Deltas();
	private tallies = new Deltas();
	private readonly remarking: Remarking;
	/** Updates of an open timer, by the columns that they set. */
	private readonly changes = new Map<string, Statement>();
	private readonly rollups: Rollups;

	constructor(private readonly db: Connection) {
		this.remarking = new Remarking(db);
		this.rollups = new Rollups(db);
		this.sql = {
			putTicket: db
				.prepare<unknown[], number>(
					`INSERT INTO ticket(ticket, created_at, status, subject, requester, organization, customer_group,
						department, agent, priority, channel, tags, custom, url, level, level_by_hand)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
					ON CONFLICT(ticket) DO UPDATE SET
						created_at = excluded.created_at, status = excluded.status, subject = excluded.subject,
						requester = excluded.requester, organization = excluded.organization,
						customer_group = excluded.customer_group, department = excluded.department,
						agent = excluded.agent, priority = excluded.priority, channel = excluded.channel,
						tags = excluded.tags, custom = excluded.custom, url = excluded.url,
						level = excluded.level, level_by_hand = excluded.level_by_hand
					RETURNING id`,
				)
				.pluck(),
			openOf: db.prepare<[number], OpenRow>(
				`SELECT id, metric, cycle, ${OPEN_COLUMNS.join(', ')} FROM timer WHERE ticket_id = ?`,
			),
			addOpen: db.prepare(
				`INSERT INTO timer(ticket_id, metric, cycle, ${OPEN_COLUMNS.join(', ')})
				VALUES (?, ?, ?, ${OPEN_COLUMNS.map(() => '?').join(', ')})`,
			),
			dropOpen: db.prepare<[number]>(`DELETE FROM timer WHERE id = ?`),
			closedOf: db.prepare<[number], ClosedRow>(
				`SELECT id, metric, cycle, level, state, started_at, at_risk_at, due_at, closed_at, target_ms,
					counted_ms, paused_ms, reason, department, agent, organization, superseded, excluded
				FROM sla_log WHERE ticket_id = ? ORDER BY id`,
			),
			addClosed: db.prepare(
				`INSERT INTO sla_log(ticket_id, metric, cycle, level, calendar, state, started_at, at_risk_at, due_at,
					closed_at, target_ms, counted_ms, paused_ms, reason, department, agent, superseded, excluded,
					organization, judged_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			),
			setOrganization: db.prepare<[string | null, number]>(
				`UPDATE sla_log SET organization = ? WHERE ticket_id = ?`,
			),
			setStanding: db.prepare<[number, number, number]>(
				`UPDATE sla_log SET superseded = ?, excluded = ? WHERE id = ?`,
			),
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
			count: db.prepare(
				`INSERT INTO counter(department, level, metric, state, count) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET count = count + excluded.count`,
			),
			tally: db.prepare(
				`INSERT INTO tally(quarter_at, department, level, metric, state, count) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET count = count + excluded.count`,
			),
		};
	}

	/** Writes one ticket's timers as they are now, and tells how many rows its log gained. */
	put({ ticket, open, closed, remarks }: TicketCommit): number {
		const id = this.putTicket(ticket);
		this.putOpen(id, ticket, open);
		this.remarking.put(id, remarks);
		return this.putClosed(id, ticket.organization, closed, remarks);
	}

	/** Sums of the log go by the days of this zone. */
	goBy(zone: string): void {
		this.rollups.goBy(zone);
	}

	private putTicket(ticket: Ticket): number {
		const { sql } = this;
		return (
			sql.putTicket.get(
				ticket.ticket,
				ticket.createdAt,
				ticket.status,
				ticket.subject,
				ticket.requester,
				ticket.organization,
				ticket.customer_group,
				ticket.department,
				ticket.agent,
				ticket.priority,
				ticket.channel,
				JSON.stringify(ticket.tags),
				JSON.stringify(ticket.custom),
				ticket.url,
				ticket.level,
				ticket.levelByHand,
			) ?? 0
		);
	}

	private putOpen(ticketId: number, ticket: Ticket, open: readonly Timer[]): void {
		const old = new Map(this.sql.openOf.all(ticketId).map((row) => [timerKey(row), row]));
		for (const timer of open) {
			const columns = openColumns(timer, ticket);
			const kind = { ...columns, metric: timer.metric };
			const row = old.get(timerKey(timer));
			if (row) {
				this.changeOpen(row, columns);
				old.delete(timerKey(timer));
				this.counters.add(kindKey(row), -1);
			} else {
				const values = OPEN_COLUMNS.map((column) => columns[column]);
				this.sql.addOpen.run(ticketId, timer.metric, timer.cycle, ...values);
			}
			this.counters.add(kindKey(kind), 1);
		}
		for (const row of old.values()) {
			this.sql.dropOpen.run(row.id);
			this.counters.add(kindKey(row), -1);
		}
	}

	/** Writes the columns that are not what they were. An index whose columns are not named costs nothing. */
	private changeOpen(row: OpenRow, columns: OpenColumns): void {
		const changed = OPEN_COLUMNS.filter((column) => row[column] !== columns[column]);
		if (changed.length === 0) return;
		const key = changed.join();
		let statement = this.changes.get(key);
		if (!statement) {
			const sets = changed.map((column) => `${column} = ?`).join(', ');
			statement = this.db.prepare(`UPDATE timer SET ${sets} WHERE id = ?`);
			this.changes.set(key, statement);
		}
		statement.run(...changed.map((column) => columns[column]), row.id);
	}

	/** Appends what the log does not have yet; rows that the history no longer bears out are superseded. */
	private putClosed(
		ticketId: number,
		organization: string | null,
		closed: readonly ClosedTimer[],
		remarks: RemarksByTimer,
	): number {
		const old = this.withOrganization(ticketId, organization);
		let gained = 0;
		for (const timer of closed) {
			const { superseded } = timer;
			const excluded = remarks.get(timerKey(timer))?.excluded != null;
			const place = old.findIndex((row) => isRowOf(row, timer));
			if (place >= 0) {
				const [row] = old.splice(place, 1);
				if (row) this.setStanding(row, { superseded, excluded });
				continue;
			}
			this.sql.addClosed.run(
				ticketId,
				timer.metric,
				timer.cycle,
				timer.level,
				timer.calendar,
				timer.state,
				timer.startedAt,
				timer.atRiskAt,
				timer.dueAt,
				timer.closedAt,
				timer.targetMs,
				timer.countedMs,
				timer.pausedMs,
				timer.reason,
				timer.department,
				timer.agent,
				superseded ? 1 : 0,
				excluded ? 1 : 0,
				organization,
				judgedAt(timer),
			);
			if (counts({ superseded, excluded })) this.tally(timer.closedAt, timer, 1);
			if (!superseded) this.rollups.add(countable({ ...timer, organization }, excluded), 1);
			gained++;
		}
		for (const row of old) this.setStanding(row, { superseded: true, excluded: row.excluded === 1 });
		return gained;
	}

	/** Notes whether a row of the log counts, now that more is known. */
	private setStanding(row: ClosedRow, standing: Standing): void {
		const old: Standing = { superseded: row.superseded === 1, excluded: row.excluded === 1 };
		if (old.superseded === standing.superseded && old.excluded === standing.excluded) return;
		this.sql.setStanding.run(standing.superseded ? 1 : 0, standing.excluded ? 1 : 0, row.id);
		const gained = Number(counts(standing)) - Number(counts(old));
		if (gained !== 0) this.tally(row.closed_at, row, gained);
		if (!old.superseded) this.rollups.add(countable(timesOf(row), old.excluded), -1);
		if (!standing.superseded) this.rollups.add(countable(timesOf(row), standing.excluded), 1);
	}

	/** A ticket's rows of the log; all of them are its customer's, whoever that is found to be. */
	private withOrganization(ticketId: number, organization: string | null): ClosedRow[] {
		const rows = this.sql.closedOf.all(ticketId);
		if (rows.every((row) => row.organization === organization)) return rows;
		this.sql.setOrganization.run(organization, ticketId);
		return rows.map((row) => {
			const moved = { ...row, organization };
			if (row.superseded === 0) {
				this.rollups.add(countable(timesOf(row), row.excluded === 1), -1);
				this.rollups.add(countable(timesOf(moved), row.excluded === 1), 1);
			}
			return moved;
		});
	}

	private tally(closedAt: number, kind: Kind, count: number): void {
		this.tallies.add([Math.floor(closedAt / QUARTER_MS) * QUARTER_MS, ...kindKey(kind)], count);
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
				this.counters.add(kindKey(row), -1);
				this.counters.add(kindKey({ ...row, state }), 1);
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
			this.counters.add(kindKey(row), -1);
			this.counters.add(kindKey({ ...row, state }), 1);
		}
		return rows.length;
	}

	/** Writes the counters' changes since the last time. */
	flushCounters(): void {
		for (const [key, count] of this.counters.entries()) this.sql.count.run(...key, count);
		for (const [key, count] of this.tallies.entries()) this.sql.tally.run(...key, count);
		this.rollups.flush();
		this.counters = new Deltas();
		this.tallies = new Deltas();
	}

	/** Forgets them: the transaction they belong to is no more. */
	forgetCounters(): void {
		this.counters = new Deltas();
		this.tallies = new Deltas();
		this.rollups.forget();
	}
}

type Times = Pick<
	ClosedTimer,
	'metric' | 'level' | 'state' | 'startedAt' | 'dueAt' | 'closedAt' | 'countedMs' | 'department' | 'agent'
> & { readonly organization: string | null };

const timesOf = (row: ClosedRow): Times => ({
	...row,
	startedAt: row.started_at,
	dueAt: row.due_at,
	closedAt: row.closed_at,
	countedMs: row.counted_ms,
});

/** A row of the log as reports count it. */
function countable(row: Times, excluded: boolean): Countable {
	const { state, startedAt, dueAt, closedAt } = row;
	return {
		...row,
		judgedAt: judgedAt(row),
		judgement: excluded ? 'excluded' : state,
		wallMs: closedAt - startedAt,
		overMs: state === 'missed' && dueAt !== null ? closedAt - dueAt : 0,
	};
}

/** Whether a row of the log is this very closing, whatever has been said of it since. */
function isRowOf(row: ClosedRow, timer: ClosedTimer): boolean {
	return (
		row.metric === timer.metric &&
		row.cycle === timer.cycle &&
		row.closed_at === timer.closedAt &&
		row.state === timer.state &&
		row.level === timer.level &&
		row.started_at === timer.startedAt &&
		row.due_at === timer.dueAt &&
		row.at_risk_at === timer.atRiskAt &&
		row.target_ms === timer.targetMs &&
		row.counted_ms === timer.countedMs &&
		row.paused_ms === timer.pausedMs &&
		row.reason === timer.reason &&
		row.department === timer.department &&
		row.agent === timer.agent
	);
}
