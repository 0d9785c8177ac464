/** Zammad's records (API v1, expanded: with names beside the ids) as far as they are read, and its words. */
import * as v from 'valibot';
import { parseInstant } from '../../../sla/instant.ts';
import type { Priority, Status } from '../../../sla/ticket.ts';
import { flag, id, instantBy, textOrNone } from '../schemas.ts';

/** The ticket has gone into another. */
export const MERGED = 'merged';

/** What states are called is their administrator's affair; their types are always these. */
export const STATE_TYPE: Readonly<Record<string, Status | typeof MERGED>> = {
	'1': 'new',
	'2': 'open',
	// Pending reminder, and pending action.
	'3': 'postponed',
	'4': 'on_hold',
	'5': 'closed',
	'6': MERGED,
	// Removed.
	'7': 'deleted',
};

/** `2 normal`: the number is for the order of lists. */
const PRIORITY: Readonly<Record<string, Priority>> = {
	low: 'low',
	normal: 'normal',
	high: 'high',
	urgent: 'urgent',
};
export const priorityOf = (name: string | null): Priority =>
	PRIORITY[(name ?? '').replace(/^\d+\s*/, '').toLowerCase()] ?? 'normal';

/** Kinds of the article that a ticket began with. */
export const CHANNEL: Readonly<Record<string, string>> = {
	email: 'email',
	phone: 'phone',
	web: 'web',
	note: 'web',
	sms: 'sms',
	chat: 'chat',
	'twitter status': 'twitter',
	'twitter direct-message': 'twitter',
	'facebook feed post': 'facebook',
	'facebook feed comment': 'facebook',
	'telegram personal-message': 'telegram',
	'whatsapp message': 'whatsapp',
};

/** Nobody, where an owner's name stands. */
export const NOBODY = '-';

const at = instantBy(parseInstant, 'a time like 2026-11-20T15:30:00.000Z');

export const TICKET = v.object({
	id,
	number: id,
	title: textOrNone,
	state: v.string('must be the name of a state'),
	priority: textOrNone,
	group: textOrNone,
	owner: textOrNone,
	owner_id: textOrNone,
	customer: textOrNone,
	organization: textOrNone,
	create_article_type: textOrNone,
	create_article_sender: textOrNone,
	created_at: at,
	updated_at: at,
});
export type ZammadTicket = v.InferOutput<typeof TICKET>;

export const ARTICLE = v.object({
	id,
	type: textOrNone,
	sender: v.string('must be who wrote'),
	internal: flag,
	created_at: at,
});
export type Article = v.InferOutput<typeof ARTICLE>;

/** A row of a ticket's history: what changed, from what to what. */
export const HISTORY = v.object({
	id,
	object: textOrNone,
	type: textOrNone,
	attribute: textOrNone,
	value_from: textOrNone,
	value_to: textOrNone,
	created_at: at,
});
export type HistoryRow = v.InferOutput<typeof HISTORY>;

export const STATE = v.object({ id, name: v.string('must be a name'), state_type_id: id });
export type State = v.InferOutput<typeof STATE>;
export const USER = v.object({ login: textOrNone, firstname: textOrNone, lastname: textOrNone });
