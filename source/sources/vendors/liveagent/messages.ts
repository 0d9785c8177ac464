/** LiveAgent's messages as events: who wrote when, where its spans do not tell, and chats. */
import { formatInstant } from '../../../sla/instant.ts';
import type { SourceEvent } from '../connector.ts';
import {
	CHAT_GROUP,
	type LiveAgentTicket,
	type MessageGroup,
	MOMENT_MS,
	type Names,
	NOTE_GROUPS,
	NOTE_MESSAGES,
	nameOf,
	OUTGOING_GROUP,
	PUBLIC_GROUPS,
	SYSTEM_USER,
	TEXT_MESSAGE,
} from './records.ts';

/** Who wrote in a group: what the names of agents say decides, and the kind of group only where they say nothing. */
function authorOf(userId: string | null, group: MessageGroup, names: Names): 'agent' | 'customer' | 'system' {
	if (userId === null || SYSTEM_USER.test(userId)) return 'system';
	return names.agents.has(userId) || group.type === OUTGOING_GROUP ? 'agent' : 'customer';
}

const bySentTime = (groups: readonly MessageGroup[]): MessageGroup[] =>
	groups.toSorted((a, b) => a.datecreated - b.datecreated);

/** Whether an agent wrote a ticket's first message. */
export function isByAgent(groups: readonly MessageGroup[], names: Names): boolean {
	const first = bySentTime(groups).find(({ type }) => PUBLIC_GROUPS.has(type));
	if (!first) return false;
	const text = first.messages.find(({ type }) => type === TEXT_MESSAGE);
	return authorOf(text?.userid ?? first.userid, first, names) === 'agent';
}

/**
 * The events of a ticket's messages. The customer's message that the ticket began with is its creation, and not told
 * again; the system's own are not told.
 */
export function messageEvents(
	ticket: Pick<LiveAgentTicket, 'code' | 'date_created'>,
	groups: readonly MessageGroup[],
	names: Names,
): SourceEvent[] {
	return bySentTime(groups).flatMap((group) =>
		group.type === CHAT_GROUP ? chatEvents(ticket, group, names) : groupEvents(ticket, group, names),
	);
}

type Begun = Pick<LiveAgentTicket, 'code' | 'date_created'>;

/** When something happened on a ticket, never before it was created. */
const atOf = (ticket: Begun, at: number): string => formatInstant(Math.max(at, ticket.date_created));

function groupEvents(ticket: Begun, group: MessageGroup, names: Names): SourceEvent[] {
	const isNoteGroup = NOTE_GROUPS.has(group.type);
	if (!isNoteGroup && !PUBLIC_GROUPS.has(group.type)) return [];
	return group.messages.flatMap((message): SourceEvent[] => {
		const isNote = isNoteGroup || NOTE_MESSAGES.has(message.type);
		if (!isNote && message.type !== TEXT_MESSAGE) return [];
		const actor = authorOf(message.userid ?? group.userid, group, names);
		const isCreation = actor === 'customer' && message.datecreated <= ticket.date_created + MOMENT_MS;
		if (actor === 'system' || isCreation) return [];
		const at = atOf(ticket, message.datecreated);
		return [{ ticket: ticket.code, at, type: 'message', id: `m:${message.id}`, actor, public: !isNote }];
	});
}

/** A chat: its beginning, its first answer, its end. The talk in between moves no clock. */
function chatEvents(ticket: Begun, group: MessageGroup, names: Names): SourceEvent[] {
	const base = (at: number, part: string) => ({
		ticket: ticket.code,
		at: atOf(ticket, at),
		id: `g:${group.id}:${part}`,
	});
	const answer = group.messages
		.filter((message) => message.type === TEXT_MESSAGE && authorOf(message.userid, group, names) === 'agent')
		.toSorted((a, b) => a.datecreated - b.datecreated)[0];
	const agent = answer ? nameOf(names.agents, answer.userid) : null;
	const events: SourceEvent[] = [{ ...base(group.datecreated, 'started'), type: 'chat_started' }];
	if (answer) {
		events.push(
			{ ...base(answer.datecreated, 'answered'), type: 'chat_answered', agent },
			{ ...base(answer.datecreated, 'answer'), type: 'message', actor: 'agent', public: true },
		);
	}
	if (group.datefinished !== null) events.push({ ...base(group.datefinished, 'ended'), type: 'chat_ended' });
	return events;
}
