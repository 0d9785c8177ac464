/**
 * LiveAgent's records as events. Its history of spans (a ticket's status, agent and department from one instant on)
 * is what moves a ticket; messages tell who wrote where the spans do not.
 *
 * Ids: `t:TICKET` for a creation, `h:SPAN:…` for what a span changed, `m:MESSAGE`, `g:GROUP:…` for a chat.
 */
import type { TicketEvent } from '../../../sla/event.ts';
import { formatInstant } from '../../../sla/instant.ts';
import type { Status } from '../../../sla/ticket.ts';
import type { SourceEvent } from '../connector.ts';
import { changesTo, createdAtOf, fieldsOf, fingerprint } from '../known.ts';
import {
	CHANNEL,
	type LiveAgentTicket,
	MOMENT_MS,
	type Names,
	nameOf,
	type Span,
	STATUS,
} from './records.ts';

/** How a ticket stands from an instant on. */
interface Standing {
	readonly status: Status;
	readonly agent: string | null;
	readonly department: string | null;
}

/** What a ticket is before anything has happened to it. */
const BEGINNING: Standing = { status: 'new', agent: null, department: null };

interface Placed extends Standing {
	readonly span: string;
	readonly at: number;
}

const SPAN_ID = /^h:(.+):[sad]$/;
/** How a ticket stood after an event of a span. */
function after(standing: Standing, event: TicketEvent): Standing {
	if (event.type === 'status') return { ...standing, status: event.status };
	if (event.type === 'assigned') return { ...standing, agent: event.agent };
	if (event.type === 'updated') return { ...standing, department: event.fields.department ?? null };
	return standing;
}

/** The spans that are known, as the events that they became tell of them. */
function knownSpans(known: readonly TicketEvent[]): Map<string, Placed> {
	const spans = new Map<string, Placed>();
	let standing = BEGINNING;
	for (const event of known) {
		const span = SPAN_ID.exec(event.id ?? '')?.[1];
		if (span === undefined) continue;
		standing = after(standing, event);
		spans.set(span, { ...standing, span, at: event.at });
	}
	return spans;
}

/**
 * The events of one ticket's spans: what each changed against the one before it in time. The same spans give the
 * same events, whether they come at once or one by one; a late one also tells what the one after it changed.
 * @param known the ticket's events that are known already, in the order of time; they are not told again
 */
export function spanEvents(
	spans: readonly Span[],
	known: readonly TicketEvent[],
	names: Names,
): SourceEvent[] {
	const [first] = spans;
	if (!first) return [];
	const earliestAt = createdAtOf(known) ?? Number.NEGATIVE_INFINITY;
	const placed = knownSpans(known);
	for (const span of spans) {
		const at = Math.max(span.date_from, earliestAt);
		const agent = nameOf(names.agents, span.agent_id);
		const department = span.department_name ?? nameOf(names.departments, span.department_id);
		const status = STATUS[span.status] ?? BEGINNING.status;
		placed.set(span.id, { span: span.id, at, status, agent, department });
	}
	const told = new Set(known.map(({ id }) => id));
	let before = BEGINNING;
	const events: SourceEvent[] = [];
	for (const now of [...placed.values()].sort((a, b) => a.at - b.at)) {
		events.push(...standingChanges(before, now, first.conversation_code));
		before = now;
	}
	return events.filter(({ id }) => !told.has(id));
}

function standingChanges(before: Standing, now: Placed, ticket: string): SourceEvent[] {
	const events: SourceEvent[] = [];
	const at = formatInstant(now.at);
	const id = (part: string): string => `h:${now.span}:${part}`;
	if (now.department !== before.department) {
		events.push({ ticket, at, type: 'updated', id: id('d'), department: now.department });
	}
	if (now.agent !== before.agent)
		events.push({ ticket, at, type: 'assigned', id: id('a'), agent: now.agent });
	if (now.status !== before.status) {
		events.push({ ticket, at, type: 'status', id: id('s'), status: now.status });
	}
	return events;
}

/** What a ticket's record tells of it. Status, agent and department are the history's to tell. */
function shownFields(ticket: LiveAgentTicket, names: Names, host: string) {
	return {
		subject: ticket.subject,
		requester: ticket.owner_name ?? ticket.owner_email,
		channel: CHANNEL[ticket.channel_type ?? ''] ?? 'email',
		tags: ticket.tags.map((tag) => nameOf(names.tags, tag) ?? tag),
		custom: Object.fromEntries(ticket.custom_fields.map(({ code, value }) => [code, value ?? null])),
		url: `${host}/agent/#Conversation;id=${encodeURIComponent(ticket.id)}`,
	};
}

/**
 * The events of a ticket's record: its creation, or what has changed since it was last seen.
 * @param known the ticket's events that are known already, those of its spans among them, in the order of time
 * @param byAgent whether an agent created it
 */
export function ticketEvents(
	ticket: LiveAgentTicket,
	known: readonly TicketEvent[],
	names: Names,
	host: string,
	byAgent: boolean,
): SourceEvent[] {
	const shown = shownFields(ticket, names, host);
	const createdAt = createdAtOf(known);
	if (createdAt === null) {
		const first = standingAt(known, ticket.date_created + MOMENT_MS);
		const at = formatInstant(ticket.date_created);
		const actor = byAgent ? 'agent' : 'customer';
		const created = { ticket: ticket.code, at, type: 'created', id: `t:${ticket.id}`, actor };
		return [{ ...created, ...shown, ...first }];
	}
	const changes = changesTo(shown, fieldsOf(known));
	if (!changes) return [];
	const at = Math.max(ticket.date_changed, createdAt);
	const id = `t:${ticket.id}:${at}:${fingerprint(changes)}`;
	return [{ ticket: ticket.code, at: formatInstant(at), type: 'updated', id, ...changes }];
}

/** How a ticket stood at an instant, by its spans. */
function standingAt(known: readonly TicketEvent[], untilAt: number): Standing {
	let standing = BEGINNING;
	for (const event of known) {
		if (event.at <= untilAt && SPAN_ID.test(event.id ?? '')) standing = after(standing, event);
	}
	return standing;
}

/** Whether what is known of a ticket reaches back to its beginning. */
export function isKnownWhole(ticket: LiveAgentTicket, known: readonly TicketEvent[]): boolean {
	return known.some(({ type, at }) => type === 'created' || at <= ticket.date_created + MOMENT_MS);
}

/**
 * Whether a ticket's spans leave open who wrote: it is a chat, it began as anything but new (an agent wrote first),
 * or it was put off or solved without having been answered (was there an answer in that step?).
 */
export function needsMessages(ticket: LiveAgentTicket, known: readonly TicketEvent[]): boolean {
	if (CHANNEL[ticket.channel_type ?? ''] === 'chat') return true;
	let before = standingAt(known, ticket.date_created + MOMENT_MS).status;
	if (before !== 'new') return true;
	for (const event of known) {
		if (event.type !== 'status') continue;
		const waited = before === 'new' || before === 'open';
		if (
			waited &&
			(event.status === 'resolved' || event.status === 'closed' || event.status === 'postponed')
		) {
			return true;
		}
		before = event.status;
	}
	return false;
}
