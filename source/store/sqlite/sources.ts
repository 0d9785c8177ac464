/** Sources that sync by themselves: the tables `connector` and `quarantine`. */
import type {
	ConfiguredSource,
	NumberedTicket,
	QuarantinedRecord,
	Refusal,
	Reread,
	SourceConfig,
	SourceSetup,
	SyncCounts,
	SyncOutcome,
	SyncStep,
} from '../port-sources.ts';
import { SourceAhead, SourceGone } from '../port-sources.ts';
import { SQLITE } from '../sql/dialect.ts';
import {
	CONFIGURED_SQL,
	MOST_QUARANTINED,
	openTicketsSql,
	outcomeOf,
	QUARANTINED_SQL,
	WAITING_UNTIL_SQL,
} from '../sql/sources.ts';
import type { Connection } from './connection.ts';
import type { Events } from './events.ts';

const OF_SOURCE = 'source = (SELECT id FROM source WHERE name = ?)';

/** Open timers that are looked at in one go, whoever's tickets they are: the engine's thread stands still for it. */
const LOOK = 1_000;

interface OpenTickets {
	readonly tickets: readonly NumberedTicket[];
	readonly upTo: number | null;
}

export class Sources {
	private readonly sql;

	constructor(
		db: Connection,
		private readonly events: Events,
	) {
		this.sql = {
			idOf: db
				.prepare<[string], number>(
					`SELECT c.source FROM connector c JOIN source s ON s.id = c.source WHERE s.name = ?`,
				)
				.pluck(),
			cursor: db.prepare<[number], string | null>(`SELECT cursor FROM connector WHERE source = ?`).pluck(),
			add: db.prepare<[number, string, string, string, string | null, number, number]>(
				`INSERT INTO connector(source, kind, settings, schedule, zone, added_at, failures, late_at)
				VALUES (?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT(source) DO NOTHING`,
			),
			change: db.prepare<[string, string, string | null, number, string]>(
				`UPDATE connector SET settings = ?, schedule = ?, zone = ?, problem = NULL, failures = 0, next_at = NULL,
					late_at = ? WHERE ${OF_SOURCE}`,
			),
			remove: db.prepare<[number]>(`DELETE FROM connector WHERE source = ?`),
			configured: db.prepare<[], ConfiguredSource>(CONFIGURED_SQL),
			poke: db.prepare<[number, string]>(
				`UPDATE connector SET poked_at = ? WHERE source = (SELECT id FROM source WHERE name = ?)`,
			),
			setCursor: db.prepare<[string | null, number, number]>(
				`UPDATE connector SET cursor = ?, late_at = max(late_at, ?) WHERE source = ?`,
			),
			succeeded: db.prepare<[number, number | null, number | null, number]>(
				`UPDATE connector SET succeeded_at = ?, problem = NULL, failures = 0, next_at = ?,
					late_at = coalesce(?, late_at) WHERE source = ?`,
			),
			failed: db.prepare<[number, string, number | null, number]>(
				`UPDATE connector SET failed_at = ?, problem = ?, failures = failures + 1, next_at = ? WHERE source = ?`,
			),
			history: db
				.prepare<[string, string], string>(
					`SELECT e.data FROM event e JOIN source s ON s.id = e.source
					WHERE e.ticket = ? AND s.name = ? ORDER BY e.seq`,
				)
				.pluck(),
			ahead: db
				.prepare<[string, string], string>(
					`SELECT data FROM waiting WHERE ticket = ? AND ${OF_SOURCE} ORDER BY at, event_id`,
				)
				.pluck(),
			wait: db.prepare<[number, string, string, number, string]>(
				`INSERT INTO waiting(source, event_id, ticket, at, data) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT(source, event_id) DO NOTHING`,
			),
			settle: db.prepare<[number, string]>(`DELETE FROM waiting WHERE source = ? AND event_id = ?`),
			waitingUntil: db.prepare<[string, number, number], string>(WAITING_UNTIL_SQL).pluck(),
			forgetWaiting: db.prepare<[number]>(`DELETE FROM waiting WHERE source = ?`),
			openTickets: db.prepare<[number, number, string, number], NumberedTicket>(openTicketsSql(SQLITE)),
			aheadOf: db
				.prepare<[number, number], number>(
					`SELECT ticket_id FROM timer WHERE ticket_id > ? ORDER BY ticket_id LIMIT 1 OFFSET ?`,
				)
				.pluck(),
			quarantine: db.prepare<[number, number, string, string, string]>(
				`INSERT INTO quarantine(source, at, place, reason, record, times) VALUES (?, ?, ?, ?, ?, 1)
				ON CONFLICT(source, place) DO UPDATE SET at = excluded.at, reason = excluded.reason,
					record = excluded.record, times = times + 1`,
			),
			forgetOldest: db.prepare<[number, number, number]>(
				`DELETE FROM quarantine WHERE source = ? AND id IN (
					SELECT id FROM quarantine WHERE source = ? ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)`,
			),
			quarantined: db.prepare<[number], QuarantinedRecord>(
				`${QUARANTINED_SQL} ORDER BY q.at DESC, q.id DESC LIMIT ?`,
			),
			quarantinedOf: db.prepare<[string, number], QuarantinedRecord>(
				`${QUARANTINED_SQL} WHERE s.name = ? ORDER BY q.at DESC, q.id DESC LIMIT ?`,
			),
			clear: db.prepare<[string]>(`DELETE FROM quarantine WHERE ${OF_SOURCE}`),
			clearPlace: db.prepare<[string, string]>(`DELETE FROM quarantine WHERE ${OF_SOURCE} AND place = ?`),
			releasePlace: db.prepare<[number, string, number]>(
				`DELETE FROM quarantine WHERE source = ? AND place = ? AND at < ?`,
			),
			release: db.prepare<[string, string, string, number]>(
				`DELETE FROM quarantine WHERE ${OF_SOURCE} AND place >= ? AND place < ? AND at < ?`,
			),
		};
	}

