/** The queue of alerts as a sender and people see it, and what has become of messages: `alert`, `delivery`, `recipient`. */
import type { Lease } from '../port.ts';
import type {
	AlertFilter,
	AlertRow,
	AlertStore,
	Delivery,
	DeliveryRow,
	QueuedAlert,
	RecipientState,
	Settlement,
	Trouble,
} from '../port-alerts.ts';
import {
	ALERT_COLUMNS,
	COUNTS_SQL,
	type DeliveryRecord,
	deliveryRow,
	FOR_SCREENS_SQL,
	FORGET_SQL,
	FORGOTTEN_AT_ONCE,
	GONE_SQL,
	HEARD_SQL,
	HOLD_SQL,
	KEPT_DELIVERIES,
	NEXT_RECIPIENT_SQL,
	type NextRecipient,
	NOTE_HEARD_SQL,
	OF_TICKET_SQL,
	OLDEST_SQL,
	type OldAlert,
	oldAmong,
	queuedAlert,
	RECIPIENT_COLUMNS,
	RECIPIENTS_SQL,
	TROUBLES_SQL,
	untroubled,
	WAITING_SQL,
	type WaitingRecord,
} from '../sql/alert-queue.ts';
import type { Access } from './access.ts';
import { checkHolder, holdLease } from './leases.ts';
import { rowSet } from './row-set.ts';
import type { SentValue, Session } from './session.ts';
import { countOf, rowsOf } from './shared.ts';

export class PostgresAlerts implements AlertStore {
	constructor(private readonly access: Access) {}

	async waitingRecipients(nowAt: number): Promise<string[]> {
		const found: string[] = [];
		for (let after = ''; ; ) {
			const [next] = await rowsOf<NextRecipient>(this.access, NEXT_RECIPIENT_SQL, after);
			if (!next) return found;
			if (next.nextTryAt <= nowAt) found.push(next.recipient);
			after = next.recipient;
		}
	}

	async waitingAlerts(recipient: string, nowAt: number, limit: number): Promise<QueuedAlert[]> {
		const rows = await rowsOf<WaitingRecord>(this.access, WAITING_SQL, recipient, nowAt, limit);
		return rows.map(queuedAlert);
	}

	async stillWaiting(rows: readonly number[], nowAt: number): Promise<ReadonlySet<number>> {
		const waiting = await this.access.rows<{ id: number }>(
			`SELECT id FROM alert WHERE id = ANY($1::bigint[]) AND next_try_at <= $2`,
			[rows, nowAt],
		);
		return new Set(waiting.map(({ id }) => id));
	}

	holdAlerts(lease: Lease, recipient: string, nowAt: number, untilAt: number): Promise<void> {
		return this.write(lease, HOLD_SQL, untilAt, recipient, nowAt);
	}

	async goneSince(recipient: string, sinceAt: number): Promise<{ count: number; lastAt: number }> {
		const [gone] = await rowsOf<{ count: number; lastAt: number }>(this.access, GONE_SQL, recipient, sinceAt);
		return gone ?? { count: 0, lastAt: 0 };
	}

	async recipientState(recipient: string): Promise<RecipientState> {
		const sql = `SELECT ${RECIPIENT_COLUMNS} FROM recipient WHERE name = ?`;
		return (await rowsOf<RecipientState>(this.access, sql, recipient))[0] ?? untroubled(recipient);
	}

	settle(lease: Lease | null, { delivery, alerts, recipient }: Settlement): Promise<void> {
		return this.access.writing(async (session) => {
			// Deliveries are numbered under a lock: they are seen in the order of their numbers.
			await (lease ? checkHolder(session, lease) : holdLease(session));
			if (alerts.length > 0) await settleAlerts(session, delivery, alerts);
			await addDelivery(session, delivery);
			if (recipient) await putState(session, recipient);
		});
	}

	keepRecipients(lease: Lease, names: readonly string[]): Promise<void> {
		return this.write(lease, `DELETE FROM recipient WHERE NOT (name = ANY(?::text[]))`, names);
	}

	async forgetAlerts(lease: Lease, beforeAt: number, afterRow: number): Promise<number | null> {
		const { last, hasMore } = oldAmong(
			await rowsOf<OldAlert>(this.access, OLDEST_SQL, afterRow, FORGOTTEN_AT_ONCE),
			beforeAt,
		);
		if (last !== null) await this.write(lease, FORGET_SQL, afterRow, last, beforeAt);
		return hasMore ? last : null;
	}

	mendClock(lease: Lease, nowAt: number): Promise<void> {
		return this.access.writing(async (session) => {
			await checkHolder(session, lease);
			const [last] = await session.rows<{ at: number }>(`SELECT at FROM delivery ORDER BY id DESC LIMIT 1`);
			const isAhead = (last?.at ?? 0) > nowAt;
			await session.count(
				`UPDATE alert SET created_at = least(created_at, $1), next_try_at = least(next_try_at, $1)
				WHERE next_try_at IS NOT NULL AND (created_at > $1${isAhead ? ' OR tries > 0' : ''})`,
				[nowAt],
			);
			if (!isAhead) return;
			await session.count(`UPDATE delivery SET at = $1 WHERE at > $1`, [nowAt]);
			await session.count(
				`UPDATE recipient SET next_try_at = NULL,
					failing_since = CASE WHEN failing_since > $1 THEN $1 ELSE failing_since END`,
				[nowAt],
			);
		});
	}

