/** Alerts: when a ticket's next step comes, and what is to be told of those that have: `alert_due` and `alert`. */
import type { NewAlert, ToldStep } from '../../sla/escalation.ts';
import type { AlertCommit, AlertingStore, Hushed } from '../port-alerts.ts';
import type { Access } from './access.ts';
import { rowSet } from './row-set.ts';
import type { Session } from './session.ts';

export class Alerts implements AlertingStore {
	constructor(private readonly access: Access) {}

	async alerting(nowAt: number, limit: number): Promise<string[]> {
		const rows = await this.access.rows<{ ticket: string }>(
			`SELECT ticket FROM alert_due WHERE next_at <= $1 ORDER BY next_at, ticket LIMIT $2`,
			[nowAt, limit],
		);
		return rows.map(({ ticket }) => ticket);
	}

	async toldSteps(tickets: readonly string[]): Promise<Map<string, ToldStep[]>> {
		const told = new Map<string, ToldStep[]>(tickets.map((ticket) => [ticket, []]));
		const rows = await this.access.rows<ToldStep & { ticket: string }>(
			`SELECT ticket, metric, cycle, step, repeat, recipient FROM alert WHERE ticket = ANY($1::text[]) ORDER BY id`,
			[tickets],
		);
		for (const { ticket, ...step } of rows) told.get(ticket)?.push(step);
		return told;
	}
}

/** What a tick found of one ticket. */
export interface Found extends AlertCommit {
	readonly ticket: string;
}

/** Writes it, of all tickets at once, and tells how many alerts it queued. */
export async function putAlerts(session: Session, found: readonly Found[], nowAt: number): Promise<number> {
	if (found.length === 0) return 0;
	const [, queued] = await Promise.all([
		putNext(session, found),
		queue(
			session,
			found.flatMap(({ alerts }) => alerts),
			nowAt,
		),
		hush(
			session,
			found.flatMap(({ ticket, hushed }) => hushed.map((timer) => ({ ...timer, ticket }))),
		),
	]);
	return queued;
}

async function putNext(session: Session, found: readonly Found[]): Promise<void> {
	const never = found.filter(({ nextAt }) => nextAt === null).map(({ ticket }) => ticket);
	const next = rowSet(
		found.filter(({ nextAt }) => nextAt !== null),
		{ ticket: ['text', ({ ticket }) => ticket], next_at: ['bigint', ({ nextAt }) => nextAt] },
	);
	await Promise.all([
		session.count(`DELETE FROM alert_due WHERE ticket = ANY($1::text[])`, [never]),
		session.count(
			`INSERT INTO alert_due(${next.names}) SELECT ${next.names} FROM ${next.from}
			ON CONFLICT(ticket) DO UPDATE SET next_at = excluded.next_at WHERE alert_due.next_at <> excluded.next_at`,
			next.values,
		),
	]);
}

async function queue(session: Session, alerts: readonly NewAlert[], nowAt: number): Promise<number> {
	if (alerts.length === 0) return 0;
	const { from, names, values } = rowSet<NewAlert>(alerts, {
		alert_id: ['text', ({ id }) => id],
		ticket: ['text', ({ ticket }) => ticket],
		metric: ['text', ({ metric }) => metric],
		cycle: ['bigint', ({ cycle }) => cycle],
		step: ['text', ({ step }) => step],
		repeat: ['bigint', ({ repeat }) => repeat],
		recipient: ['text', ({ recipient }) => recipient],
		step_at: ['bigint', ({ stepAt }) => stepAt],
		created_at: ['bigint', () => nowAt],
		state: ['text', ({ fate }) => fate],
		next_try_at: ['bigint', ({ fate }) => (fate === 'queued' ? nowAt : null)],
		tries: ['bigint', () => 0],
	});
	const added = await session.rows<{ state: string }>(
		`INSERT INTO alert(id, ${names}) SELECT (SELECT coalesce(max(id), 0) FROM alert) + row_place, ${names} FROM ${from}
		ON CONFLICT(alert_id) DO NOTHING RETURNING state`,
		values,
	);
	return added.filter(({ state }) => state === 'queued').length;
}

async function hush(
	session: Session,
	hushed: readonly (Hushed & { readonly ticket: string })[],
): Promise<void> {
	if (hushed.length === 0) return;
	const { from, values } = rowSet(hushed, {
		ticket: ['text', ({ ticket }) => ticket],
		metric: ['text', ({ metric }) => metric],
		cycle: ['bigint', ({ cycle }) => cycle],
		acknowledged: ['bigint', ({ isAcknowledged }) => (isAcknowledged ? 1 : 0)],
		until: ['bigint', ({ snoozedUntil }) => snoozedUntil],
	});
	const waiting = `alert.ticket = new.ticket AND alert.metric = new.metric AND alert.cycle = new.cycle
		AND alert.next_try_at IS NOT NULL`;
	await Promise.all([
		session.count(
			`UPDATE alert SET state = 'stopped', next_try_at = NULL FROM ${from}
			WHERE ${waiting} AND alert.repeat > 0 AND new.acknowledged = 1`,
			values,
		),
		session.count(
			`UPDATE alert SET next_try_at = greatest(alert.next_try_at, new.until) FROM ${from}
			WHERE ${waiting} AND new.until IS NOT NULL`,
			values,
		),
	]);
}
