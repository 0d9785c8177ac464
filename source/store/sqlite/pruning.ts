/** Moves old tickets between a store and its archive, each batch in one transaction of the store. */
import { randomUUID } from 'node:crypto';
import { QUARTER_MS } from '../../sla/duration.ts';
import type { MovedEvent, MovedTicket } from '../port-archive.ts';
import { identityHash } from './archived.ts';
import { type Connection, inWords, type OpenOptions, openConnection } from './connection.ts';
import { COUNTABLE_COLUMNS, type Countable } from './countable.ts';
import { Rollups } from './rollups.ts';

/** Moved at a time: others wait for that long. */
const BATCH = 200;

/** Tickets that are over: solved or void, no clock runs, nothing new is known of them, and nothing since an instant. */
const PRUNABLE = `SELECT k.id, k.ticket FROM ticket k
	WHERE k.id > :after AND k.created_at < :before AND k.status IN ('resolved', 'closed', 'spam', 'deleted')
		AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.ticket_id = k.id)
		AND NOT EXISTS (SELECT 1 FROM event e WHERE e.ticket = k.ticket
			AND (e.at >= :before OR e.seq > :cursor OR e.seq = :newest))
	ORDER BY k.id`;

/** A row of the log, as its sums have it. */
interface LogRow extends Countable {
	readonly closedAt: number;
	readonly state: string;
	readonly excluded: number;
}

class Tickets {
	private readonly sql;
	private readonly rollups: Rollups;

	constructor(private readonly db: Connection) {
		this.rollups = new Rollups(db);
		this.sql = {
			meta: db.prepare<[string], string | null>('SELECT value FROM meta WHERE key = ?').pluck(),
			setMeta: db.prepare<[string, string]>(
				`INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value`,
			),
			newest: db.prepare<[], number | null>('SELECT max(seq) FROM event').pluck(),
			events: db.prepare<[string], MovedEvent>(
				`SELECT s.name AS source, e.event_id AS id, e.ticket, e.at, e.type, e.data FROM event e JOIN source s ON s.id = e.source
				WHERE e.ticket = ? ORDER BY e.seq`,
			),
			id: db.prepare<[string], number>('SELECT id FROM ticket WHERE ticket = ?').pluck(),
			log: db.prepare<[number], LogRow>(
				`SELECT closed_at AS closedAt, state, excluded, ${COUNTABLE_COLUMNS} FROM sla_log
				WHERE ticket_id = ? AND superseded = 0`,
			),
			tally: db.prepare<[number, string, string, string, string]>(
				`UPDATE tally SET count = count - 1
				WHERE quarter_at = ? AND department = ? AND level = ? AND metric = ? AND state = ?`,
			),
			drops: ['sla_log', 'remark', 'timer'].map((table) =>
				db.prepare<[number]>(`DELETE FROM ${table} WHERE ticket_id = ?`),
			),
			dropsByName: ['event', 'alert_due', 'ticket'].map((table) =>
				db.prepare<[string]>(`DELETE FROM ${table} WHERE ticket = ?`),
			),
		};
	}

	note(key: string): string | null {
		return this.sql.meta.get(key) ?? null;
	}

	/** Notes what is not noted yet; gives what is. Inside the caller's transaction. */
	noteOnce(key: string, value: string): string {
		const noted = this.note(key);
		if (noted === null) this.sql.setMeta.run(key, value);
		return noted ?? value;
	}

	number(key: string): number | null {
		const value = this.note(key);
		return value == null ? null : Number(value);
	}

	newest(): number {
		return this.sql.newest.get() ?? 0;
	}

	events(ticket: string): MovedEvent[] {
		return this.sql.events.all(ticket);
	}

	/** Takes tickets of which no clock runs out of everything. Inside the caller's transaction. */
	drop(tickets: readonly string[]): void {
		const zone = this.sql.meta.get('rollup_zone');
		if (zone != null) this.rollups.goBy(zone);
		for (const ticket of tickets) {
			const id = this.sql.id.get(ticket);
			if (id !== undefined) {
				for (const row of this.sql.log.all(id)) this.takeOut(row);
				for (const drop of this.sql.drops) drop.run(id);
			}
			for (const drop of this.sql.dropsByName) drop.run(ticket);
		}
		this.rollups.flush();
		// Numbers that are given anew must come after the cursor.
		const cursor = this.number('cursor') ?? 0;
		if (cursor > this.newest()) this.sql.setMeta.run('cursor', String(this.newest()));
		// What an engine has worked out meanwhile of these tickets must not be written any more.
		this.db.exec('UPDATE lease SET epoch = epoch + 1');
	}

	private takeOut(row: LogRow): void {
		this.rollups.add(row, -1);
		if (row.excluded === 1) return;
		const quarterAt = Math.floor(row.closedAt / QUARTER_MS) * QUARTER_MS;
		this.sql.tally.run(quarterAt, row.department ?? '', row.level ?? '', row.metric, row.state);
	}
}

export class Pruning {
	private readonly db: Connection;
	private readonly tickets: Tickets;
	private readonly sql;