	add({ name, kind, settings, schedule, zone, addedAt }: SourceConfig, lateAt: number): boolean {
		const id = this.events.sourceId(name);
		return this.sql.add.run(id, kind, settings, schedule, zone, addedAt, lateAt).changes === 1;
	}

	change({ name, settings, schedule, zone }: SourceSetup, lateAt: number): boolean {
		return this.sql.change.run(settings, schedule, zone, lateAt, name).changes === 1;
	}

	remove(name: string): boolean {
		const id = this.sql.idOf.get(name);
		if (id === undefined) return false;
		this.sql.clear.run(name);
		this.sql.forgetWaiting.run(id);
		this.sql.remove.run(id);
		return true;
	}

	poke(name: string, at: number): boolean {
		return this.sql.poke.run(at, name).changes === 1;
	}

	configured(): ConfiguredSource[] {
		return this.sql.configured.all();
	}

	/** Runs inside the caller's transaction. */
	commit(step: SyncStep): SyncCounts {
		const { source, events, read, fromCursor, cursor, at, lateAt } = step;
		const id = this.sql.idOf.get(source);
		if (id === undefined) throw new SourceGone(`source ${source} is no longer configured`);
		if (fromCursor !== undefined && (this.sql.cursor.get(id) ?? null) !== fromCursor) {
			throw new SourceAhead(`another program is reading source ${source}`);
		}
		const results = this.events.append(source, events, {});
		const { counts, refused, lastAt } = outcomeOf(step, results);
		this.quarantineAll(id, at, refused);
		for (const place of read) this.sql.releasePlace.run(id, place, at);
		if (lastAt !== null) this.events.touchSource(source, at, lastAt);
		this.sql.setCursor.run(cursor, lateAt, id);
		return { ...counts, waiting: this.wait(id, step) };
	}

	/** @returns how many more wait */
	private wait(source: number, { waiting = [], settled = [] }: SyncStep): number {
		let more = 0;
		for (const { id, event, data } of waiting) {
			more += this.sql.wait.run(source, id, event.ticket, event.at, data).changes;
		}
		for (const id of settled) more -= this.sql.settle.run(source, id).changes;
		return more;
	}

	note(name: string, { at, problem, nextAt, lateAt }: SyncOutcome): void {
		const id = this.sql.idOf.get(name);
		if (id === undefined) return;
		if (problem === null) this.sql.succeeded.run(at, nextAt, lateAt ?? null, id);
		else this.sql.failed.run(at, problem, nextAt, id);
	}

	waitingUntil(source: string, at: number, limit: number): string[] {
		return this.sql.waitingUntil.all(source, at, limit);
	}

	history(source: string, ticket: string): string[] {
		return [...this.sql.history.all(ticket, source), ...this.sql.ahead.all(ticket, source)];
	}

	/**
	 * Those among the next open timers, for which nobody waits long.
	 * @returns with them the number up to which all were looked at; null: that was the last
	 */
	openTickets(source: string, after: number, limit: number): OpenTickets {
		const upTo = this.sql.aheadOf.get(after, LOOK) ?? null;
		const tickets = this.sql.openTickets.all(after, upTo ?? Number.MAX_SAFE_INTEGER, source, limit);
		return { tickets, upTo };
	}

	quarantined(source: string | null, limit: number): QuarantinedRecord[] {
		return source === null ? this.sql.quarantined.all(limit) : this.sql.quarantinedOf.all(source, limit);
	}

	/** Runs inside the caller's transaction. */
	quarantine(source: string, refusals: readonly Refusal[], at: number): void {
		this.quarantineAll(this.events.sourceId(source), at, refusals);
	}

	/** Runs inside the caller's transaction. */
	clear(source: string, places?: readonly string[]): number {
		if (!places) return this.sql.clear.run(source).changes;
		return places.reduce((count, place) => count + this.sql.clearPlace.run(source, place).changes, 0);
	}

	release(source: string, { before, file }: Reread): number {
		return this.sql.release.run(source, `${file}:`, `${file};`, before).changes;
	}

	private quarantineAll(id: number, at: number, refusals: readonly Refusal[]): void {
		if (refusals.length === 0) return;
		for (const { place, reason, record } of refusals) this.sql.quarantine.run(id, at, place, reason, record);
		this.sql.forgetOldest.run(id, id, MOST_QUARANTINED);
	}
}
