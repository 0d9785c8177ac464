/** Writing a tick, all of it in one transaction, and in sets: its ways to the server and back do not grow with it. */

import { timerKey } from '../../sla/remark.ts';
import { KindSums } from '../kind-sums.ts';
import { type LogChanges, logChanges, NEW_ROW_COLUMNS } from '../log-row.ts';
import { StaleLease, type TickCommit, type TicketCommit, type TickResult } from '../port.ts';
import { putAlerts } from './alerts.ts';
import { flushKinds } from './kind-counts.ts';
import { checkLease } from './leases.ts';
import { readMeta, setMeta } from './meta.ts';
import { OpenTimers } from './open-timers.ts';
import { Rollups } from './rollups.ts';
import { type Column, rowSet } from './row-set.ts';
import type { Session } from './session.ts';
import { putTickets } from './ticket-rows.ts';
import { type RemarkRow, type TicketBefore, ticketsBefore } from './timer-tables.ts';

/** Writes a tick inside of a transaction. @throws {StaleLease} where the lease was lost */
export async function writeTick(session: Session, commit: TickCommit): Promise<TickResult> {
	const { lease, fromCursor, toCursor, tickets, nowAt, timezone } = commit;
	const [, meta] = await Promise.all([checkLease(session, lease), readMeta(session)]);
	if (Number(meta.get('cursor') ?? 0) !== fromCursor) throw new StaleLease('another engine has been here');
	const kinds = new KindSums();
	const rollups = new Rollups(session);
	await rollups.goBy(timezone, meta.get('rollup_zone'));
	const open = new OpenTimers(session, kinds);
	const logged = tickets.length === 0 ? 0 : await putAll(session, tickets, { kinds, rollups, open });
	const alerts = await putAlerts(
		session,
		tickets.flatMap(({ ticket, alerting }) => (alerting ? [{ ...alerting, ticket: ticket.ticket }] : [])),
		nowAt,
	);
	const before = Number(meta.get('brought_up_to') ?? nowAt);
	const turnedBack = before > nowAt ? await open.turnBack(nowAt) : 0;
	const changedByTime = turnedBack + (await open.fall(nowAt));
	await Promise.all([
		flushKinds(session, kinds),
		rollups.flush(),
		toCursor === fromCursor ? null : setMeta(session, 'cursor', toCursor),
		setMeta(session, 'brought_up_to', nowAt),
	]);
	return { changedByTime, logged, alerts };
}

interface Sums {
	readonly kinds: KindSums;
	readonly rollups: Rollups;
	readonly open: OpenTimers;
}

/** Writes tickets with their timers, log and remarks; tells how many rows the log gained. */
async function putAll(session: Session, commits: readonly TicketCommit[], sums: Sums): Promise<number> {
	const [before, ids] = await Promise.all([
		ticketsBefore(
			session,
			commits.map(({ ticket }) => ticket.ticket),
		),
		putTickets(
			session,
			commits.map(({ ticket }) => ticket),
		),
	]);
	const log: Logged[] = [];
	const remarks: Remarked[] = [];
	for (const { ticket, open, closed, remarks: said } of commits) {
		const ticketId = ids.get(ticket.ticket) ?? 0;
		const old = before.get(ticket.ticket) ?? { open: [], closed: [], remarks: [] };
		sums.open.put(ticketId, ticket, open, old.open);
		remarks.push(...remarkChanges(ticketId, old, said));
		const { organization } = ticket;
		const changes = logChanges(old.closed, organization, closed, said, sums);
		log.push({ ticketId, organization, ...changes });
	}
	await Promise.all([sums.open.flush(), putLog(session, log), putRemarks(session, remarks)]);
	return log.reduce((sum, { gained }) => sum + gained.length, 0);
}

interface Logged extends LogChanges {
	readonly ticketId: number;
	readonly organization: string | null;
}

type NewLogRow = LogChanges['gained'][number] & { readonly ticketId: number };

