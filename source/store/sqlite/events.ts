/** Appending events, and reading them back: the tables `event` and `source`. */
import { formatInstant } from '../../sla/instant.ts';
import { retold } from '../../sla/retold.ts';
import type { Appended, AppendOptions, Dated, IncomingEvent, News } from '../port.ts';
import { HISTORY_SQL } from '../sql/board.ts';
import { ArchivedVerdicts } from './archived.ts';
import type { Connection } from './connection.ts';
import { EventRows } from './event-rows.ts';
import { KnownTickets } from './known-tickets.ts';
import { RowsOfTickets } from './rows-of-tickets.ts';

/** Thrown to roll an atomic append back; carries what became of each event. */
export class RefusedBatch extends Error {
	constructor(readonly results: Appended[]) {
		super('refused');
	}
}

/** Events whose tickets are looked up at once. */
const GROUP = 256;

function* inGroups<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
	let group: T[] = [];
	for (const item of items) {
		group.push(item);
		if (group.length < size) continue;
		yield group;
		group = [];
	}
	if (group.length > 0) yield group;
}

export class Events {
	private readonly rows: EventRows;
	private readonly tickets: KnownTickets;
	private readonly archived: ArchivedVerdicts;
	private readonly histories: RowsOfTickets<readonly [place: number, data: string]>;
	private readonly sql;

	constructor(db: Connection) {
		this.rows = new EventRows(db);
		this.tickets = new KnownTickets(db);
		this.archived = new ArchivedVerdicts(db);
		this.histories = new RowsOfTickets(db, 'event', ['data'], 'ticket');
		this.sql = {
			source: db
				.prepare<[string], number>(
					`INSERT INTO source(name) VALUES (?) ON CONFLICT(name) DO UPDATE SET name = excluded.name RETURNING id`,
				)
				.pluck(),
			isKnown: db
				.prepare<[number, string], number>(`SELECT 1 FROM event WHERE source = ? AND event_id = ?`)
				.pluck(),
			heard: db.prepare<[number, number | null, number]>(
				`UPDATE source SET heard_at = ?, last_event_at = max(coalesce(last_event_at, 0), coalesce(?, 0)) WHERE id = ?`,
			),
			after: db.prepare<[number, number], { seq: number; ticket: string }>(
				`SELECT seq, ticket FROM event WHERE seq > ? ORDER BY seq LIMIT ?`,
			),
			dated: db
				.prepare<[number, number, number, number], string>(
					`SELECT ticket FROM event WHERE seq > ? AND seq <= ? AND at > ? AND at <= ? ORDER BY seq`,
				)
				.pluck(),
			history: db.prepare<[string], string>(HISTORY_SQL).pluck(),
			ticketsAfter: db
				.prepare<[string, number], string>(
					`SELECT DISTINCT ticket FROM event WHERE ticket > ? ORDER BY ticket LIMIT ?`,
				)
				.pluck(),
			newest: db.prepare<[], number | null>(`SELECT max(seq) FROM event`).pluck(),
		};
	}

	/** A source's id; it is made where there is none of the name. */
	sourceId(name: string): number {
		return this.sql.source.get(name) ?? 0;
	}

	/**
	 * Inside of a transaction that writes.
	 * @throws {RefusedBatch} where it is all or nothing, and an event is refused
	 */
	append(source: string, events: Iterable<IncomingEvent>, { atomic = false }: AppendOptions): Appended[] {
		const id = this.sourceId(source);
		const results: Appended[] = [];
		this.rows.begin(id, results);
		this.tickets.begin();
		let place = 0;
		for (const group of inGroups(events, GROUP)) {
			this.tickets.lookUp(group.map(({ event }) => event.ticket));
			for (const incoming of group) {
				const refused = this.appendOne(id, incoming, place);
				if (refused) results[place] = refused;
				place++;
			}
		}
		this.rows.flush();
		if (atomic && results.some((result) => typeof result === 'object')) throw new RefusedBatch(results);
		return results;
	}

	/** Hands an event to the rows, under its place; gives what became of it where it does not come to that. */
	private appendOne(source: number, incoming: IncomingEvent, place: number): Appended | undefined {
		const { ticket, at } = incoming.event;
		if (this.tickets.isArchived(ticket)) return this.archived.verdict(source, incoming.id);
		let createdAt = this.tickets.createdAt(ticket);
		const isAgain = createdAt !== null && createdAt <= at;
		// What is not asked for need not be read.
		const row =
			isAgain && incoming.again ? { id: incoming.id, ...retold(incoming.data, incoming.again) } : incoming;
		const { event } = row;
		if (event.type === 'created') {
			// What is known already is not written, and makes its ticket no older.
			if (createdAt !== null && event.at < createdAt && this.isKnown(source, row.id)) return 'known';
			createdAt = this.tickets.created(ticket, event.at);
		}
		if (createdAt !== null && event.at < createdAt) {
			if (this.isKnown(source, row.id)) return 'known';
			createdAt = this.tickets.lookUpAnew(ticket);
		}
		if (createdAt !== null && event.at < createdAt) {
			return { refused: `dated before its ticket was created (${formatInstant(createdAt)})` };
		}
		this.rows.add(place, row);
		return undefined;
	}

	private isKnown(source: number, id: string): boolean {
		this.rows.flush();
		return this.sql.isKnown.get(source, id) !== undefined;
	}

	touchSource(source: string, heardAt: number, lastEventAt: number | null): void {
		const id = this.sql.source.get(source);
		if (id !== undefined) this.sql.heard.run(heardAt, lastEventAt, id);
	}

	news(cursor: number, limit: number): News {
		const rows = this.sql.after.all(cursor, limit);
		return {
			cursor: rows.at(-1)?.seq ?? cursor,
			tickets: [...new Set(rows.map((row) => row.ticket))],
			more: rows.length === limit,
		};
	}

	newsDated(cursor: number, span: number, { afterAt, untilAt }: Dated): News {
		const [newest, end] = [this.newest(), cursor + span];
		const tickets = new Set(this.sql.dated.all(cursor, end, afterAt, untilAt));
		return { cursor: Math.max(cursor, Math.min(end, newest)), tickets: [...tickets], more: end < newest };
	}

	history(ticket: string): string[] {
		return this.sql.history.all(ticket);
	}

	/** What tickets' events say, each ticket's in the order in which they came. */
	historiesOf(tickets: readonly string[]): Map<string, readonly string[]> {
		const rows = this.histories.of(tickets);
		return new Map(tickets.map((ticket, place) => [ticket, (rows[place] ?? []).map(([, data]) => data)]));
	}

	/** The tickets that have events, after one in order. */
	ticketsAfter(ticket: string, limit: number): string[] {
		return this.sql.ticketsAfter.all(ticket, limit);
	}

	newest(): number {
		return this.sql.newest.get() ?? 0;
	}
}
