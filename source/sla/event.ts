/** Ticket events: the one format everything is fed with (contract, section 1). */
import {
	checkNesting,
	EventRefused,
	flag,
	instant,
	isObject,
	oneOf,
	type Raw,
	shown,
	text,
	textOrNull,
	texts,
} from './event-reading.ts';
import { isRemarkType, REMARK_READERS, type RemarkContent } from './remark.ts';
import { PRIORITIES, type Priority, STATUSES, type Status, type TicketFields } from './ticket.ts';

export { EventRefused } from './event-reading.ts';

export const ACTORS = ['customer', 'agent', 'system', 'bot'] as const;
export type Actor = (typeof ACTORS)[number];

const CONTACT_TYPES = [
	'chat_started',
	'chat_answered',
	'chat_ended',
	'call_started',
	'call_answered',
	'call_ended',
] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

type Custom = TicketFields['custom'];

/** Fields an event sets: only those that it names. */
export type FieldChanges = Partial<TicketFields>;

interface EventBase {
	readonly ticket: string;
	readonly at: number;
	readonly id: string | undefined;
	readonly actor: Actor;
	/** Keys that no event has, kept for the ticket; those of `created` and `updated` are among their fields. */
	readonly custom?: Custom;
	/** Who did it in slatop; left out where it comes from elsewhere. What has it can be undone. */
	readonly by?: string;
}

/** What an event of each type says beyond ticket, time and actor. */
type EventContent =
	| {
			readonly type: 'created';
			readonly fields: FieldChanges;
			readonly status: Status;
			/** Metrics that its source cannot tell of: their clocks never start on this ticket. */
			readonly unmeasured?: readonly string[];
	  }
	| {
			readonly type: 'message';
			readonly public: boolean;
			readonly auto: boolean;
			/** The status that an answer leaves the ticket in, where that is not `answered`. */
			readonly leaves?: Status;
	  }
	| { readonly type: 'status'; readonly status: Status }
	| { readonly type: 'assigned'; readonly agent: string | null }
	| { readonly type: 'target'; readonly metric: string; readonly dueAt: number }
	| { readonly type: 'updated'; readonly fields: FieldChanges; readonly level?: string | null }
	| { readonly type: 'no_answer_needed' }
	| { readonly type: 'merged'; readonly into: string | null }
	/** It has another reference now, with its whole history: nothing counts under this one. Null: it has come back. */
	| { readonly type: 'moved'; readonly into: string | null }
	| { readonly type: ContactType; readonly agent?: string | null }
	| RemarkContent;

export type TicketEvent = EventBase & EventContent;

export type EventType = TicketEvent['type'];

/** What is asked of an event before its ticket is folded. */
export type EventHead = Pick<TicketEvent, 'ticket' | 'at' | 'type'>;

/** Who does a thing where the event does not say. */
const DEFAULT_ACTOR: Readonly<Record<EventType, Actor>> = {
	created: 'customer',
	message: 'customer', // never used: a message must name its actor
	status: 'agent',
	assigned: 'agent',
	target: 'system',
	updated: 'agent',
	no_answer_needed: 'agent',
	merged: 'agent',
	moved: 'agent',
	chat_started: 'customer',
	chat_answered: 'agent',
	chat_ended: 'system',
	call_started: 'customer',
	call_answered: 'agent',
	call_ended: 'system',
	acknowledged: 'agent',
	remarked: 'agent',
	explained: 'agent',
	excluded: 'agent',
	included: 'agent',
	snoozed: 'agent',
	undone: 'agent',
};

/** The keys of `created` that are none of its fields. */
const ENVELOPE = new Set(['ticket', 'at', 'type', 'id', 'actor', 'status', 'custom', 'unmeasured']);
/** Those of `updated`: a level by hand is an update's to give, and to `created` a key like any unknown one. */
const UPDATE_ENVELOPE = new Set([...ENVELOPE, 'level']);

type FieldReader = (raw: Raw, fields: FieldChanges) => void;

const TEXT_FIELDS = [
	'subject',
	'requester',
	'organization',
	'customer_group',
	'department',
	'agent',
	'url',
] as const satisfies readonly (keyof TicketFields)[];

/** How each field of `created` and `updated` is read; what is not here goes to `custom`. */
const FIELD_READERS: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
	...TEXT_FIELDS.map((name): [string, FieldReader] => [
		name,
		(raw, fields) => {
			fields[name] = textOrNull(raw, name);
		},
	]),
	[
		'priority',
		(raw, fields) => {
			fields.priority = priority(raw);
		},
	],
	[
		'channel',
		(raw, fields) => {
			fields.channel = textOrNull(raw, 'channel') ?? 'email';
		},
	],
	[
		'tags',
		(raw, fields) => {
			fields.tags = raw.tags === null ? [] : texts(raw, 'tags');
		},
	],
]);

/** A ticket of no priority (null: help desks have such) is of the default one. */
const priority = (raw: Raw): Priority =>
	raw.priority === null ? 'normal' : oneOf(raw, 'priority', PRIORITIES);

/** The object that `custom` holds itself; what is unknown comes beside it. */
function givenCustom({ custom }: Raw): Custom | undefined {
	if (custom === undefined || custom === null) return undefined;
	if (!isObject(custom)) throw new EventRefused(`"custom" must be an object, not ${shown(custom)}`);
	return custom;
}

