/**
 * LiveAgent's records (API v3) as far as they are read, and its codes. Date-times have no zone: whoever reads them
 * must say which it is.
 */
import * as v from 'valibot';
import { parseInstant } from '../../../sla/instant.ts';
import type { Status } from '../../../sla/ticket.ts';
import { id, instantBy, instantOrNoneBy, listOf, textOrNone } from '../schemas.ts';
import { instantOfWall } from '../wall-time.ts';

/** Statuses of tickets and of spans of their history. Null: it says nothing yet (a contact that is being set up). */
export const STATUS = {
	I: null,
	N: 'new',
	T: 'open',
	P: 'open',
	C: 'open',
	A: 'answered',
	W: 'postponed',
	R: 'resolved',
	L: 'closed',
	X: 'deleted',
	B: 'spam',
} as const satisfies Readonly<Record<string, Status | null>>;
export type LiveAgentStatus = keyof typeof STATUS;

/** Those in which there is something to do, or to wait for. */
export const OPEN_STATUSES = 'N,T,P,C,A,W';

const STATUS_CODES = Object.keys(STATUS).filter((code): code is LiveAgentStatus => code in STATUS);

export const CHANNEL: Readonly<Record<string, string>> = {
	E: 'email',
	B: 'chat',
	I: 'chat',
	M: 'web',
	C: 'phone',
	W: 'phone',
	V: 'phone',
	F: 'facebook',
	A: 'facebook',
	T: 'twitter',
	Q: 'forum',
	S: 'suggestion',
};

/** Message groups that customers and agents speak to each other in. Of the rest, notes are told, and no others. */
export const PUBLIC_GROUPS: ReadonlySet<string> = new Set(['3', '4', '5', '6', '7', 'A', 'C', 'F', 'M', 'W']);
/** E-mails that go out: whoever is no longer among the agents wrote them as one. */
export const OUTGOING_GROUP = '4';
/** A call that a customer makes; others go out, or from agent to agent. */
export const INCOMING = 'I';
export const NOTE_GROUPS: ReadonlySet<string> = new Set(['I', 'U', 'Z']);
export const CHAT_GROUP = 'C';
/** Messages with a text, and those that are notes wherever they stand; the others are headers and the system's. */
export const TEXT_MESSAGE = 'M';
export const NOTE_MESSAGES: ReadonlySet<string> = new Set(['I', 'N', 'L']);
/** The system's own user, and the names of its bots, begin so. */
export const SYSTEM_USER = /^system/;

const EXPECTED = 'a time like 2026-11-20 15:30:00';

const status = v.pipe(
	v.string('must be a status'),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		const code = STATUS_CODES.find((known) => known === dataset.value);
		if (code !== undefined) return code;
		addIssue({ message: `${JSON.stringify(dataset.value)} is none of ${STATUS_CODES.join(', ')}` });
		return NEVER;
	}),
);

const customField = v.object({ code: v.string(), value: v.optional(v.unknown()) });

/** The schemas of what has times in it, for times of a zone. */
export function schemasIn(zone: string) {
	// Some times have a zone of their own, by its description of them.
	const read = (text: string): number | undefined => instantOfWall(text, zone) ?? parseInstant(text);
	const at = instantBy(read, EXPECTED);
	const atOrNone = instantOrNoneBy(read, EXPECTED);
	return {
		ticket: v.object({
			id,
			code: id,
			owner_name: textOrNone,
			owner_email: textOrNone,
			departmentid: textOrNone,
			agentid: textOrNone,
			status,
			tags: listOf(id),
			channel_type: textOrNone,
			date_created: at,
			date_changed: at,
			subject: textOrNone,
			custom_fields: listOf(customField),
		}),
		span: v.object({
			id,
			conversation_id: id,
			conversation_code: id,
			department_id: textOrNone,
			department_name: textOrNone,
			agent_id: textOrNone,
			status,
			date_from: at,
		}),
		group: v.object({
			id,
			userid: textOrNone,
			type: v.string('must be a text'),
			datecreated: at,
			datefinished: atOrNone,
			messages: listOf(
				v.object({ id, userid: textOrNone, type: v.string('must be a text'), datecreated: at }),
			),
		}),
		call: v.object({
			id,
			ticket_id: textOrNone,
			type: textOrNone,
			date_created: at,
			date_answered: atOrNone,
			date_finished: atOrNone,
		}),
		ticketSla: v.object({
			sla_level_id: textOrNone,
			sla_level_name: textOrNone,
			first_answer: atOrNone,
			first_assign: atOrNone,
			first_resolve: atOrNone,
			next_answer: atOrNone,
		}),
		slaHistory: v.object({
			sla_level_id: textOrNone,
			sla_type: textOrNone,
			date_created: at,
			date_due: atOrNone,
			date_closed: atOrNone,
		}),
	};
}

type Schemas = ReturnType<typeof schemasIn>;
export type LiveAgentTicket = v.InferOutput<Schemas['ticket']>;
export type Span = v.InferOutput<Schemas['span']>;
export type MessageGroup = v.InferOutput<Schemas['group']>;
export type Call = v.InferOutput<Schemas['call']>;

/** A ticket, as far as what it is called. */
export const CODE = v.object({ code: id });

export const AGENT = v.object({ id, name: textOrNone, email: textOrNone });
export const DEPARTMENT = v.object({ department_id: id, name: textOrNone });
export const TAG = v.object({ id, name: textOrNone });

/** Names for the ids that records have. */
export interface Names {
	readonly agents: ReadonlyMap<string, string>;
	readonly departments: ReadonlyMap<string, string>;
	readonly tags: ReadonlyMap<string, string>;
}

export const nameOf = (names: ReadonlyMap<string, string>, id: string | null): string | null =>
	id === null ? null : (names.get(id) ?? id);

/** A ticket's first span, and its first message, may be told a moment off its creation. */
export const MOMENT_MS = 2_000;
