/** Tickets as the engine folded them: the table `ticket`. */
import type { Ticket } from '../../sla/ticket.ts';
import type { Connection } from './connection.ts';

export class TicketRows {
	private readonly write;

	constructor(db: Connection) {
		this.write = db
			.prepare<unknown[], number>(
				`INSERT INTO ticket(ticket, created_at, status, subject, requester, organization, customer_group,
						department, agent, priority, channel, tags, custom, url, level, level_by_hand)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
					ON CONFLICT(ticket) DO UPDATE SET
						created_at = excluded.created_at, status = excluded.status, subject = excluded.subject,
						requester = excluded.requester, organization = excluded.organization,
						customer_group = excluded.customer_group, department = excluded.department,
						agent = excluded.agent, priority = excluded.priority, channel = excluded.channel,
						tags = excluded.tags, custom = excluded.custom, url = excluded.url,
						level = excluded.level, level_by_hand = excluded.level_by_hand
					RETURNING id`,
			)
			.pluck();
	}

	/** Writes a ticket as it is now, and gives its number. */
	put(ticket: Ticket): number {
		return (
			this.write.get(
				ticket.ticket,
				ticket.createdAt,
				ticket.status,
				ticket.subject,
				ticket.requester,
				ticket.organization,
				ticket.customer_group,
				ticket.department,
				ticket.agent,
				ticket.priority,
				ticket.channel,
				JSON.stringify(ticket.tags),
				JSON.stringify(ticket.custom),
				ticket.url,
				ticket.level,
				ticket.levelByHand,
			) ?? 0
		);
	}
}
