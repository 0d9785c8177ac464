/** Appending events, and reading them back: the tables `event` and `source`. */
import { formatInstant } from '../../sla/instant.ts';
import { retold } from '../../sla/retold.ts';
import { ARCHIVED, identityHash } from '../identity-hash.ts';
import type { Appended, AppendOptions, Dated, IncomingEvent, News } from '../port.ts';
import type { Access } from './access.ts';
import { carried, rowSet } from './row-set.ts';
import { kept, type Session } from './session.ts';

/** Events that are sent at a time, at the most. */
const BATCH = 2_000;

/** Thrown to roll an atomic append back; carries what became of each event. */
export class RefusedBatch extends Error {
	constructor(readonly results: Appended[]) {
		super('refused');
	}
}

/** An event that is written, and its place among the results. */
interface Row extends IncomingEvent {
	readonly place: number;
}

/** What is known of a batch's events and tickets before it. */
interface Before {
	readonly known: ReadonlySet<string>;
	readonly archived: ReadonlySet<string>;
	/** Hashes of archived events' identities. */
	readonly gone: ReadonlySet<number>;
}

export class Events {
	constructor(private readonly access: Access) {}

	/** A source's id; it is made where there is none of the name. */
	async sourceId(session: Session, name: string): Promise<number> {
		const found = await session.rows<{ id: number }>(`SELECT id FROM source WHERE name = $1`, [name]);
		if (found[0]) return found[0].id;
		const [made] = await session.rows<{ id: number }>(
			`INSERT INTO source(name) VALUES ($1) ON CONFLICT(name) DO UPDATE SET name = excluded.name RETURNING id`,
			[name],
		);
		return made?.id ?? 0;
	}

	/**
	 * Inside of a transaction that writes: appends events, in order.
	 * @throws {RefusedBatch} where it is all or nothing, and an event is refused
	 */
	async append(
		session: Session,
		source: string,
		events: Iterable<IncomingEvent>,
		{ atomic = false }: AppendOptions = {},
	): Promise<Appended[]> {
		// Two who append at once would else be seen in another order than they were given their places in: the engine,
		// whose cursor had passed the later ones by then, would never take the earlier ones. It is no bottleneck: one
		// appends as fast as several.
		await this.access.alone(session);
		const id = await this.sourceId(session, source);
		const results: Appended[] = [];
		const created = new Map<string, number | null>();
		for (const batch of batches(events)) {
			const before = await this.before(session, id, source, batch, created);
			const rows = judged(source, batch, before, created, results);
			await this.insert(session, id, rows);
		}
		if (atomic && results.some((result) => typeof result === 'object')) throw new RefusedBatch(results);
		return results;
	}

	async touchSource(
		session: Session,
		source: string,
		heardAt: number,
		lastEventAt: number | null,
	): Promise<void> {
		const id = await this.sourceId(session, source);
		await session.count(
			`UPDATE source SET heard_at = $1, last_event_at = greatest(coalesce(last_event_at, 0), coalesce($2::bigint, 0))
			WHERE id = $3`,
			[heardAt, lastEventAt, id],
		);
	}

	async news(cursor: number, limit: number): Promise<News> {
		const rows = await this.access.rows<{ seq: number; ticket: string }>(
			`SELECT seq, ticket FROM event WHERE seq > $1 ORDER BY seq LIMIT $2`,
			[cursor, limit],
		);
		return {
			cursor: rows.at(-1)?.seq ?? cursor,
			tickets: [...new Set(rows.map((row) => row.ticket))],
			more: rows.length === limit,
		};
	}

	async newsDated(cursor: number, span: number, { afterAt, untilAt }: Dated): Promise<News> {
		// The newest is asked for first: what arrives meanwhile is news the next time.
		const [last] = await this.access.rows<{ newest: number | null }>(`SELECT max(seq) AS newest FROM event`);
		const newest = last?.newest ?? 0;
		const end = Math.max(cursor, Math.min(cursor + span, newest));
		const rows = await this.access.rows<{ ticket: string }>(
			`SELECT ticket FROM event WHERE seq > $1 AND seq <= $2 AND at > $3 AND at <= $4 ORDER BY seq`,
			[cursor, end, afterAt, untilAt],
		);
		return { cursor: end, tickets: [...new Set(rows.map((row) => row.ticket))], more: end < newest };
	}

	/** Each ticket's events, in the order of arrival. */
	async histories(tickets: readonly string[]): Promise<Map<string, string[]>> {
		const found = new Map<string, string[]>(tickets.map((ticket) => [ticket, []]));
		const rows = await this.access.rows<{ ticket: string; data: string }>(
			`SELECT ticket, data FROM event WHERE ticket = ANY($1::text[]) ORDER BY seq`,
			[tickets],
		);
		for (const { ticket, data } of rows) found.get(ticket)?.push(data);
		return found;
	}

