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
import type { Connection, Run } from './connection.ts';
import { Leases } from './leases.ts';

const LIST_SQL = `SELECT ${ALERT_COLUMNS} FROM alert a
	WHERE (@states IS NULL OR a.state IN (SELECT value FROM json_each(@states)))
		AND (@ticket IS NULL OR a.ticket = @ticket)
	ORDER BY a.id DESC LIMIT @limit`;

export class SqliteAlerts implements AlertStore {
	private readonly sql;
	private readonly leases: Leases;

	constructor(
		db: Connection,
		private readonly run: Run,
	) {
		this.leases = new Leases(db);
		this.sql = {
			nextRecipient: db.prepare<[string], NextRecipient>(NEXT_RECIPIENT_SQL),
			waiting: db.prepare<[string, number, number], WaitingRecord>(WAITING_SQL),
			stillWaiting: db
				.prepare<[string, number], number>(
					`SELECT id FROM alert WHERE id IN (SELECT value FROM json_each(?)) AND next_try_at <= ?`,
				)
				.pluck(),
			counts: db.prepare<[], { recipient: string; count: number }>(COUNTS_SQL),
			hold: db.prepare<[number, string, number]>(HOLD_SQL),
			oldest: db.prepare<[number, number], OldAlert>(OLDEST_SQL),
			forget: db.prepare<[number, number, number]>(FORGET_SQL),
			gone: db.prepare<[string, number], { count: number; lastAt: number }>(GONE_SQL),
			state: db.prepare<[string], RecipientState>(
				`SELECT ${RECIPIENT_COLUMNS} FROM recipient WHERE name = ?`,
			),
			states: db.prepare<[], RecipientState>(RECIPIENTS_SQL),
			putState: db.prepare<[RecipientState]>(
				`INSERT INTO recipient(name, failures, failing_since, next_try_at, problem, gave_up)
				VALUES (@recipient, @failures, @failingSince, @nextTryAt, @problem, @gaveUp)
				ON CONFLICT(name) DO UPDATE SET failures = excluded.failures, failing_since = excluded.failing_since,
					next_try_at = excluded.next_try_at, problem = excluded.problem, gave_up = excluded.gave_up`,
			),
			keep: db.prepare<[string]>(`DELETE FROM recipient WHERE name NOT IN (SELECT value FROM json_each(?))`),
			// What somebody has stopped meanwhile, or another has sent, stays so.
			sent: db.prepare<[string, number, number]>(
				`UPDATE alert SET state = ?, next_try_at = NULL, tries = tries + 1, sent_at = ?, last_error = NULL
				WHERE id = ? AND next_try_at IS NOT NULL`,
			),
			notSent: db.prepare<[string, number | null, number, string, number]>(
				// What somebody has put off or stopped meanwhile stays so.
				`UPDATE alert SET state = ?, next_try_at = max(next_try_at, ?), tries = tries + 1,
					failed_at = coalesce(failed_at, ?), last_error = ? WHERE id = ? AND next_try_at IS NOT NULL`,
			),
			addDelivery: db.prepare<[Omit<Delivery, 'ok'> & { readonly ok: number }]>(
				`INSERT INTO delivery(recipient, at, channel, text, alerts, ok, said)
				VALUES (@recipient, @at, @channel, @text, @alerts, @ok, @said)`,
			),
			dropDeliveries: db.prepare<[number]>(`DELETE FROM delivery WHERE id <= ?`),
			lastAt: db.prepare<[], number>(`SELECT at FROM delivery ORDER BY id DESC LIMIT 1`).pluck(),
			dueNow: db.prepare<[{ nowAt: number; isAhead: number }]>(
				`UPDATE alert SET created_at = min(created_at, @nowAt), next_try_at = min(next_try_at, @nowAt)
				WHERE next_try_at IS NOT NULL AND (created_at > @nowAt OR (@isAhead AND tries > 0))`,
			),
			deliveredNow: db.prepare<[{ nowAt: number }]>(`UPDATE delivery SET at = @nowAt WHERE at > @nowAt`),
			restsNoMore: db.prepare<[{ nowAt: number }]>(
				`UPDATE recipient SET next_try_at = NULL, failing_since = min(failing_since, @nowAt)`,
			),
			list: db.prepare<[{ states: string | null; ticket: string | null; limit: number }], AlertRow>(LIST_SQL),
			of: db.prepare<[string], AlertRow>(OF_TICKET_SQL),
			troubles: db.prepare<[], Trouble>(TROUBLES_SQL),
			forScreens: db.prepare<[number], DeliveryRecord>(FOR_SCREENS_SQL),
			heard: db.prepare<[], string>(HEARD_SQL).pluck(),
			noteHeard: db.prepare<[string]>(NOTE_HEARD_SQL),
		};
	}

