/** Zendesk's updates and tickets in the form of a story. */
import type { Actor, FieldChanges, TicketEvent } from '../../../sla/event.ts';
import type { SourceEvent } from '../connector.ts';
import { type Change, changeEvents, isCreation, messageEvent, recordEvents } from '../story.ts';
import {
	type Audit,
	CHANNEL,
	type Child,
	MERGED_TAG,
	type Names,
	PRIORITY,
	STATUS,
	SYSTEM_USER,
	type ZendeskTicket,
} from './records.ts';

/** What an update may set; `-` in the place of nobody and nothing. */
const idOf = (value: unknown): string | null =>
	value === null || value === undefined || value === '' ? null : String(value);

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** How each field of Zendesk is taken into a change. */
const FIELDS: Readonly<Record<string, (value: unknown, names: Names, change: Writable<Change>) => void>> = {
	status: (value, _, change) => {
		const status = STATUS[String(value)];
		if (status !== undefined) change.status = status;
	},
	assignee_id: (value, names, change) => {
		const id = idOf(value);
		change.agent = id === null ? null : (names.users.get(id)?.name ?? id);
	},
	group_id: (value, names, { fields }) => {
		const id = idOf(value);
		fields.department = id === null ? null : (names.groups.get(id) ?? id);
	},
	priority: (value, _, { fields }) => {
		fields.priority = PRIORITY[String(value)] ?? 'normal';
	},
	tags: (value, _, { fields }) => {
		// A list, or a text with spaces, by where it comes from.
		const tags = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/\s+/);
		fields.tags = tags.filter((tag) => tag !== '');
	},
};

/** The fields that a part of an update sets, by either of the ways of telling it. */
function* settings(child: Child): Generator<readonly [name: string, value: unknown]> {
	const kind = child.event_type ?? child.type;
	if (kind !== 'Create' && kind !== 'Change') return;
	if (child.field_name !== undefined) yield [child.field_name, child.value];
	else for (const name of Object.keys(FIELDS)) if (name in child) yield [name, child[name]];
}

/** Ids that an update names, for whoever has to find their names. */
export function usersIn(audits: readonly Audit[]): Set<string> {
	const ids = new Set<string>();
	for (const { author, children } of audits) {
		if (author !== null) ids.add(author);
		for (const child of children) {
			if (child.author_id !== null) ids.add(child.author_id);
			for (const [name, value] of settings(child)) {
				const id = name === 'assignee_id' ? idOf(value) : null;
				if (id !== null) ids.add(id);
			}
		}
	}
	ids.delete(SYSTEM_USER);
	return ids;
}

function actorOf(author: string | null, names: Names): Actor {
	if (author === null || author === SYSTEM_USER) return 'system';
	return names.users.get(author)?.isAgent ? 'agent' : 'customer';
}

/** An update's events: who wrote, and what changed. The message that a ticket began with is its creation. */
export function auditEvents(audit: Audit, names: Names): SourceEvent[] {
	const change: Writable<Change> & { fields: FieldChanges } = { id: audit.id, at: audit.at, fields: {} };
	const messages: SourceEvent[] = [];
	let isFirst = false;
	for (const child of audit.children) {
		const kind = child.event_type ?? child.type;
		isFirst ||= kind === 'Create';
		for (const [name, value] of settings(child)) FIELDS[name]?.(value, names, change);
	}
	if (change.status === 'closed' && change.fields.tags?.includes(MERGED_TAG)) {
		delete change.status;
		change.merged = null;
	}
	for (const child of audit.children) {
		if ((child.event_type ?? child.type) !== 'Comment') continue;
		const actor = actorOf(child.author_id ?? audit.author, names);
		const message = { id: child.id, at: audit.at, actor, isPublic: child.public ?? true };
		const isBeginning = isFirst && isCreation(message, audit.at);
		if (actor !== 'system' && !isBeginning) messages.push(messageEvent(audit.ticket, message));
	}
	return [...messages, ...changeEvents(audit.ticket, change)];
}

/** The event of a ticket's record, and of its deletion, which no update tells of. */
export function ticketEvents(
	ticket: ZendeskTicket,
	known: readonly TicketEvent[],
	names: Names,
	host: string,
): SourceEvent[] {
	const { requester_id: requester, submitter_id: submitter, organization_id: organization } = ticket;
	const record = recordEvents(
		{
			ticket: ticket.id,
			id: ticket.id,
			createdAt: ticket.created_at,
			changedAt: ticket.updated_at,
			byAgent: submitter !== requester && actorOf(submitter, names) === 'agent',
			shown: {
				subject: ticket.subject,
				requester: requester === null ? null : (names.users.get(requester)?.name ?? requester),
				organization: organization === null ? null : (names.organizations.get(organization) ?? organization),
				channel: CHANNEL[ticket.via?.channel ?? ''] ?? ticket.via?.channel ?? 'email',
				custom: Object.fromEntries(
					ticket.custom_fields.flatMap(({ id, value }) => (value == null ? [] : [[id, value]])),
				),
				url: `${host}/agent/tickets/${encodeURIComponent(ticket.id)}`,
			},
		},
		known,
	);
	const isToldDeleted = known.some((event) => event.type === 'status' && event.status === 'deleted');
	if (ticket.status !== 'deleted' || isToldDeleted) return record;
	const change = {
		id: `${ticket.id}-deleted`,
		at: ticket.updated_at,
		status: 'deleted',
		fields: {},
	} as const;
	return [...record, ...changeEvents(ticket.id, change)];
}
