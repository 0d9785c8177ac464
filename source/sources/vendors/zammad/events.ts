/** Zammad's history and articles in the form of a story. */
import type { Actor, FieldChanges, TicketEvent } from '../../../sla/event.ts';
import type { Status } from '../../../sla/ticket.ts';
import type { SourceEvent } from '../connector.ts';
import { type Change, type Message, storyEvents } from '../story.ts';
import {
	type Article,
	CHANNEL,
	type HistoryRow,
	MERGED,
	NOBODY,
	priorityOf,
	type ZammadTicket,
} from './records.ts';

/** What is at hand of one ticket. */
export interface ZammadStory {
	readonly ticket: ZammadTicket;
	readonly articles: readonly Article[];
	readonly history: readonly HistoryRow[];
	/** The name of the ticket's owner of now. */
	readonly owner: string | null;
}

export type StatusOf = (state: string) => Status | typeof MERGED;

const nameOrNobody = (name: string | null): string | null => (name === NOBODY ? null : name);

/** What an attribute's new value does; null: it is told of elsewhere, or is no matter here. */
const ATTRIBUTES: Readonly<
	Record<string, (value: string | null, statusOf: StatusOf) => Omit<Change, 'id' | 'at'>>
> = {
	state(value, statusOf) {
		const status = statusOf(value ?? '');
		return status === MERGED ? { fields: {}, merged: null } : { fields: {}, status };
	},
	owner: (value) => ({ fields: {}, agent: nameOrNobody(value) }),
	group: (value) => ({ fields: { department: value } }),
	priority: (value) => ({ fields: { priority: priorityOf(value) } }),
};

function changesOf(rows: readonly HistoryRow[], statusOf: StatusOf): Change[] {
	const changes: Change[] = [];
	let tags: readonly string[] = [];
	for (const { id, type, attribute, value_from, value_to, created_at: at } of rows) {
		if (attribute === 'tag') {
			const tag = value_to ?? value_from ?? '';
			const others = tags.filter((known) => known !== tag);
			tags = type === 'added' ? [...others, tag] : others;
			changes.push({ id, at, fields: { tags } });
		} else if (type === 'updated' && attribute !== null) {
			const what = ATTRIBUTES[attribute]?.(value_to, statusOf);
			if (what) changes.push({ id, at, ...what });
		}
	}
	return changes;
}

/** How an attribute stood at first: as its first change says, or as it is now where there was none. */
function firstOf(rows: readonly HistoryRow[], attribute: string, now: string | null): string | null {
	const row = rows.find((candidate) => candidate.attribute === attribute && candidate.type === 'updated');
	return row ? row.value_from : now;
}

const ACTORS: Readonly<Record<string, Actor>> = { Customer: 'customer', Agent: 'agent' };

/** An agent's note is none of those articles that count as an answer, even where customers can see it. */
function messageOf({ id, sender, type, internal, created_at: at }: Article): Message {
	const actor = ACTORS[sender] ?? 'system';
	return { id, at, actor, isPublic: !internal && (actor === 'customer' || type !== 'note') };
}

export function ticketEvents(
	{ ticket, articles, history, owner }: ZammadStory,
	known: readonly TicketEvent[],
	statusOf: StatusOf,
	host: string,
): SourceEvent[] {
	const rows = history
		.filter(({ object }) => object === 'Ticket')
		.toSorted((a, b) => a.created_at - b.created_at || Number(a.id) - Number(b.id));
	const status = statusOf(firstOf(rows, 'state', ticket.state) ?? '');
	const first: FieldChanges & { status: Status } = {
		status: status === MERGED ? 'deleted' : status,
		department: firstOf(rows, 'group', ticket.group),
		priority: priorityOf(firstOf(rows, 'priority', ticket.priority)),
		agent: nameOrNobody(firstOf(rows, 'owner', owner)),
	};
	const record = {
		ticket: ticket.number,
		id: ticket.id,
		createdAt: ticket.created_at,
		changedAt: ticket.updated_at,
		byAgent: ticket.create_article_sender === 'Agent',
		shown: {
			subject: ticket.title,
			requester: ticket.customer,
			organization: ticket.organization,
			channel: CHANNEL[ticket.create_article_type ?? ''] ?? ticket.create_article_type ?? 'email',
			url: `${host}/#ticket/zoom/${encodeURIComponent(ticket.id)}`,
		},
		first,
	};
	return storyEvents(
		{ record, messages: articles.map(messageOf), changes: changesOf(rows, statusOf) },
		known,
	);
}