	list({ states = [], ticket }: AlertFilter, limit: number): Promise<AlertRow[]> {
		const conditions: readonly (readonly [sql: string, value: SentValue])[] = [
			...(states.length > 0 ? [['a.state = ANY(?::text[])', states] as const] : []),
			...(ticket === undefined ? [] : [['a.ticket = ?', ticket] as const]),
		];
		const where = conditions.map(([sql]) => ` AND ${sql}`).join('');
		const sql = `SELECT ${ALERT_COLUMNS} FROM alert a WHERE true${where} ORDER BY a.id DESC LIMIT ?`;
		return rowsOf(this.access, sql, ...conditions.map(([, value]) => value), limit);
	}

	of(ticket: string): Promise<AlertRow[]> {
		return rowsOf(this.access, OF_TICKET_SQL, ticket);
	}

	async waiting(): Promise<Map<string, number>> {
		const rows = await rowsOf<{ recipient: string; count: number }>(this.access, COUNTS_SQL);
		return new Map(rows.map(({ recipient, count }) => [recipient, count]));
	}

	recipientStates(): Promise<RecipientState[]> {
		return rowsOf(this.access, RECIPIENTS_SQL);
	}

	troubles(): Promise<Trouble[]> {
		return rowsOf(this.access, TROUBLES_SQL);
	}

	async forScreens(afterId: number): Promise<DeliveryRow[]> {
		return (await rowsOf<DeliveryRecord>(this.access, FOR_SCREENS_SQL, afterId)).map(deliveryRow);
	}

	heard(): Promise<number> {
		return heard(this.access);
	}

	noteHeard(id: number): Promise<void> {
		return this.access.writing(async (session) => {
			if (id > (await heard(session))) await countOf(session, NOTE_HEARD_SQL, String(id));
		});
	}

	private write(lease: Lease, sql: string, ...values: readonly SentValue[]): Promise<void> {
		return this.access.writing(async (session) => {
			await checkHolder(session, lease);
			await countOf(session, sql, ...values);
		});
	}
}

async function heard(session: Pick<Session, 'rows'>): Promise<number> {
	return Number((await rowsOf<{ value: string }>(session, HEARD_SQL))[0]?.value ?? 0);
}

/** What somebody has put off or stopped meanwhile, or another has sent, stays so. */
async function settleAlerts(
	session: Session,
	{ at, ok, said }: Delivery,
	alerts: Settlement['alerts'],
): Promise<void> {
	const rows = rowSet(
		alerts,
		{
			id: ['bigint', ({ row }) => row],
			fate: ['text', ({ state }) => state],
			again_at: ['bigint', ({ nextTryAt }) => nextTryAt],
		},
		ok ? 2 : 3,
	);
	const which = `FROM ${rows.from} WHERE alert.id = new.id AND alert.next_try_at IS NOT NULL`;
	if (ok) {
		await session.count(
			`UPDATE alert SET state = new.fate, next_try_at = NULL, tries = tries + 1, sent_at = $1, last_error = NULL
			${which}`,
			[at, ...rows.values],
		);
	} else {
		await session.count(
			`UPDATE alert SET state = new.fate, tries = tries + 1, failed_at = coalesce(failed_at, $1), last_error = $2,
				next_try_at = CASE WHEN new.again_at > alert.next_try_at OR new.again_at IS NULL THEN new.again_at
					ELSE alert.next_try_at END
			${which}`,
			[at, said, ...rows.values],
		);
	}
}

async function addDelivery(session: Session, delivery: Delivery): Promise<void> {
	const { recipient, at, channel, text, alerts, ok, said } = delivery;
	const [added] = await session.rows<{ id: number }>(
		`INSERT INTO delivery(id, recipient, at, channel, text, alerts, ok, said)
		SELECT coalesce(max(id), 0) + 1, $1::text, $2::bigint, $3::text, $4::text, $5::bigint, $6::bigint, $7::text
		FROM delivery RETURNING id`,
		[recipient, at, channel, text, alerts, ok ? 1 : 0, said],
	);
	await session.count(`DELETE FROM delivery WHERE id <= $1`, [(added?.id ?? 0) - KEPT_DELIVERIES]);
}

async function putState(session: Session, state: RecipientState): Promise<void> {
	const { recipient, failures, failingSince, nextTryAt, problem, gaveUp } = state;
	await session.count(
		`INSERT INTO recipient(name, failures, failing_since, next_try_at, problem, gave_up)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT(name) DO UPDATE SET failures = excluded.failures, failing_since = excluded.failing_since,
			next_try_at = excluded.next_try_at, problem = excluded.problem, gave_up = excluded.gave_up`,
		[recipient, failures, failingSince, nextTryAt, problem, gaveUp],
	);
}
