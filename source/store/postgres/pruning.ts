/** A store on PostgreSQL, or an archive, that tickets are moved out of and into. */
import { identityHash } from '../identity-hash.ts';
import type {
	HeldStore,
	Leaving,
	MovedEvent,
	MovedTicket,
	PairKey,
	PrunableTicket,
	PrunedStore,
} from '../port-archive.ts';
import { isSameHistory } from '../port-archive.ts';
import type { Bounds } from '../port-reports.ts';
import {
	ARCHIVED_FIRST,
	ARCHIVED_LAST,
	ARCHIVED_SQL,
	type ArchivedRecord,
	archivedOf,
} from '../sql/health.ts';
import { BATCH, boundsWith, isOverSql, mayBeOverSql } from '../sql/pruning.ts';
import type { Address } from './address.ts';
import { holdLease } from './leases.ts';
import { numberOf, readMeta, setMeta } from './meta.ts';
import { holdSchema, migrate } from './migrations.ts';
import { channelOf } from './news.ts';
import { type Column, carried, rowSet } from './row-set.ts';
import { Server, type Session } from './session.ts';
import { drop, historiesOf, logsOf, withEvents } from './whole-tickets.ts';

/** The other of the two may be slow: what it holds of this one is nobody's after that. */
const IDLE_MS = 10_000;

const IS_OVER = isOverSql({ before: '$1', cursor: '$2', newest: '$3' });

/** First those alone of which that holds by themselves: a planner would read all events for so few tickets. */
const MAY_BE_OVER = `SELECT k.id, k.ticket FROM ticket k WHERE k.id > $2 AND ${mayBeOverSql({ before: '$1' })}
	ORDER BY k.id LIMIT ${BATCH}`;
const OVER_OF = `SELECT k.id, k.ticket FROM ticket k WHERE k.id = ANY($4::bigint[]) AND ${IS_OVER} ORDER BY k.id`;

type Reader = Pick<Session, 'rows'>;

/** The first values of a statement that has `IS_OVER` in it. */
async function overValues(session: Reader, before: number): Promise<readonly number[]> {
	const [row] = await session.rows<{ newest: number }>('SELECT coalesce(max(seq), 0) AS newest FROM event');
	return [before, (await numberOf(session, 'cursor')) ?? 0, row?.newest ?? 0];
}

/** Those of some tickets that are over. */
async function overOf(
	session: Reader,
	tickets: readonly PrunableTicket[],
	before: number,
): Promise<PrunableTicket[]> {
	return session.rows<PrunableTicket>(OVER_OF, [
		...(await overValues(session, before)),
		tickets.map(({ id }) => id),
	]);
}

async function leavingOf(session: Reader, tickets: readonly PrunableTicket[]): Promise<Leaving[]> {
	const references = tickets.map(({ ticket }) => ticket);
	const histories = await historiesOf(session, references);
	const logs = await logsOf(session, references);
	return tickets.map(({ id, ticket }, place) => ({
		id,
		ticket,
		moved: histories[place] ?? [ticket, []],
		log: logs.get(ticket) ?? '',
	}));
}

async function referencesIn(
	session: Reader,
	table: string,
	tickets: readonly string[],
): Promise<Set<string>> {
	const rows = await session.rows<{ ticket: string }>(
		`SELECT ticket FROM ${table} WHERE ticket = ANY($1::text[])`,
		[tickets],
	);
	return new Set(rows.map(({ ticket }) => ticket));
}

export class PrunedServer implements PrunedStore {
	readonly name: string;

	private constructor(private readonly server: Server) {
		this.name = server.address.name;
	}

	/** @throws {StoreError} where there is none */
	static async open(address: Address): Promise<PrunedServer> {
		// It may have to look at every ticket.
		const server = new Server(address, { statementMs: 0, idleMs: IDLE_MS });
		try {
			if ((await migrate(server, { absent: 'refused' })).tells) server.tellOn(channelOf(address));
			return new PrunedServer(server);
		} catch (error) {
			await server.close();
			throw error;
		}
	}

	async pairKey(key: PairKey): Promise<string | null> {
		return (await readMeta(this.server)).get(key) ?? null;
	}

	async countPrunable(before: number): Promise<number> {
		const [row] = await this.server.rows<{ count: number }>(
			`SELECT count(*) AS count FROM ticket k WHERE ${IS_OVER}`,
			await overValues(this.server, before),
		);
		return row?.count ?? 0;
	}

	next(before: number, after: number): Promise<Leaving[]> {
		return this.server.snapshot(async (session) => {
			for (let last = after; ; ) {
				const some = await session.rows<PrunableTicket>(MAY_BE_OVER, [before, last]);
				const over = await overOf(session, some, before);
				if (over.length > 0 || some.length < BATCH) return leavingOf(session, over);
				last = some.at(-1)?.id ?? last;
			}
		});
	}