/** The columns of a new row of the log: numbers, but for these. */
const LOG_TEXTS = new Set([
	'metric',
	'level',
	'calendar',
	'state',
	'reason',
	'department',
	'agent',
	'organization',
]);
const LOG_COLUMNS: Readonly<Record<string, Column<NewLogRow>>> = {
	ticket_id: ['bigint', ({ ticketId }) => ticketId],
	...Object.fromEntries(
		Object.entries(NEW_ROW_COLUMNS).map(([name, read]): [string, Column<NewLogRow>] => [
			name,
			[LOG_TEXTS.has(name) ? 'text' : 'bigint', read],
		]),
	),
};

async function putLog(session: Session, log: readonly Logged[]): Promise<void> {
	const moved = log.filter((changes) => changes.moved);
	const gained = log.flatMap(({ ticketId, gained: rows }) => rows.map((row) => ({ ...row, ticketId })));
	const standings = log.flatMap((changes) => changes.standings);
	if (moved.length > 0) {
		const { from, values } = rowSet(moved, {
			ticket_id: ['bigint', ({ ticketId }) => ticketId],
			organization: ['text', ({ organization }) => organization],
		});
		await session.count(
			`UPDATE sla_log SET organization = new.organization FROM ${from} WHERE sla_log.ticket_id = new.ticket_id`,
			values,
		);
	}
	if (standings.length > 0) {
		const { from, values } = rowSet(standings, {
			id: ['bigint', ({ id }) => id],
			superseded: ['bigint', ({ superseded }) => (superseded ? 1 : 0)],
			excluded: ['bigint', ({ excluded }) => (excluded ? 1 : 0)],
		});
		await session.count(
			`UPDATE sla_log SET superseded = new.superseded, excluded = new."excluded" FROM ${from} WHERE sla_log.id = new.id`,
			values,
		);
	}
	if (gained.length > 0) {
		const { from, names, values } = rowSet<NewLogRow>(gained, LOG_COLUMNS);
		await session.count(
			`INSERT INTO sla_log(id, ${names})
			SELECT (SELECT coalesce(max(id), 0) FROM sla_log) + row_place, ${names} FROM ${from}`,
			values,
		);
	}
}

/** What is said of a timer now; null: nothing any more. */
interface Remarked extends Omit<RemarkRow, 'said'> {
	readonly ticketId: number;
	readonly said: string | null;
}

function remarkChanges(
	ticketId: number,
	{ remarks }: TicketBefore,
	now: TicketCommit['remarks'],
): Remarked[] {
	const old = new Map(remarks.map((row) => [timerKey(row), row]));
	const changes: Remarked[] = [];
	for (const [key, { metric, cycle, ...rest }] of now) {
		const said = JSON.stringify(rest);
		if (old.get(key)?.said !== said) changes.push({ ticketId, metric, cycle, said });
		old.delete(key);
	}
	for (const { metric, cycle } of old.values()) changes.push({ ticketId, metric, cycle, said: null });
	return changes;
}

async function putRemarks(session: Session, changes: readonly Remarked[]): Promise<void> {
	if (changes.length === 0) return;
	const { from, names, values } = rowSet<Remarked>(changes, {
		ticket_id: ['bigint', ({ ticketId }) => ticketId],
		metric: ['text', ({ metric }) => metric],
		cycle: ['bigint', ({ cycle }) => cycle],
		said: ['text', ({ said }) => said],
	});
	await Promise.all([
		session.count(
			`DELETE FROM remark USING ${from} WHERE new.said IS NULL AND remark.ticket_id = new.ticket_id
				AND remark.metric = new.metric AND remark.cycle = new.cycle`,
			values,
		),
		session.count(
			`INSERT INTO remark(${names}) SELECT ${names} FROM ${from} WHERE new.said IS NOT NULL
			ON CONFLICT(ticket_id, metric, cycle) DO UPDATE SET said = excluded.said`,
			values,
		),
	]);
}
