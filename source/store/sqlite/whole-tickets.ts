/** Whole tickets: everything that a store has of one, and taking it out of everything. */
import { QUARTER_MS } from '../../sla/duration.ts';
import { COUNTABLE_COLUMNS, type Countable } from '../countable.ts';
import type { Kind } from '../kind-sums.ts';
import type { MovedEvent } from '../port-archive.ts';
import type { Bounds } from '../port-reports.ts';
import { MOVED_EVENTS_SQL } from '../sql/pruning.ts';
import type { Connection } from './connection.ts';
import { Meta } from './meta.ts';
import { Rollups } from './rollups.ts';

/** A row of the log, as its sums have it. */
interface LogRow extends Countable {
	readonly closedAt: number;
	readonly state: string;
	readonly excluded: number;
}

export class WholeTickets {
	private readonly meta: Meta;
	private readonly rollups: Rollups;
	private readonly sql;

	constructor(private readonly db: Connection) {
		this.meta = new Meta(db);
		this.rollups = new Rollups(db);
		this.sql = {
			newest: db.prepare<[], number | null>('SELECT max(seq) FROM event').pluck(),
			events: db.prepare<[string], MovedEvent>(`${MOVED_EVENTS_SQL} WHERE e.ticket = ? ORDER BY e.seq`),
			all: db.prepare<[], string>('SELECT DISTINCT ticket FROM event').pluck(),
			has: db.prepare<[string], number>('SELECT 1 FROM event WHERE ticket = ? LIMIT 1').pluck(),
			id: db.prepare<[string], number>('SELECT id FROM ticket WHERE ticket = ?').pluck(),
			logRows: db.prepare<[string]>(
				`SELECT l.* FROM sla_log l JOIN ticket k ON k.id = l.ticket_id WHERE k.ticket = ? ORDER BY l.id`,
			),
			counted: db.prepare<[number], LogRow>(
				`SELECT closed_at AS closedAt, state, excluded, ${COUNTABLE_COLUMNS} FROM sla_log
				WHERE ticket_id = ? AND superseded = 0`,
			),
			openKinds: db.prepare<[string], Kind>(
				`SELECT t.department, t.level, t.metric, t.state FROM timer t JOIN ticket k ON k.id = t.ticket_id
				WHERE k.ticket = ?`,
			),
			tally: db.prepare<[number, string, string, string, string]>(
				`UPDATE tally SET count = count - 1
				WHERE quarter_at = ? AND department = ? AND level = ? AND metric = ? AND state = ?`,
			),
			dropLog: db.prepare<[number]>(`DELETE FROM sla_log WHERE ticket_id = ?`),
			drops: ['remark', 'timer'].map((table) =>
				db.prepare<[number]>(`DELETE FROM ${table} WHERE ticket_id = ?`),
			),
			dropsByName: ['event', 'alert_due', 'ticket'].map((table) =>
				db.prepare<[string]>(`DELETE FROM ${table} WHERE ticket = ?`),
			),
		};
	}

	/** The last event; 0 where there is none. */
	newest(): number {
		return this.sql.newest.get() ?? 0;
	}

	has(ticket: string): boolean {
		return this.sql.has.get(ticket) !== undefined;
	}

	events(ticket: string): MovedEvent[] {
		return this.sql.events.all(ticket);
	}

	/** Its log as it stands, to be held against the same at another time. */
	log(ticket: string): string {
		return JSON.stringify(this.sql.logRows.all(ticket));
	}

	/** What its open timers count as, one by one. */
	openKinds(ticket: string): Kind[] {
		return this.sql.openKinds.all(ticket);
	}

	/**
	 * Takes tickets of which no clock runs out of everything. Inside the caller's transaction.
	 * @returns between what instants their rows of the log were judged; null: they had none
	 */
	drop(tickets: readonly string[]): Bounds | null {
		const judged = this.unlog(tickets);
		for (const ticket of tickets) {
			const id = this.sql.id.get(ticket);
			if (id !== undefined) for (const drop of this.sql.drops) drop.run(id);
			for (const drop of this.sql.dropsByName) drop.run(ticket);
		}
		// Numbers that are given anew must come after the cursor.
		const newest = this.newest();
		if ((this.meta.number('cursor') ?? 0) > newest) this.meta.set('cursor', newest);
		// What an engine has worked out meanwhile of these tickets must not be written any more.
		this.db.exec('UPDATE lease SET epoch = epoch + 1');
		return judged;
	}

	/** Takes the log of tickets out of everything, and leaves the rest of them; gives what `drop` does. */
	unlog(tickets: readonly string[]): Bounds | null {
		const zone = this.meta.get('rollup_zone');
		if (zone !== null) this.rollups.goBy(zone);
		let [firstAt, lastAt] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
		for (const ticket of tickets) {
			const id = this.sql.id.get(ticket);
			if (id === undefined) continue;
			for (const row of this.sql.counted.all(id)) {
				this.takeOut(row);
				firstAt = Math.min(firstAt, row.judgedAt);
				lastAt = Math.max(lastAt, row.judgedAt);
			}
			this.sql.dropLog.run(id);
		}
		this.rollups.flush();
		return firstAt > lastAt ? null : { firstAt, lastAt };
	}

	/** As `drop`, of those that it holds for. */
	leaveOut(isLeftOut: (ticket: string) => boolean): void {
		this.drop(this.sql.all.all().filter(isLeftOut));
	}

	private takeOut(row: LogRow): void {
		this.rollups.add(row, -1);
		if (row.excluded === 1) return;
		const quarterAt = Math.floor(row.closedAt / QUARTER_MS) * QUARTER_MS;
		this.sql.tally.run(quarterAt, row.department ?? '', row.level ?? '', row.metric, row.state);
	}
}

/** What leaves out tickets of which no clock runs, with all that a store has of them: see `heldAfter`. */
export const without =
	(isLeftOut: (ticket: string) => boolean) =>
	(db: Connection): void =>
		new WholeTickets(db).leaveOut(isLeftOut);