	archivedAfter(ticket: string): Promise<string[]> {
		return this.after('archived_ticket', ticket);
	}

	ticketsAfter(ticket: string): Promise<string[]> {
		return this.after('event', ticket);
	}

	there(tickets: readonly string[]): Promise<ReadonlySet<string>> {
		return withEvents(this.server, tickets);
	}

	histories(tickets: readonly string[]): Promise<MovedTicket[]> {
		return historiesOf(this.server, tickets);
	}

	alone<T>(work: (held: HeldStore) => Promise<T>): Promise<T> {
		return this.server.transaction(async (session) => {
			// Whoever appends holds the one, and whoever ticks the other.
			await holdSchema(session, this.name);
			await holdLease(session);
			return work(heldStore(session));
		});
	}

	close(): Promise<void> {
		return this.server.close();
	}

	private async after(table: string, ticket: string): Promise<string[]> {
		const rows = await this.server.rows<{ ticket: string }>(
			`SELECT DISTINCT ticket FROM ${table} WHERE ticket > $1 ORDER BY ticket LIMIT ${BATCH}`,
			[ticket],
		);
		return rows.map((row) => row.ticket);
	}
}

const heldStore = (session: Session): HeldStore => ({
	async setPairKey(key, value) {
		const noted = (await readMeta(session)).get(key);
		if (noted === undefined) await setMeta(session, key, value);
		return noted ?? value;
	},
	archived: (tickets) => referencesIn(session, 'archived_ticket', tickets),
	there: (tickets) => withEvents(session, tickets),
	unchanged: (leaving, before) => unchanged(session, leaving, before),
	async moveOut(tickets) {
		const judged = await drop(
			session,
			tickets.map(([ticket]) => ticket),
		);
		await remember(session, tickets, judged);
	},
	takeBack: (tickets) => takeBack(session, tickets),
	drop: async (tickets) => void (await drop(session, tickets)),
});

async function unchanged(session: Session, leaving: readonly Leaving[], before: number): Promise<Leaving[]> {
	const over = await overOf(session, leaving, before);
	const now = new Map((await leavingOf(session, over)).map((one) => [one.id, one]));
	return leaving.filter(({ id, log, moved }) => {
		const one = now.get(id);
		return one !== undefined && one.log === log && isSameHistory(one.moved, moved);
	});
}

const hashesOf = (tickets: readonly MovedTicket[]): number[] => [
	...new Set(tickets.flatMap(([, events]) => events.map(({ source, id }) => identityHash(source, id)))),
];

async function remember(
	session: Session,
	tickets: readonly MovedTicket[],
	judged: Bounds | null,
): Promise<void> {
	const [record] = await session.rows<ArchivedRecord>(ARCHIVED_SQL);
	const bounds = record ? boundsWith(archivedOf(record), judged) : null;
	if (bounds) {
		await setMeta(session, ARCHIVED_FIRST, bounds.firstAt);
		await setMeta(session, ARCHIVED_LAST, bounds.lastAt);
	}
	await session.count(`INSERT INTO archived_ticket(ticket) SELECT * FROM unnest($1::text[])`, [
		tickets.map(([ticket]) => ticket),
	]);
	await session.count(
		`INSERT INTO archived_event(hash) SELECT * FROM unnest($1::bigint[]) ON CONFLICT DO NOTHING`,
		[hashesOf(tickets)],
	);
}

const EVENT_COLUMNS: Readonly<Record<string, Column<MovedEvent>>> = {
	source: ['text', ({ source }) => source],
	event_id: ['text', ({ id }) => id],
	ticket: ['text', ({ ticket }) => ticket],
	at: ['bigint', ({ at }) => at],
	type: ['text', ({ type }) => type],
	data: ['text', ({ data }) => data],
};

async function takeBack(session: Session, tickets: readonly MovedTicket[]): Promise<void> {
	await session.count(`DELETE FROM archived_ticket WHERE ticket = ANY($1::text[])`, [
		tickets.map(([ticket]) => ticket),
	]);
	await session.count(`DELETE FROM archived_event WHERE hash = ANY($1::bigint[])`, [hashesOf(tickets)]);
	const events = tickets.flatMap(([, history]) => history);
	await session.count(
		`INSERT INTO source(name) SELECT * FROM unnest($1::text[]) ON CONFLICT(name) DO NOTHING`,
		[[...new Set(events.map(({ source }) => source))]],
	);
	for (const some of carried(events, ({ data }) => data.length)) {
		const { from, values } = rowSet(some, EVENT_COLUMNS);
		await session.count(
			`INSERT INTO event(seq, source, event_id, ticket, at, type, data)
			SELECT (SELECT coalesce(max(seq), 0) FROM event) + new.row_place, s.id, new.event_id, new.ticket, new.at,
				new.type, new.data
			FROM ${from} JOIN source s ON s.name = new.source`,
			values,
		);
	}
}
