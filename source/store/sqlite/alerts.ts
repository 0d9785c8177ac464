/** Alerts: when a ticket's next step comes, and what is to be told of those that have: `alert_due` and `alert`. */
import type { ToldStep } from '../../sla/escalation.ts';
import type { TicketCommit } from '../port.ts';
import type { AlertCommit } from '../port-alerts.ts';
import type { Connection } from './connection.ts';
import { RowsOfTickets } from './rows-of-tickets.ts';

export const ALERTING_SQL = `SELECT ticket FROM alert_due WHERE next_at <= ? ORDER BY next_at, ticket LIMIT ?`;
export const TOLD_SQL = `SELECT metric, cycle, step, repeat, recipient FROM alert WHERE ticket = ?`;

export class Alerts {
	private readonly next: RowsOfTickets<readonly [place: number, nextAt: number]>;
	private readonly sql;

	constructor(db: Connection) {
		this.next = new RowsOfTickets(db, 'alert_due', ['next_at'], 'ticket');
		this.sql = {
			alerting: db.prepare<[number, number], string>(ALERTING_SQL).pluck(),
			told: db.prepare<[string], ToldStep>(TOLD_SQL),
			setNext: db.prepare<[string, number]>(
				`INSERT INTO alert_due(ticket, next_at) VALUES (?, ?)
				ON CONFLICT(ticket) DO UPDATE SET next_at = excluded.next_at`,
			),
			dropNext: db.prepare<[string]>(`DELETE FROM alert_due WHERE ticket = ?`),
			add: db.prepare(
				`INSERT INTO alert(alert_id, ticket, metric, cycle, step, repeat, recipient, step_at, created_at, state,
					next_try_at, tries)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
				ON CONFLICT(alert_id) DO NOTHING`,
			),
			stop: db.prepare<[string, string, number]>(
				`UPDATE alert SET state = 'stopped', next_try_at = NULL
				WHERE ticket = ? AND metric = ? AND cycle = ? AND repeat > 0 AND next_try_at IS NOT NULL`,
			),
			postpone: db.prepare<[number, string, string, number]>(
				`UPDATE alert SET next_try_at = max(next_try_at, ?)
				WHERE ticket = ? AND metric = ? AND cycle = ? AND next_try_at IS NOT NULL`,
			),
		};
	}

	alerting(nowAt: number, limit: number): string[] {
		return this.sql.alerting.all(nowAt, limit);
	}

	toldSteps(tickets: readonly string[]): Map<string, readonly ToldStep[]> {
		return new Map(tickets.map((ticket) => [ticket, this.sql.told.all(ticket)]));
	}

	/** Writes what a tick found of tickets, and tells how many alerts it queued. */
	put(commits: readonly TicketCommit[], nowAt: number): number {
		const found = commits.flatMap(({ ticket: { ticket }, alerting }) =>
			alerting ? { ticket, alerting } : [],
		);
		const next = this.next.of(found.map(({ ticket }) => ticket));
		let queued = 0;
		for (const [place, { ticket, alerting }] of found.entries()) {
			queued += this.putOne(ticket, alerting, next[place]?.[0]?.[1] ?? null, nowAt);
		}
		return queued;
	}

	/** @param before when its next step came, as is known so far */
	private putOne(
		ticket: string,
		{ nextAt, alerts, hushed }: AlertCommit,
		before: number | null,
		nowAt: number,
	): number {
		if (nextAt === null && before !== null) this.sql.dropNext.run(ticket);
		if (nextAt !== null && nextAt !== before) this.sql.setNext.run(ticket, nextAt);
		let queued = 0;
		for (const { id, metric, cycle, step, repeat, recipient, stepAt, fate } of alerts) {
			const tryAt = fate === 'queued' ? nowAt : null;
			const values = [id, ticket, metric, cycle, step, repeat, recipient, stepAt, nowAt, fate, tryAt];
			if (this.sql.add.run(...values).changes === 1 && fate === 'queued') queued++;
		}
		for (const { metric, cycle, isAcknowledged, snoozedUntil } of hushed) {
			if (isAcknowledged) this.sql.stop.run(ticket, metric, cycle);
			if (snoozedUntil !== null) this.sql.postpone.run(snoozedUntil, ticket, metric, cycle);
		}
		return queued;
	}
}
