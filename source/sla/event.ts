/** Ticket events: the one format everything is fed with (contract, section 1). */
import { parseInstant } from './instant.ts';
import { PRIORITIES, type Priority, STATUSES, type Status, type TicketFields } from './ticket.ts';

export const ACTORS = ['customer', 'agent', 'system', 'bot'] as const;
export type Actor = (typeof ACTORS)[number];

export const CONTACT_TYPES = [
	'chat_started',
	'chat_answered',
	'chat_ended',
	'call_started',
	'call_answered',
	'call_ended',
] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

/** Fields an event sets: only those that it names. */
export type FieldChanges = Partial<TicketFields>;

interface EventBase {
	readonly ticket: string;
	readonly at: number;
	readonly id: string | undefined;
	readonly actor: Actor;
}

/** What an event of each type says beyond ticket, time and actor. */
type EventContent =
	| { readonly type: 'created'; readonly fields: FieldChanges; readonly status: Status }
	| { readonly type: 'message'; readonly public: boolean; readonly auto: boolean }
	| { readonly type: 'status'; readonly status: Status }
	| { readonly type: 'assigned'; readonly agent: string | null }
	| { readonly type: 'target'; readonly metric: string; readonly dueAt: number }
	| { readonly type: 'updated'; readonly fields: FieldChanges; readonly level?: string | null }
	| { readonly type: 'no_answer_needed' }
	| { readonly type: 'merged'; readonly into: string | null }
	| { readonly type: ContactType; readonly agent?: string | null };

export type TicketEvent = EventBase & EventContent;

export type EventType = TicketEvent['type'];

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
	chat_started: 'customer',
	chat_answered: 'agent',
	chat_ended: 'system',
	call_started: 'customer',
	call_answered: 'agent',
	call_ended: 'system',
};

/** What is wrong with an event, in words for the person who sent it. */
export class EventRefused extends Error {}

type Raw = Readonly<Record<string, unknown>>;

/** No ticket is older than the clock's own beginning; calendars are not laid out for ever. */
const EARLIEST = 0;
const LATEST = Date.UTC(2400, 0, 1);

const isObject = (value: unknown): value is Raw =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

function text(raw: Raw, key: string): string {
	const value = raw[key];
	if (typeof value === 'string' && value !== '') return value;
	throw new EventRefused(
		value === undefined ? `"${key}" is missing` : `"${key}" must be a text, not ${shown(value)}`,
	);
}

function textOrNull(raw: Raw, key: string): string | null {
	const value = raw[key];
	if (value === null || typeof value === 'string') return value === '' ? null : value;
	if (value === undefined) throw new EventRefused(`"${key}" is missing`);
	throw new EventRefused(`"${key}" must be a text or null, not ${shown(value)}`);
}

function flag(raw: Raw, key: string, byDefault: boolean): boolean {
	const value = raw[key] ?? byDefault;
	if (typeof value === 'boolean') return value;
	throw new EventRefused(`"${key}" must be true or false, not ${shown(value)}`);
}

function oneOf<T extends string>(raw: Raw, key: string, choices: readonly T[]): T {
	const value = raw[key];
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	const expected = choices.join(', ');
	throw new EventRefused(
		value === undefined
			? `"${key}" is missing (one of: ${expected})`
			: `"${key}" ${shown(value)} is none of: ${expected}`,
	);
}

function instant(raw: Raw, key: string): number {
	const value = text(raw, key);
	const at = parseInstant(value);
	if (at !== undefined && at >= EARLIEST && at < LATEST) return at;
	if (at !== undefined) throw new EventRefused(`"${key}" ${shown(value)} is not a time of this age`);
	throw new EventRefused(
		`"${key}" ${shown(value)} is not an RFC 3339 time with an offset (like 2026-11-20T15:30:00Z)`,
	);
}

function texts(raw: Raw, key: string): readonly string[] {
	const value = raw[key];
	if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
	throw new EventRefused(`"${key}" must be a list of texts, not ${shown(value)}`);
}

/** The keys that name something on every event, or on those that set no fields. */
const ENVELOPE = new Set(['ticket', 'at', 'type', 'id', 'actor', 'status', 'level', 'custom']);

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

function fieldChanges(raw: Raw): FieldChanges {
	const fields: FieldChanges = {};
	let custom: Record<string, unknown> | undefined;
	if (raw.custom !== undefined && raw.custom !== null) {
		if (!isObject(raw.custom)) throw new EventRefused(`"custom" must be an object, not ${shown(raw.custom)}`);
		custom = { ...raw.custom };
	}
	for (const key of Object.keys(raw)) {
		if (ENVELOPE.has(key)) continue;
		const read = FIELD_READERS.get(key);
		if (read) read(raw, fields);
		else custom = { ...custom, [key]: raw[key] };
	}
	if (custom) fields.custom = custom;
	return fields;
}

/** What is read of each type beyond ticket, at, id and actor. */
const TYPE_READERS: { readonly [T in EventType]: (raw: Raw) => EventContent } = {
	created: (raw) => ({
		type: 'created',
		fields: fieldChanges(raw),
		status: raw.status === undefined ? 'new' : oneOf(raw, 'status', STATUSES),
	}),
	message: (raw) => {
		oneOf(raw, 'actor', ACTORS);
		return { type: 'message', public: flag(raw, 'public', true), auto: flag(raw, 'auto', false) };
	},
	status: (raw) => ({ type: 'status', status: oneOf(raw, 'status', STATUSES) }),
	assigned: (raw) => ({ type: 'assigned', agent: textOrNull(raw, 'agent') }),
	target: (raw) => ({ type: 'target', metric: text(raw, 'metric'), dueAt: instant(raw, 'due_at') }),
	updated: (raw) => {
		if (raw.level === undefined) return { type: 'updated', fields: fieldChanges(raw) };
		return { type: 'updated', fields: fieldChanges(raw), level: textOrNull(raw, 'level') };
	},
	no_answer_needed: () => ({ type: 'no_answer_needed' }),
	merged: (raw) => ({ type: 'merged', into: raw.into === undefined ? null : textOrNull(raw, 'into') }),
	chat_started: contact('chat_started'),
	chat_answered: contact('chat_answered'),
	chat_ended: contact('chat_ended'),
	call_started: contact('call_started'),
	call_answered: contact('call_answered'),
	call_ended: contact('call_ended'),
};

function contact(type: ContactType): (raw: Raw) => EventContent {
	return (raw) => (raw.agent === undefined ? { type } : { type, agent: textOrNull(raw, 'agent') });
}

const isEventType = (value: unknown): value is EventType =>
	typeof value === 'string' && Object.hasOwn(TYPE_READERS, value);

/**
 * Reads one event out of parsed JSON.
 * @throws {EventRefused} with what is wrong and what was expected
 */
export function parseEvent(value: unknown): TicketEvent {
	if (!isObject(value)) throw new EventRefused(`an event is a JSON object, not ${shown(value)}`);
	const ticket = text(value, 'ticket');
	const at = instant(value, 'at');
	const { type } = value;
	if (!isEventType(type)) {
		throw new EventRefused(type === undefined ? '"type" is missing' : `unknown event type ${shown(type)}`);
	}
	const actor = value.actor === undefined ? DEFAULT_ACTOR[type] : oneOf(value, 'actor', ACTORS);
	const id = value.id === undefined || value.id === null ? undefined : text(value, 'id');
	const base: EventBase = { ticket, at, actor, id };
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