	waitingRecipients(nowAt: number): Promise<string[]> {
		return this.run(() => {
			const found: string[] = [];
			for (let next = this.sql.nextRecipient.get(''); next; ) {
				if (next.nextTryAt <= nowAt) found.push(next.recipient);
				next = this.sql.nextRecipient.get(next.recipient);
			}
			return found;
		});
	}

	waitingAlerts(recipient: string, nowAt: number, limit: number): Promise<QueuedAlert[]> {
		return this.run(() => this.sql.waiting.all(recipient, nowAt, limit).map(queuedAlert));
	}

	stillWaiting(rows: readonly number[], nowAt: number): Promise<ReadonlySet<number>> {
		return this.run(() => new Set(this.sql.stillWaiting.all(JSON.stringify(rows), nowAt)));
	}

	holdAlerts(lease: Lease, recipient: string, nowAt: number, untilAt: number): Promise<void> {
		return this.write(lease, () => void this.sql.hold.run(untilAt, recipient, nowAt));
	}

	goneSince(recipient: string, sinceAt: number): Promise<{ count: number; lastAt: number }> {
		return this.run(() => this.sql.gone.get(recipient, sinceAt) ?? { count: 0, lastAt: 0 });
	}

	recipientState(recipient: string): Promise<RecipientState> {
		return this.run(() => this.sql.state.get(recipient) ?? untroubled(recipient));
	}

	settle(lease: Lease | null, { delivery, alerts, recipient }: Settlement): Promise<void> {
		return this.write(lease, () => {
			const { at, ok, said } = delivery;
			for (const { row, state, nextTryAt } of alerts) {
				if (ok) this.sql.sent.run(state, at, row);
				else this.sql.notSent.run(state, nextTryAt, at, said, row);
			}
			const added = this.sql.addDelivery.run({ ...delivery, ok: ok ? 1 : 0 });
			this.sql.dropDeliveries.run(Number(added.lastInsertRowid) - KEPT_DELIVERIES);
			if (recipient) this.sql.putState.run(recipient);
		});
	}

	keepRecipients(lease: Lease, names: readonly string[]): Promise<void> {
		return this.write(lease, () => void this.sql.keep.run(JSON.stringify(names)));
	}

	async forgetAlerts(lease: Lease, beforeAt: number, afterRow: number): Promise<number | null> {
		const { last, hasMore } = oldAmong(
			await this.run(() => this.sql.oldest.all(afterRow, FORGOTTEN_AT_ONCE)),
			beforeAt,
		);
		if (last !== null) await this.write(lease, () => void this.sql.forget.run(afterRow, last, beforeAt));
		return hasMore ? last : null;
	}

	mendClock(lease: Lease, nowAt: number): Promise<void> {
		return this.write(lease, () => {
			const isAhead = (this.sql.lastAt.get() ?? 0) > nowAt;
			this.sql.dueNow.run({ nowAt, isAhead: isAhead ? 1 : 0 });
			if (!isAhead) return;
			this.sql.deliveredNow.run({ nowAt });
			this.sql.restsNoMore.run({ nowAt });
		});
	}

	list({ states, ticket }: AlertFilter, limit: number): Promise<AlertRow[]> {
		const wanted = states && states.length > 0 ? JSON.stringify(states) : null;
		return this.run(() => this.sql.list.all({ states: wanted, ticket: ticket ?? null, limit }));
	}

	of(ticket: string): Promise<AlertRow[]> {
		return this.run(() => this.sql.of.all(ticket));
	}

	waiting(): Promise<Map<string, number>> {
		return this.run(() => new Map(this.sql.counts.all().map(({ recipient, count }) => [recipient, count])));
	}

	recipientStates(): Promise<RecipientState[]> {
		return this.run(() => this.sql.states.all());
	}

	troubles(): Promise<Trouble[]> {
		return this.run(() => this.sql.troubles.all());
	}

	forScreens(afterId: number): Promise<DeliveryRow[]> {
		return this.run(() => this.sql.forScreens.all(afterId).map(deliveryRow));
	}

	heard(): Promise<number> {
		return this.run(() => Number(this.sql.heard.get() ?? 0));
	}

	noteHeard(id: number): Promise<void> {
		return this.run(() => {
			if (id > Number(this.sql.heard.get() ?? 0)) this.sql.noteHeard.run(String(id));
		}, 'writing');
	}

	/** Writes in one transaction, which begins with a look at who holds the lease. */
	private write(lease: Lease | null, work: () => void): Promise<void> {
		return this.run(() => {
			if (lease) this.leases.checkHolder(lease);
			work();
		}, 'writing');
	}
}
