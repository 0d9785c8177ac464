/**
 * Freshdesk's tickets and conversations in the form of a story. It keeps no history that can be read: statuses have the
 * times of their last changes, and who has a ticket is seen from one sync to the next.
 */
import type { FieldChanges, TicketEvent } from '../../../sla/event.ts';
import type { Status } from '../../../sla/ticket.ts';
import type { SourceEvent } from '../connector.ts';
import { createdAtOf, fieldsOf } from '../known.ts';
import { type Change, changeEvents, type Message, MOMENT_MS, storyEvents } from '../story.ts';
import type { NameBook } from './names.ts';
import {
	CHANNEL,
	type Conversation,
	FEEDBACK,
	FORWARDED,
	type FreshdeskTicket,
	OUTBOUND,
	PRIORITY,
} from './records.ts';

/** What is at hand of one ticket. */
export interface FreshdeskStory {
	readonly ticket: FreshdeskTicket;
	readonly conversations: readonly Conversation[];
	readonly company: string | null;
}

const messageOf = ({ id, incoming, source, created_at: at, ...rest }: Conversation): Message => ({
	id,
	at,
	actor: source === FEEDBACK ? 'system' : incoming ? 'customer' : 'agent',
	isPublic: !rest.private && source !== FORWARDED,
});

/** The times that a ticket keeps of its statuses; the present status, where none of them is its. */
function statusChanges({ id, status, created_at, stats }: FreshdeskTicket, names: NameBook): Change[] {
	if (!stats) return [];
	const times: readonly (readonly [status: Status, at: number | null])[] = [
		['answered', stats.pending_since],
		['resolved', stats.resolved_at],
		['closed', stats.closed_at],
		['open', stats.reopened_at],
		[names.statusOf(status), stats.status_updated_at],
	];
	const told = new Map<string, Change>();
	for (const [what, at] of times) {
		// Some accounts have times from before the ticket: nothing can be made of them.
		if (at === null || at <= created_at + MOMENT_MS) continue;
		told.set(`${what} ${at}`, { id: `${id}-${what}-${at}`, at, status: what, fields: {} });
	}
	return [...told.values()];
}

/** Who has the ticket, where that has changed since it was last seen. */
function assignment(
	{ id, responder_id, updated_at }: FreshdeskTicket,
	known: readonly TicketEvent[],
	names: NameBook,
): Change[] {
	const agent = names.agent(responder_id);
	if (createdAtOf(known) === null || (fieldsOf(known).agent ?? null) === agent) return [];
	return [{ id: `${id}-assigned-${updated_at}`, at: updated_at, agent, fields: {} }];
}

/** A ticket that has gone to where only its administrators see it, or has come back from there. */
function presence(ticket: FreshdeskTicket, known: readonly TicketEvent[], names: NameBook): Change[] {
	const { id, deleted, spam, updated_at: at } = ticket;
	const last = known.findLast((event) => event.type === 'status');
	const wasGone = last?.type === 'status' && (last.status === 'deleted' || last.status === 'spam');
	const now = deleted ? 'deleted' : spam ? 'spam' : null;
	if (now === null ? !wasGone : wasGone && last.status === now) return [];
	const status = now ?? names.statusOf(ticket.status);
	return [{ id: `${id}-${now ?? 'back'}-${at}`, at, status, fields: {} }];
}

/** How it was at first, as far as that is known: it is first seen when some of its life has gone by, perhaps. */
function firstOf(
	ticket: FreshdeskTicket,
	names: NameBook,
): FieldChanges & { status: Status; unmeasured?: string[] } {
	const { status, stats, responder_id, created_at, updated_at } = ticket;
	const changedAt = stats?.status_updated_at ?? created_at;
	const agent = names.agent(responder_id);
	// Somebody has it by now; nobody can say since when.
	const isLate = agent !== null && updated_at > created_at + MOMENT_MS;
	return {
		status: changedAt <= created_at + MOMENT_MS ? names.statusOf(status) : 'open',
		agent,
		...(isLate ? { unmeasured: ['first_assign'] } : {}),
	};
}

export function ticketEvents(
	{ ticket, conversations, company }: FreshdeskStory,
	known: readonly TicketEvent[],
	names: NameBook,
	host: string,
): SourceEvent[] {
	const own = Object.entries(ticket.custom_fields ?? {}).filter(
		([, value]) => value !== null && value !== '',
	);
	const record = {
		ticket: ticket.id,
		id: ticket.id,
		createdAt: ticket.created_at,
		changedAt: ticket.updated_at,
		byAgent: ticket.source === OUTBOUND,
		shown: {
			subject: ticket.subject,
			requester: ticket.requester?.name ?? ticket.requester?.email ?? ticket.requester_id,
			organization: company,
			department: names.group(ticket.group_id),
			priority: PRIORITY[ticket.priority] ?? 'normal',
			channel: CHANNEL[ticket.source ?? ''] ?? 'email',
			tags: ticket.tags ?? [],
			custom: Object.fromEntries(own),
			url: `${host}/a/tickets/${encodeURIComponent(ticket.id)}`,
		},
		first: firstOf(ticket, names),
	};
	const changes = [
		...statusChanges(ticket, names),
		...assignment(ticket, known, names),
		...presence(ticket, known, names),
	];
	return storyEvents({ record, messages: conversations.map(messageOf), changes }, known);
}

/** The event of a ticket that is deleted, or spam; none where it was never seen before that. */
export const goneEvents = (
	ticket: FreshdeskTicket,
	known: readonly TicketEvent[],
	names: NameBook,
): SourceEvent[] =>
	createdAtOf(known) === null
		? []
		: presence(ticket, known, names).flatMap((change) => changeEvents(ticket.id, change));
