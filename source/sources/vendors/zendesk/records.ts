/** Zendesk's records (API v2) as far as they are read, and its words. */
import * as v from 'valibot';
import { SECOND_MS } from '../../../sla/duration.ts';
import { isOfThisAge } from '../../../sla/event-reading.ts';
import { parseInstant } from '../../../sla/instant.ts';
import type { Priority, Status } from '../../../sla/ticket.ts';
import { id, instantBy, listOf, textOrNone } from '../schemas.ts';

/** Seconds since 1970, as an instant. */
export const unixTime = v.pipe(
	v.number('must be a time in seconds'),
	v.transform((seconds) => seconds * SECOND_MS),
	v.check(isOfThisAge, 'must be a time of this age, in seconds'),
);

export const STATUS: Readonly<Record<string, Status>> = {
	new: 'new',
	open: 'open',
	pending: 'answered',
	hold: 'on_hold',
	solved: 'resolved',
	closed: 'closed',
	deleted: 'deleted',
};

export const PRIORITY: Readonly<Record<string, Priority>> = {
	low: 'low',
	normal: 'normal',
	high: 'high',
	urgent: 'urgent',
};

export const CHANNEL: Readonly<Record<string, string>> = {
	email: 'email',
	web: 'web',
	api: 'api',
	chat: 'chat',
	native_messaging: 'chat',
	voice: 'phone',
	facebook: 'facebook',
	twitter: 'twitter',
	sms: 'sms',
	mobile: 'app',
};

/** What it tags a ticket with that it closes because it has gone into another. */
export const MERGED_TAG = 'closed_by_merge';

/** Roles of those who work for the help desk. */
export const AGENT_ROLES: ReadonlySet<string> = new Set(['agent', 'admin']);
/** What the system itself does is by this user. */
export const SYSTEM_USER = '-1';

const at = instantBy(parseInstant, 'a time like 2026-11-20T15:30:00Z');
const idOrNone = v.nullish(v.pipe(id), null);

export const TICKET = v.object({
	id,
	subject: textOrNone,
	status: v.picklist(Object.keys(STATUS), ({ received }) => `${received} is no status that is known`),
	requester_id: idOrNone,
	submitter_id: idOrNone,
	organization_id: idOrNone,
	created_at: at,
	updated_at: at,
	via: v.nullish(v.object({ channel: textOrNone }), null),
	custom_fields: listOf(v.object({ id, value: v.optional(v.unknown()) })),
});
export type ZendeskTicket = v.InferOutput<typeof TICKET>;

/** A part of an update; which field it sets is a key of its own in exports, and `field_name` in audits. */
const CHILD = v.looseObject({
	id,
	event_type: v.optional(v.string()),
	type: v.optional(v.string()),
	field_name: v.optional(v.string()),
	value: v.optional(v.unknown()),
	public: v.optional(v.boolean()),
	author_id: idOrNone,
});
export type Child = v.InferOutput<typeof CHILD>;

/** An update of a ticket, of the incremental export of ticket events. */
export const TICKET_EVENT = v.pipe(
	v.object({
		id,
		ticket_id: id,
		timestamp: unixTime,
		updater_id: idOrNone,
		child_events: listOf(CHILD),
	}),
	v.transform(({ id: audit, ticket_id, timestamp, updater_id, child_events }) => ({
		id: audit,
		ticket: ticket_id,
		at: timestamp,
		author: updater_id,
		children: child_events,
	})),
);

/** The same, of a ticket's audits. */
export const AUDIT = v.pipe(
	v.object({ id, ticket_id: id, created_at: at, author_id: idOrNone, events: listOf(CHILD) }),
	v.transform(({ id: audit, ticket_id, created_at, author_id, events }) => ({
		id: audit,
		ticket: ticket_id,
		at: created_at,
		author: author_id,
		children: events,
	})),
);
export type Audit = v.InferOutput<typeof AUDIT>;

export const USER = v.object({ id, name: textOrNone, email: textOrNone, role: textOrNone });
export const GROUP = v.object({ id, name: textOrNone });
export const ORGANIZATION = v.object({ id, name: textOrNone });

export interface Person {
	readonly name: string;
	readonly isAgent: boolean;
}

/** Names for the ids that records have. */
export interface Names {
	readonly users: ReadonlyMap<string, Person>;
	readonly groups: ReadonlyMap<string, string>;
	readonly organizations: ReadonlyMap<string, string>;
}
