/** A ticket as a row of the table `ticket`, in every store. */
import type { Ticket } from '../sla/ticket.ts';
import type { Value } from './timer-columns.ts';

/** What each column of a ticket's row holds, but for those that name it. */
export const TICKET_COLUMNS = {
	created_at: (ticket) => ticket.createdAt,
	status: (ticket) => ticket.status,
	subject: (ticket) => ticket.subject,
	requester: (ticket) => ticket.requester,
	organization: (ticket) => ticket.organization,
	customer_group: (ticket) => ticket.customer_group,
	department: (ticket) => ticket.department,
	agent: (ticket) => ticket.agent,
	priority: (ticket) => ticket.priority,
	channel: (ticket) => ticket.channel,
	tags: (ticket) => JSON.stringify(ticket.tags),
	custom: (ticket) => JSON.stringify(ticket.custom),
	url: (ticket) => ticket.url,
	level: (ticket) => ticket.level,
	level_by_hand: (ticket) => ticket.levelByHand,
} satisfies Readonly<Record<string, (ticket: Ticket) => Value>>;
