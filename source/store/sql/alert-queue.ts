/** The queue of alerts, and what has become of messages: statements that both kinds of store take, and what their rows mean. */
import { SCREEN_CHANNELS } from '../../sla/recipient.ts';
import type { AlertRow, DeliveryRow, QueuedAlert, RecipientState } from '../port-alerts.ts';

/** Messages that are remembered. */
export const KEPT_DELIVERIES = 2_000;
/** Messages that a screen makes heard at once. */
const MOST_HEARD = 100;

export const ALERT_COLUMNS = `a.id AS row, a.alert_id AS id, a.ticket, a.metric, a.cycle, a.step, a.repeat, a.recipient,
	a.step_at AS "stepAt", a.created_at AS "createdAt", a.state AS "alertState", a.next_try_at AS "nextTryAt",
	a.failed_at AS "failedAt", a.tries, a.sent_at AS "sentAt", a.last_error AS "lastError"`;

const FACT_COLUMNS = `k.subject, k.requester, k.organization, k.department, k.agent, k.priority, k.status, k.url,
	coalesce(t.level, l.level) AS level, coalesce(t.calendar, l.calendar) AS calendar,
	coalesce(t.state, l.state) AS state, coalesce(t.started_at, l.started_at) AS "startedAt",
	coalesce(t.at_risk_at, l.at_risk_at) AS "atRiskAt",
	CASE WHEN t.id IS NULL THEN l.due_at ELSE t.due_at END AS "dueAt",
	CASE WHEN t.id IS NULL THEN l.closed_at END AS "closedAt",
	coalesce(t.target_ms, l.target_ms) AS "targetMs", coalesce(t.counted_ms, l.counted_ms) AS "countedMs"`;

/**
 * The next recipient, in order, for whom something may be tried at some time, and when that is first: a list of names
 * without reading the queue.
 */
export const NEXT_RECIPIENT_SQL = `SELECT recipient, next_try_at AS "nextTryAt" FROM alert
	WHERE next_try_at IS NOT NULL AND recipient > ? ORDER BY recipient, next_try_at LIMIT 1`;
export interface NextRecipient {
	readonly recipient: string;
	readonly nextTryAt: number;
}
export const WAITING_SQL = `SELECT ${ALERT_COLUMNS}, ${FACT_COLUMNS}
	FROM alert a
	LEFT JOIN ticket k ON k.ticket = a.ticket
	LEFT JOIN timer t ON t.ticket_id = k.id AND t.metric = a.metric AND t.cycle = a.cycle
	LEFT JOIN sla_log l ON l.ticket_id = k.id AND l.metric = a.metric AND l.cycle = a.cycle AND l.superseded = 0
	WHERE a.recipient = ? AND a.next_try_at <= ? ORDER BY a.next_try_at, a.id LIMIT ?`;
export const GONE_SQL = `SELECT count(*) AS count, coalesce(max(at), 0) AS "lastAt" FROM delivery
	WHERE recipient = ? AND at > ? AND ok = 1`;
export const TROUBLES_SQL = `SELECT 'alerts' AS kind, name, problem, failing_since AS since FROM recipient
	WHERE problem IS NOT NULL
	UNION ALL SELECT 'report', name, problem, failing_since FROM report_run WHERE problem IS NOT NULL
	ORDER BY since, name`;
export const FOR_SCREENS_SQL = `SELECT * FROM (
	SELECT * FROM delivery WHERE id > ? AND ok = 1 AND channel IN (${SCREEN_CHANNELS.map((name) => `'${name}'`).join(', ')})
	ORDER BY id DESC LIMIT ${MOST_HEARD}) AS newest ORDER BY id`;

/** Puts off what may be tried for a recipient by an instant. */
export const HOLD_SQL = `UPDATE alert SET next_try_at = ? WHERE recipient = ? AND next_try_at <= ?`;
export const COUNTS_SQL = `SELECT recipient, count(*) AS count FROM alert WHERE next_try_at IS NOT NULL
	GROUP BY recipient ORDER BY recipient`;
/** Alerts that are looked at for being forgotten at once: nobody waits for it. */
export const FORGOTTEN_AT_ONCE = 500;
export interface OldAlert {
	readonly row: number;
	readonly createdAt: number;
}
export const OLDEST_SQL = `SELECT id AS row, created_at AS "createdAt" FROM alert WHERE id > ? ORDER BY id LIMIT ?`;
export const FORGET_SQL = `DELETE FROM alert
	WHERE id > ? AND id <= ? AND created_at < ? AND next_try_at IS NULL AND NOT EXISTS (
		SELECT 1 FROM ticket k JOIN timer t ON t.ticket_id = k.id WHERE k.ticket = alert.ticket)`;

/** The last of some alerts that was queued before an instant; null: none was. And whether there may be more after it. */
export function oldAmong(
	rows: readonly OldAlert[],
	beforeAt: number,
): { readonly last: number | null; readonly hasMore: boolean } {
	const young = rows.findIndex(({ createdAt }) => createdAt >= beforeAt);
	const last = young < 0 ? rows.at(-1) : rows[young - 1];
	return { last: last?.row ?? null, hasMore: young < 0 };
}

export const OF_TICKET_SQL = `SELECT ${ALERT_COLUMNS} FROM alert a WHERE a.ticket = ? ORDER BY a.id`;
export const HEARD_SQL = `SELECT value FROM meta WHERE key = 'heard_delivery'`;
export const NOTE_HEARD_SQL = `INSERT INTO meta(key, value) VALUES ('heard_delivery', ?)
	ON CONFLICT(key) DO UPDATE SET value = excluded.value`;

export type WaitingRecord = AlertRow & QueuedAlert['facts'];
export type DeliveryRecord = Omit<DeliveryRow, 'ok'> & { readonly ok: number };

export function queuedAlert(record: WaitingRecord): QueuedAlert {
	const { subject, requester, organization, department, agent, priority, status, url, ...rest } = record;
	const { level, calendar, state, startedAt, atRiskAt, dueAt, closedAt, targetMs, countedMs, ...row } = rest;
	const ticket = { subject, requester, organization, department, agent, priority, status, url };
	const timer = { level, calendar, state, startedAt, atRiskAt, dueAt, closedAt, targetMs, countedMs };
	return { ...row, facts: { ...ticket, ...timer } };
}

export const deliveryRow = ({ ok, ...record }: DeliveryRecord): DeliveryRow => ({ ...record, ok: ok === 1 });

export const untroubled = (recipient: string): RecipientState => ({
	recipient,
	failures: 0,
	failingSince: null,
	nextTryAt: null,
	problem: null,
	gaveUp: 0,
});

export const RECIPIENT_COLUMNS = `name AS recipient, failures, failing_since AS "failingSince", next_try_at AS "nextTryAt",
	problem, gave_up AS "gaveUp"`;
export const RECIPIENTS_SQL = `SELECT ${RECIPIENT_COLUMNS} FROM recipient ORDER BY name`;
