/** Freshdesk's records (API v2) as far as they are read, and its codes. */
import * as v from 'valibot';
import { parseInstant } from '../../../sla/instant.ts';
import type { Priority, Status } from '../../../sla/ticket.ts';
import { flag, id, instantBy, instantOrNoneBy, listOf, textOrNone } from '../schemas.ts';

/** The statuses that every account has; those from 6 on are its own, and have names. */
export const STATUS: Readonly<Record<string, Status>> = {
	'2': 'open',
	'3': 'answered',
	'4': 'resolved',
	'5': 'closed',
};
/** Names of an account's own statuses that say enough; any other is open. */
export const OWN_STATUS: Readonly<Record<string, Status>> = {
	'waiting on customer': 'answered',
	'waiting on third party': 'on_hold',
	'on hold': 'on_hold',
	postponed: 'postponed',
};

export const PRIORITY: Readonly<Record<string, Priority>> = {
	'1': 'low',
	'2': 'normal',
	'3': 'high',
	'4': 'urgent',
};

export const CHANNEL: Readonly<Record<string, string>> = {
	'1': 'email',
	'2': 'web',
	'3': 'phone',
	'5': 'twitter',
	'6': 'facebook',
	'7': 'chat',
	'9': 'web',
	'10': 'email',
	'13': 'whatsapp',
};
/** An e-mail that an agent began the ticket with. */
export const OUTBOUND = '10';

/** Conversations that nobody wrote to the customer: what a survey brought, and what went to somebody else. */
export const FEEDBACK = '6';
export const FORWARDED = '8';

const EXPECTED = 'a time like 2026-11-20T15:30:00Z';
const at = instantBy(parseInstant, EXPECTED);
const atOrNone = instantOrNoneBy(parseInstant, EXPECTED);

export const TICKET = v.object({
	id,
	subject: textOrNone,
	status: id,
	priority: id,
	group_id: textOrNone,
	responder_id: textOrNone,
	requester_id: textOrNone,
	company_id: textOrNone,
	source: textOrNone,
	tags: listOf(v.string()),
	custom_fields: v.nullish(v.record(v.string(), v.unknown()), {}),
	deleted: flag,
	spam: flag,
	created_at: at,
	updated_at: at,
	requester: v.nullish(v.object({ name: textOrNone, email: textOrNone }), null),
	stats: v.nullish(
		v.object({
			resolved_at: atOrNone,
			closed_at: atOrNone,
			reopened_at: atOrNone,
			pending_since: atOrNone,
			status_updated_at: atOrNone,
		}),
		null,
	),
});
export type FreshdeskTicket = v.InferOutput<typeof TICKET>;

export const CONVERSATION = v.object({
	id,
	incoming: flag,
	private: flag,
	source: textOrNone,
	created_at: at,
});
export type Conversation = v.InferOutput<typeof CONVERSATION>;

/** Agents have their names in a contact; groups and companies beside their ids. */
export const NAMED = v.object({
	id,
	name: textOrNone,
	contact: v.nullish(v.object({ name: textOrNone, email: textOrNone }), null),
});
export type Named = v.InferOutput<typeof NAMED>;

/** A field of tickets; of the one for statuses, what each is called: for agents first, then for customers. */
export const FIELD = v.object({
	type: textOrNone,
	choices: v.nullish(v.unknown()),
});
export const STATUS_CHOICES = v.record(
	v.string(),
	v.union([
		v.string(),
		v.pipe(
			v.array(v.string()),
			v.transform(([name = '']) => name),
		),
	]),
);