/** With keys beside it; at once, as one by one takes the square of their number. */
const withOthers = (
	custom: Custom | undefined,
	others: readonly (readonly [string, unknown])[],
): Custom | undefined =>
	others.length === 0 ? custom : Object.fromEntries([...Object.entries(custom ?? {}), ...others]);

/** Keys that some type of event has, if not every one: elsewhere they say nothing, and are not unknown. */
const KNOWN = new Set([
	...UPDATE_ENVELOPE,
	...FIELD_READERS.keys(),
	...['public', 'auto', 'metric', 'due_at', 'into', 'by'],
]);

/** What an event that sets no fields says in keys of a help desk's own. */
function unknownKeys(raw: Raw): Custom | undefined {
	const others: [string, unknown][] = [];
	for (const key in raw) if (!KNOWN.has(key)) others.push([key, raw[key]]);
	return withOthers(givenCustom(raw), others);
}

function fieldChanges(raw: Raw, envelope: ReadonlySet<string>): FieldChanges {
	const fields: FieldChanges = {};
	const others: [string, unknown][] = [];
	for (const key of Object.keys(raw)) {
		if (envelope.has(key)) continue;
		const read = FIELD_READERS.get(key);
		if (read) read(raw, fields);
		else others.push([key, raw[key]]);
	}
	const custom = withOthers(givenCustom(raw), others);
	if (custom) fields.custom = custom;
	return fields;
}

/** What is read of each type beyond ticket, at, id and actor. */
const TYPE_READERS: { readonly [T in EventType]: (raw: Raw) => EventContent } = {
	created: (raw) => {
		const status = raw.status === undefined ? 'new' : oneOf(raw, 'status', STATUSES);
		const created = { type: 'created', fields: fieldChanges(raw, ENVELOPE), status } as const;
		return raw.unmeasured === undefined ? created : { ...created, unmeasured: texts(raw, 'unmeasured') };
	},
	message: (raw) => {
		oneOf(raw, 'actor', ACTORS);
		const isPublic = flag(raw, 'public', true);
		const message = { type: 'message', public: isPublic, auto: flag(raw, 'auto', false) } as const;
		return raw.leaves === undefined ? message : { ...message, leaves: oneOf(raw, 'leaves', STATUSES) };
	},
	status: (raw) => ({ type: 'status', status: oneOf(raw, 'status', STATUSES) }),
	assigned: (raw) => ({ type: 'assigned', agent: textOrNull(raw, 'agent') }),
	target: (raw) => ({ type: 'target', metric: text(raw, 'metric'), dueAt: instant(raw, 'due_at') }),
	updated: (raw) => {
		const fields = fieldChanges(raw, UPDATE_ENVELOPE);
		return raw.level === undefined
			? { type: 'updated', fields }
			: { type: 'updated', fields, level: textOrNull(raw, 'level') };
	},
	no_answer_needed: () => ({ type: 'no_answer_needed' }),
	merged: (raw) => ({ type: 'merged', into: intoOf(raw) }),
	moved: (raw) => ({ type: 'moved', into: intoOf(raw) }),
	chat_started: contact('chat_started'),
	chat_answered: contact('chat_answered'),
	chat_ended: contact('chat_ended'),
	call_started: contact('call_started'),
	call_answered: contact('call_answered'),
	call_ended: contact('call_ended'),
	...REMARK_READERS,
};

const intoOf = (raw: Raw): string | null => (raw.into === undefined ? null : textOrNull(raw, 'into'));

function contact(type: ContactType): (raw: Raw) => EventContent {
	return (raw) => (raw.agent === undefined ? { type } : { type, agent: textOrNull(raw, 'agent') });
}

const isEventType = (value: unknown): value is EventType =>
	typeof value === 'string' && Object.hasOwn(TYPE_READERS, value);

export const EVENT_TYPES: readonly EventType[] = Object.keys(TYPE_READERS).filter(isEventType);

/**
 * Reads one event out of parsed JSON.
 * @throws {EventRefused} with what is wrong and what was expected
 */
export function parseEvent(value: unknown): TicketEvent {
	if (!isObject(value)) throw new EventRefused(`an event is a JSON object, not ${shown(value)}`);
	checkNesting(value);
	const ticket = text(value, 'ticket');
	const at = instant(value, 'at');
	const { type } = value;
	if (!isEventType(type)) {
		throw new EventRefused(type === undefined ? '"type" is missing' : `unknown event type ${shown(type)}`);
	}
	const actor = value.actor === undefined ? DEFAULT_ACTOR[type] : oneOf(value, 'actor', ACTORS);
	const id = value.id === undefined || value.id === null ? undefined : text(value, 'id');
	// Who remarks must be known; in other events it may be any key of a help desk's own.
	const by = isRemarkType(type) ? text(value, 'by') : typeof value.by === 'string' ? value.by : undefined;
	const base: { -readonly [Key in keyof EventBase]: EventBase[Key] } = { ticket, at, actor, id };
	if (by !== undefined) base.by = by;
	if (type !== 'created' && type !== 'updated' && !isRemarkType(type)) {
		const custom = unknownKeys(value);
		if (custom) base.custom = custom;
	}
	// Not a spread: this runs for every event that there is, and takes a tenth of the time.
	return Object.assign(base, TYPE_READERS[type](value));
}

/**
 * Reads one line of NDJSON.
 * @throws {EventRefused} with what is wrong and what was expected
 */
export function parseEventLine(line: string): { event: TicketEvent; raw: Raw } {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch (error) {
		throw new EventRefused(`not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
	}
	return { event: parseEvent(value), raw: isObject(value) ? value : {} };
}
