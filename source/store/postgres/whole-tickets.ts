/** Whole tickets: everything that a store has of some, and taking them out of everything. */
import { COUNTABLE_COLUMNS, type Countable } from '../countable.ts';
import { KindSums } from '../kind-sums.ts';
import type { MovedEvent, MovedTicket } from '../port-archive.ts';
import type { Bounds } from '../port-reports.ts';
import { MOVED_EVENTS_SQL } from '../sql/pruning.ts';
import { flushKinds } from './kind-counts.ts';
import { readMeta, setMeta } from './meta.ts';
import { Rollups } from './rollups.ts';
import type { Session } from './session.ts';

type Reader = Pick<Session, 'rows'>;

/** A row of the log, as its sums have it. */
interface LogRow extends Countable {
	readonly closedAt: number;
	readonly state: string;
	readonly excluded: number;
}

/** Their events, in this order of tickets; none of one that there is nothing of. */
export async function historiesOf(session: Reader, tickets: readonly string[]): Promise<MovedTicket[]> {
	const found = new Map<string, MovedEvent[]>(tickets.map((ticket) => [ticket, []]));
	const events = await session.rows<MovedEvent>(
		`${MOVED_EVENTS_SQL} WHERE e.ticket = ANY($1::text[]) ORDER BY e.seq`,
		[tickets],
	);
	for (const event of events) found.get(event.ticket)?.push(event);
	return [...found];
}

/** Their logs as they stand, to be held against the same at another time. */
export async function logsOf(
	session: Reader,
	tickets: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const found = new Map<string, object[]>(tickets.map((ticket) => [ticket, []]));
	const rows = await session.rows<{ readonly reference: string }>(
		`SELECT k.ticket AS reference, l.* FROM sla_log l JOIN ticket k ON k.id = l.ticket_id
		WHERE k.ticket = ANY($1::text[]) ORDER BY l.id`,
		[tickets],
	);
	for (const row of rows) found.get(row.reference)?.push(row);
	return new Map([...found].map(([ticket, log]) => [ticket, JSON.stringify(log)]));
}

/** Those of them that have events. */
export async function withEvents(session: Reader, tickets: readonly string[]): Promise<ReadonlySet<string>> {
	const rows = await session.rows<{ ticket: string }>(
		`SELECT DISTINCT ticket FROM event WHERE ticket = ANY($1::text[])`,
		[tickets],
	);
	return new Set(rows.map(({ ticket }) => ticket));
}

/**
 * Takes tickets of which no clock runs out of everything. Inside the caller's transaction.
 * @returns between what instants their rows of the log were judged; null: they had none
 */
export async function takeOut(session: Session, tickets: readonly string[]): Promise<Bounds | null> {
	const found = await session.rows<{ id: number }>(`SELECT id FROM ticket WHERE ticket = ANY($1::text[])`, [
		tickets,
	]);
	const ids = found.map(({ id }) => id);
	const rows = await session.rows<LogRow>(
		`SELECT closed_at AS "closedAt", state, excluded, ${COUNTABLE_COLUMNS} FROM sla_log
		WHERE ticket_id = ANY($1::bigint[]) AND superseded = 0`,
		[ids],
	);
	await takeOutOfSums(session, rows);
	for (const table of ['sla_log', 'remark', 'timer']) {
		await session.count(`DELETE FROM ${table} WHERE ticket_id = ANY($1::bigint[])`, [ids]);
	}
	for (const table of ['event', 'alert_due', 'ticket']) {
		await session.count(`DELETE FROM ${table} WHERE ticket = ANY($1::text[])`, [tickets]);
	}
	if (rows.length === 0) return null;
	const judged = rows.map(({ judgedAt }) => judgedAt);
	return { firstAt: Math.min(...judged), lastAt: Math.max(...judged) };
}

async function takeOutOfSums(session: Session, rows: readonly LogRow[]): Promise<void> {
	const zone = (await readMeta(session)).get('rollup_zone');
	if (zone === undefined || rows.length === 0) return;
	const [kinds, rollups] = [new KindSums(), new Rollups(session)];
	await rollups.goBy(zone, zone);
	for (const row of rows) {
		rollups.add(row, -1);
		if (row.excluded !== 1) kinds.tally(row.closedAt, row, -1);
	}
	await Promise.all([rollups.flush(), flushKinds(session, kinds)]);
}

/** As `takeOut`, where an engine and others who append go on with the store afterwards. */
export async function drop(session: Session, tickets: readonly string[]): Promise<Bounds | null> {
	const bounds = await takeOut(session, tickets);
	const [row] = await session.rows<{ newest: number }>(`SELECT coalesce(max(seq), 0) AS newest FROM event`);
	const newest = row?.newest ?? 0;
	// Numbers that are given anew must come after the cursor.
	const cursor = Number((await readMeta(session)).get('cursor') ?? 0);
	if (cursor > newest) await setMeta(session, 'cursor', newest);
	// What an engine has worked out meanwhile of these tickets must not be written any more.
	await session.count('UPDATE lease SET epoch = epoch + 1');
	return bounds;
}

/** As `takeOut`, of all tickets that it holds for. */
export async function leaveOut(session: Session, isLeftOut: (ticket: string) => boolean): Promise<void> {
	const rows = await session.rows<{ ticket: string }>(`SELECT DISTINCT ticket FROM event`);
	await takeOut(session, rows.map(({ ticket }) => ticket).filter(isLeftOut));
}
