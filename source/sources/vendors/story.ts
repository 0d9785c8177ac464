/**
 * A ticket's story, as most help desks tell it: a record of how it stands, changes with their time, and messages.
 * Each vendor brings its own into this form; here it becomes events.
 *
 * Ids: `t:TICKET` for a creation, `c:CHANGE:…` for what a change did, `m:MESSAGE`.
 */
import type { Actor, FieldChanges, TicketEvent } from '../../sla/event.ts';
import { formatInstant } from '../../sla/instant.ts';
import type { Status } from '../../sla/ticket.ts';
import type { SourceEvent } from './connector.ts';
import { changesTo, createdAtOf, fieldsOf, fingerprint, withNew } from './known.ts';

/** Something that changed at once; what is left out stayed as it was. */
export interface Change {
	readonly id: string;
	readonly at: number;
	readonly status?: Status;
	/** It has gone into another ticket: that one's reference, null where it is not told. */
	readonly merged?: string | null;
	readonly agent?: string | null;
	readonly fields: FieldChanges;
}

export interface Message {
	readonly id: string;
	readonly at: number;
	readonly actor: Actor;
	readonly isPublic: boolean;
}

/** How a ticket stands, in what its changes do not tell of. */
export interface TicketRecord {
	/** Its reference. */
	readonly ticket: string;
	/** Its id in the help desk. */
	readonly id: string;
	readonly createdAt: number;
	readonly changedAt: number;
	readonly byAgent: boolean;
	readonly shown: FieldChanges;
	/** How it stood when it was created, where that is known; else its changes of that moment tell. */
	readonly first?: FieldChanges & { readonly status?: Status };
}

/** A ticket's first changes may be told a moment off its creation. */
export const MOMENT_MS = 2_000;

export function changeEvents(
	ticket: string,
	{ id, at, status, merged, agent, fields }: Change,
): SourceEvent[] {
	const base = (part: string) => ({ ticket, at: formatInstant(at), id: `c:${id}:${part}` });
	const events: SourceEvent[] = [];
	if (Object.keys(fields).length > 0) events.push({ ...base('u'), type: 'updated', ...fields });
	if (agent !== undefined) events.push({ ...base('a'), type: 'assigned', agent });
	if (status !== undefined) events.push({ ...base('s'), type: 'status', status });
	if (merged !== undefined) events.push({ ...base('m'), type: 'merged', into: merged });
	return events;
}

export const messageEvent = (ticket: string, { id, at, actor, isPublic }: Message): SourceEvent => ({
	ticket,
	at: formatInstant(at),
	type: 'message',
	id: `m:${id}`,
	actor,
	public: isPublic,
});

/** Whether a message is the one that its ticket began with: that is the creation, and not told again. */
export const isCreation = ({ at, actor }: Message, createdAt: number): boolean =>
	actor === 'customer' && at <= createdAt + MOMENT_MS;

/** Whether what is known of a ticket reaches back to its beginning. */
export const isKnownSince = (createdAt: number, known: readonly TicketEvent[]): boolean =>
	known.some(({ type, at }) => type === 'created' || at <= createdAt + MOMENT_MS);

/** How a ticket stood when it was created, by the changes of that moment. */
function firstOf(known: readonly TicketEvent[], createdAt: number): FieldChanges & { status?: Status } {
	const first = known.filter(({ at }) => at <= createdAt + MOMENT_MS);
	const status = first.findLast((event) => event.type === 'status');
	return { ...fieldsOf(first), ...(status?.type === 'status' ? { status: status.status } : {}) };
}

/**
 * The event of a ticket's record: its creation, or what has changed since it was last seen.
 * @param known the ticket's events that are known already, those of its changes among them, in the order of time
 */
export function recordEvents(record: TicketRecord, known: readonly TicketEvent[]): SourceEvent[] {
	const { ticket, id, createdAt, shown } = record;
	const knownAt = createdAtOf(known);
	if (knownAt === null) {
		const first = record.first ?? firstOf(known, createdAt);
		const actor = record.byAgent ? 'agent' : 'customer';
		const custom = { ...first.custom, ...shown.custom };
		return [
			{
				ticket,
				at: formatInstant(createdAt),
				type: 'created',
				id: `t:${id}`,
				actor,
				...first,
				...shown,
				custom,
			},
		];
	}
	const changes = changesTo(shown, fieldsOf(known));
	if (!changes) return [];
	const at = Math.max(record.changedAt, knownAt);
	return [
		{
			ticket,
			at: formatInstant(at),
			type: 'updated',
			id: `t:${id}:${at}:${fingerprint(changes)}`,
			...changes,
		},
	];
}

export interface Story {
	readonly record: TicketRecord;
	readonly messages: readonly Message[];
	readonly changes: readonly Change[];
}

/**
 * Whether a change to `open` only goes with an agent's answer: somebody is at it then, and the answer says so. It does
 * not wait for us again.
 */
const isEcho = ({ at, status }: Change, messages: readonly Message[]): boolean =>
	status === 'open' &&
	messages.some(
		(message) => message.actor === 'agent' && message.isPublic && Math.abs(message.at - at) <= MOMENT_MS,
	);

/**
 * The events of a ticket whose whole story is at hand, in the order of time; messages before what changed with them.
 * @param known the ticket's events that are known already
 */
export function storyEvents(
	{ record, messages, changes }: Story,
	known: readonly TicketEvent[],
): SourceEvent[] {
	const { ticket, createdAt } = record;
	const told = [
		...messages
			.filter((message) => message.actor !== 'system' && !isCreation(message, createdAt))
			.map((message) => ({ at: message.at, events: [messageEvent(ticket, message)] })),
		...changes
			.filter((change) => !isEcho(change, messages))
			.map((change) => ({ at: change.at, events: changeEvents(ticket, change) })),
	];
	const events = told.sort((a, b) => a.at - b.at).flatMap((each) => each.events);
	return [...recordEvents(record, withNew(known, events)), ...events];
}
