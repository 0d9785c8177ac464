/** The fields of ours that a column can be: what `--map FIELD=Column` and the mappings name. */

export type FieldKind = 'text' | 'list' | 'word' | 'instant' | 'due' | 'minutes' | 'count' | 'flag';

export interface Field {
	readonly kind: FieldKind;
	readonly help: string;
}

const field = (kind: FieldKind, help: string): Field => ({ kind, help });

/** Those that rows of every kind may have. */
const COMMON: Readonly<Record<string, Field>> = {
	ticket: field('text', 'the ticket’s reference'),
	subject: field('text', 'what it is about'),
	requester: field('text', 'who asks'),
	organization: field('text', 'for whom'),
	customer_group: field('text', 'the group of customers they are in'),
	department: field('text', 'the team that has it'),
	agent: field('text', 'who works on it'),
	priority: field('word', 'low, normal, high, urgent, or a word that means one'),
	status: field('word', 'a status of ours, or a word that means one'),
	channel: field('text', 'how it came in'),
	tags: field('list', 'its tags'),
	url: field('text', 'where it is in the help desk'),
};

const CREATED: Readonly<Record<string, Field>> = { created_at: field('instant', 'when it was created') };

/** Of rows that are tickets. */
const OF_TICKETS: Readonly<Record<string, Field>> = {
	...CREATED,
	assigned_at: field('instant', 'when its agent was assigned'),
	first_answer_at: field('instant', 'when it was first answered'),
	first_answer_minutes: field('minutes', 'minutes from its creation to its first answer, by the clock'),
	first_resolve_minutes: field('minutes', 'minutes from its creation to its first resolution, by the clock'),
	resolved_at: field('instant', 'when it was resolved, the last time'),
	reopened_at: field('instant', 'when it was reopened, the last time'),
	closed_at: field('instant', 'when it was closed'),
	updated_at: field('instant', 'when it last changed: its status holds since then at the latest'),
	reopens: field('count', 'how often it was reopened'),
};

/** Of rows that are updates of a ticket, or activities on one. */
const OF_LOGS: Readonly<Record<string, Field>> = {
	...CREATED,
	at: field('instant', 'when it happened'),
	activity: field('word', 'what was done'),
};

/** Of rows that are events in our own format. */
const OF_EVENTS: Readonly<Record<string, Field>> = {
	at: field('instant', 'when it happened'),
	type: field('text', 'its type: created, message, status …'),
	id: field('text', 'its own id'),
	actor: field('text', 'customer, agent, system or bot'),
	public: field('flag', 'of a message: true or false'),
	auto: field('flag', 'of a message: true or false'),
	metric: field('text', 'of a target'),
	due_at: field('instant', 'of a target'),
	level: field('text', 'a level by hand'),
	into: field('text', 'of a merge: the other ticket'),
};

export const ROW_KINDS = ['ticket', 'update', 'activity', 'event'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export const FIELDS: Readonly<Record<RowKind, Readonly<Record<string, Field>>>> = {
	ticket: { ...COMMON, ...OF_TICKETS },
	update: { ...COMMON, ...OF_LOGS },
	activity: { ...COMMON, ...OF_LOGS },
	event: { ...COMMON, ...OF_EVENTS },
};

/** Without these a row is nothing. */
export const NEEDED: Readonly<Record<RowKind, readonly string[]>> = {
	ticket: ['ticket', 'created_at'],
	update: ['ticket', 'at'],
	activity: ['ticket', 'at', 'activity'],
	event: ['ticket', 'at', 'type'],
};

/** `due.METRIC`: the due that the help desk gave for a metric; `custom.NAME`: a field of your own. */
const OPEN_NAMES: readonly (readonly [prefix: string, field: Field])[] = [
	['due.', field('due', 'when that metric is due, as the help desk has it')],
	['custom.', field('text', 'a field of your own')],
];

/** What a field is; undefined where there is none of the name in rows of the kind. */
export function fieldOf(name: string, rows: RowKind): Field | undefined {
	const known = FIELDS[rows];
	if (Object.hasOwn(known, name)) return known[name];
	const open = OPEN_NAMES.find(([prefix]) => name.startsWith(prefix) && name.length > prefix.length);
	return open?.[0] === 'due.' && rows !== 'ticket' ? undefined : open?.[1];
}

/** Every name that there is, for a hint. */
export const fieldNames = (rows: RowKind): readonly string[] => [
	...Object.keys(FIELDS[rows]),
	...(rows === 'ticket' ? ['due.first_answer', 'due.first_resolve'] : []),
	'custom.NAME',
];