	/** Opens a store, or an archive, for tickets to be moved out of it, and into it. */
	constructor(
		private readonly path: string,
		options?: Pick<OpenOptions, 'waitMs'>,
	) {
		this.db = openConnection(path, { ...options, durable: true });
		this.tickets = new Tickets(this.db);
		this.sql = {
			prunable: this.db.prepare<[Record<string, number>], { id: number; ticket: string }>(
				`${PRUNABLE} LIMIT ${BATCH}`,
			),
			countPrunable: this.db
				.prepare<[Record<string, number>], number>(`SELECT count(*) FROM (${PRUNABLE})`)
				.pluck(),
			archived: this.db
				.prepare<[string], string>(
					`SELECT ticket FROM archived_ticket WHERE ticket > ? ORDER BY ticket LIMIT ${BATCH}`,
				)
				.pluck(),
			ticketsAfter: this.db
				.prepare<[string], string>(
					`SELECT DISTINCT ticket FROM event WHERE ticket > ? ORDER BY ticket LIMIT ${BATCH}`,
				)
				.pluck(),
			hasTicket: this.db.prepare<[string], number>('SELECT 1 FROM event WHERE ticket = ? LIMIT 1').pluck(),
			isArchived: this.db.prepare<[string], number>('SELECT 1 FROM archived_ticket WHERE ticket = ?').pluck(),
			countArchived: this.db.prepare<[], number>('SELECT count(*) FROM archived_ticket').pluck(),
			remember: this.db.prepare<[string]>('INSERT INTO archived_ticket(ticket) VALUES (?)'),
			rememberEvent: this.db.prepare<[number]>(
				'INSERT INTO archived_event(hash) VALUES (?) ON CONFLICT DO NOTHING',
			),
			forget: this.db.prepare<[string]>('DELETE FROM archived_ticket WHERE ticket = ?'),
			forgetEvent: this.db.prepare<[number]>('DELETE FROM archived_event WHERE hash = ?'),
			source: this.db
				.prepare<[string], number>(
					`INSERT INTO source(name) VALUES (?) ON CONFLICT(name) DO UPDATE SET name = excluded.name RETURNING id`,
				)
				.pluck(),
			add: this.db.prepare<[number, string, string, number, string, string]>(
				'INSERT INTO event(source, event_id, ticket, at, type, data) VALUES (?, ?, ?, ?, ?, ?)',
			),
		};
	}

	private range(before: number, after: number): Record<string, number> {
		const cursor = this.tickets.number('cursor') ?? 0;
		return { before, after, cursor, newest: this.tickets.newest() };
	}

	/** What this store's archive knows it by; made where there is none yet. */
	archiveId(): string {
		return this.alone(() => this.tickets.noteOnce('archive_id', randomUUID()));
	}

	/** The `archiveId` of the store that this is the archive of. */
	archiveOf(): string | null {
		return this.words(() => this.tickets.note('archive_of'));
	}

	/** Makes this a store's archive, unless it is one already. @returns whose it is */
	becomeArchiveOf(id: string): string {
		return this.alone(() => this.tickets.noteOnce('archive_of', id));
	}

	countPrunable(before: number): number {
		return this.words(() => this.sql.countPrunable.get(this.range(before, 0)) ?? 0);
	}

	countArchived(): number {
		return this.words(() => this.sql.countArchived.get() ?? 0);
	}

	isArchived(ticket: string): boolean {
		return this.words(() => this.sql.isArchived.get(ticket) !== undefined);
	}

	hasTicket(ticket: string): boolean {
		return this.words(() => this.sql.hasTicket.get(ticket) !== undefined);
	}

	/** Tickets that have events here, after one in order. */
	ticketsAfter(ticket: string): string[] {
		return this.words(() => this.sql.ticketsAfter.all(ticket));
	}

	/** Tickets in the archive, after one in order. */
	archivedAfter(ticket: string): string[] {
		return this.words(() => this.sql.archived.all(ticket));
	}

	/** A ticket's events. */
	history(ticket: string): MovedTicket {
		return this.words(() => [ticket, this.tickets.events(ticket)]);
	}

	/**
	 * Moves the next tickets that were over before an instant. Nobody writes to the store meanwhile; where `move` fails,
	 * or this program is killed, they stay.
	 * @param move brings them where they go, and comes back when they are on the disk there
	 * @returns how many there were, and after which to go on
	 */
	async moveOut(
		before: number,
		after: number,
		move: (tickets: readonly MovedTicket[]) => Promise<void>,
	): Promise<{ readonly moved: number; readonly last: number }> {
		this.words(() => this.db.exec('BEGIN IMMEDIATE'));
		try {
			const rows = this.sql.prunable.all(this.range(before, after));
			const histories = rows.map(({ ticket }): MovedTicket => [ticket, this.tickets.events(ticket)]);
			if (rows.length > 0) await move(histories);
			this.tickets.drop(rows.map(({ ticket }) => ticket));
			for (const [ticket, events] of histories) {
				this.sql.remember.run(ticket);
				for (const { source, id } of events) this.sql.rememberEvent.run(identityHash(source, id));
			}
			this.db.exec('COMMIT');
			return { moved: rows.length, last: rows.at(-1)?.id ?? after };
		} catch (error) {
			if (this.db.inTransaction) this.db.exec('ROLLBACK');
			throw inWords(error, this.path);
		}
	}

	/** Takes tickets back, as events that no engine has seen. */
	takeBack(tickets: readonly MovedTicket[]): void {
		this.alone(() => {
			for (const [ticket, events] of tickets) {
				this.sql.forget.run(ticket);
				for (const { source, id, at, type, data } of events) {
					this.sql.forgetEvent.run(identityHash(source, id));
					this.sql.add.run(this.sql.source.get(source) ?? 0, id, ticket, at, type, data);
				}
			}
		});
	}

	/** Takes tickets of which no clock runs out of it. */
	drop(tickets: readonly string[]): void {
		this.alone(() => this.tickets.drop(tickets));
	}

	close(): void {
		this.db.close();
	}

	/** Does work in one transaction, while nobody else writes here. */
	alone<T>(work: () => T): T {
		return this.words(() => this.db.transaction(work).immediate());
	}

	private words<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			throw inWords(error, this.path);
		}
	}
}