	/** The tickets that have events, after one in order. */
	async ticketsAfter(ticket: string, limit: number): Promise<string[]> {
		const rows = await this.access.rows<{ ticket: string }>(
			`SELECT DISTINCT ticket FROM event WHERE ticket > $1 ORDER BY ticket LIMIT $2`,
			[ticket, limit],
		);
		return rows.map((row) => row.ticket);
	}

	/** @param created takes when tickets were created that it does not have yet */
	private async before(
		session: Session,
		source: number,
		name: string,
		batch: readonly Row[],
		created: Map<string, number | null>,
	): Promise<Before> {
		const tickets = [...new Set(batch.map(({ event }) => event.ticket))];
		const unseen = tickets.filter((ticket) => !created.has(ticket));
		const ids = batch.map(({ id }) => id);
		const [known, beginnings, archived] = await Promise.all([
			session.rows<{ id: string }>(
				`SELECT event_id AS id FROM event WHERE source = $1 AND event_id = ANY($2::text[])`,
				[source, ids],
			),
			session.rows<{ ticket: string; at: number }>(
				`SELECT ticket, min(at) AS at FROM event WHERE ticket = ANY($1::text[]) AND type = 'created' GROUP BY ticket`,
				[unseen],
			),
			session.rows<{ ticket: string }>(`SELECT ticket FROM archived_ticket WHERE ticket = ANY($1::text[])`, [
				tickets,
			]),
		]);
		for (const { ticket, at } of beginnings) created.set(ticket, at);
		const gone =
			archived.length === 0
				? []
				: await session.rows<{ hash: number }>(
						`SELECT hash FROM archived_event WHERE hash = ANY($1::bigint[])`,
						[ids.map((id) => identityHash(name, id))],
					);
		return {
			known: new Set(known.map(({ id }) => id)),
			archived: new Set(archived.map(({ ticket }) => ticket)),
			gone: new Set(gone.map(({ hash }) => hash)),
		};
	}

	private async insert(session: Session, source: number, rows: readonly Row[]): Promise<void> {
		if (rows.length === 0) return;
		const { from, names, values } = rowSet<Row>(
			rows,
			{
				event_id: ['text', ({ id }) => id],
				ticket: ['text', ({ event }) => event.ticket],
				at: ['bigint', ({ event }) => event.at],
				type: ['text', ({ event }) => event.type],
				data: ['text', ({ data }) => data],
			},
			2,
		);
		await session.count(
			`INSERT INTO event(seq, source, ${names})
			SELECT (SELECT coalesce(max(seq), 0) FROM event) + row_place, $1::bigint, ${names} FROM ${from}`,
			[source, ...values],
		);
	}
}

/** Events in batches; their ids are what is kept of them. */
function batches(events: Iterable<IncomingEvent>): Generator<Row[]> {
	return carried(placed(events), ({ data }) => data.length, BATCH);
}

function* placed(events: Iterable<IncomingEvent>): Generator<Row> {
	let place = 0;
	for (const { id, event, data, again } of events) yield { id: kept(id), event, data, again, place: place++ };
}

/**
 * Judges a batch in order, and gives what is to be written of it.
 * @param created when tickets were created, as far as is known; brought up to date
 * @param results take what became of each
 */
function judged(
	source: string,
	batch: readonly Row[],
	{ known, archived, gone }: Before,
	created: Map<string, number | null>,
	results: Appended[],
): Row[] {
	const rows: Row[] = [];
	const taken = new Set<string>();
	for (const incoming of batch) {
		const { id, place } = incoming;
		const { ticket } = incoming.event;
		let createdAt = created.get(ticket) ?? null;
		if (createdAt === null && archived.has(ticket)) {
			results[place] = gone.has(identityHash(source, id)) ? 'known' : { refused: ARCHIVED };
			continue;
		}
		const isAgain = createdAt !== null && createdAt <= incoming.event.at;
		const { event, data } = isAgain && incoming.again ? retold(incoming.data, incoming.again) : incoming;
		// What is known already is not written, and makes its ticket no older.
		if (known.has(id) || taken.has(id)) {
			results[place] = 'known';
			continue;
		}
		if (event.type === 'created') createdAt = Math.min(createdAt ?? event.at, event.at);
		created.set(ticket, createdAt);
		if (createdAt !== null && event.at < createdAt) {
			results[place] = { refused: `dated before its ticket was created (${formatInstant(createdAt)})` };
		} else {
			taken.add(id);
			rows.push({ id, event, data, place });
			results[place] = 'taken';
		}
	}
	return rows;
}
