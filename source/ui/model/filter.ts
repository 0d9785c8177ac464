/** The filter line: `dep:billing level:gold left<30m agent:me since:11-20 printer`. */
import { parseDurationMs } from '../../sla/duration.ts';
import { PRIORITIES } from '../../sla/ticket.ts';
import { CLOSED_STATES, OPEN_STATES } from '../../sla/timer.ts';
import type { LogFilter, TimerFilter } from '../../store/port.ts';
import { timeOfDayIn } from '../time-typed.ts';
import { WORDS } from '../words.ts';

/** What a field is called in the line, and what it narrows; the beginning of a name is enough. */
const FIELDS = {
	department: 'departments',
	level: 'levels',
	agent: 'agents',
	metric: 'metrics',
	state: 'states',
	priority: 'priorities',
} as const;

export type FieldName = keyof typeof FIELDS;
const FIELD_NAMES = [
	'department',
	'level',
	'agent',
	'metric',
	'state',
	'priority',
] as const satisfies FieldName[];
const LEFT = 'left<';
/** When rows of the log closed: at or after, and before. */
const BOUNDS = ['since', 'until'] as const;
type Bound = (typeof BOUNDS)[number];

/** A part of the line, as it was understood. */
export type Term =
	| { readonly kind: 'field'; readonly field: FieldName; readonly values: readonly string[] }
	| { readonly kind: 'left'; readonly ms: number; readonly typed: string }
	| { readonly kind: 'bound'; readonly bound: Bound; readonly at: number; readonly typed: string }
	| { readonly kind: 'text'; readonly text: string };

export interface ParsedFilter {
	readonly terms: readonly Term[];
	readonly log: LogFilter;
	/** What could not be understood; null where all was. */
	readonly problem: string | null;
	/** The filter of open timers at an instant: what `left<` is measured from. */
	readonly timersAt: (nowAt: number) => TimerFilter;
}

const fieldOf = (name: string): FieldName | undefined =>
	name === '' ? undefined : FIELD_NAMES.find((full) => full.startsWith(name.toLowerCase()));

/** Names as the store has them, to find what was typed in any case, or begun. */
export interface KnownNames {
	readonly departments: readonly string[];
	readonly levels: readonly string[];
	readonly metrics: readonly string[];
	readonly agents: readonly string[];
	readonly me: string;
}

const STATES: readonly string[] = [...OPEN_STATES, ...CLOSED_STATES];
const ME = 'me';
const TOKEN = /(?:[^\s"]|"[^"]*")+/g;
/** The token that the cursor stands behind, with a quote that may still be open. */
const LAST_TOKEN = /(?:[^\s"]|"[^"]*"?)*$/;
const unquoted = (text: string): string => text.replaceAll('"', '');

/** A name as it is to be typed. */
export const quoted = (name: string): string => (name === '' || /[\s,]/.test(name) ? `"${name}"` : name);

const folded = (name: string): string => name.toLowerCase().replaceAll(' ', '_');

function namesOf(field: FieldName, known: KnownNames): readonly string[] {
	switch (field) {
		case 'department':
			return known.departments;
		case 'level':
			return known.levels;
		case 'agent':
			return known.agents;
		case 'metric':
			return known.metrics;
		case 'state':
			return STATES;
		case 'priority':
			return PRIORITIES;
		default:
			return field satisfies never;
	}
}

/** The names that begin with what was typed, and then those that contain it. */
function alike(typed: string, names: readonly string[]): { begun: string[]; within: string[] } {
	const wanted = folded(typed);
	const begun = names.filter((name) => folded(name).startsWith(wanted));
	const within = names.filter((name) => !begun.includes(name) && folded(name).includes(wanted));
	return { begun, within };
}

/** The name that was typed, else those that begin with it, else those that contain it; else what was typed. */
function expand(typed: string, names: readonly string[]): readonly string[] {
	// `dep:""` asks for those that have none.
	if (typed === '') return [''];
	const exact = names.filter((name) => folded(name) === folded(typed));
	if (exact.length > 0) return exact;
	const { begun, within } = alike(typed, names);
	return [begun, within, [typed]].find((found) => found.length > 0) ?? [];
}

/** The values of `a,"b c"`. */
const valuesIn = (value: string): string[] => (value.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).map(unquoted);

function valuesOf(field: FieldName, value: string, known: KnownNames): readonly string[] {
	return valuesIn(value).flatMap((typed) =>
		field === 'agent' && typed === ME ? [known.me] : expand(typed, namesOf(field, known)),
	);
}

interface Read {
	readonly term: Term | null;
	readonly problem: string | null;
}

/** `since:11-24`, `until:"2026-11-24 14:30"`; undefined where it is neither. */
function readBound(token: string, nowAt: number): Read | undefined {
	const [, name = '', value = ''] = /^(since|until):(.*)$/i.exec(token) ?? [];
	const bound = BOUNDS.find((known) => known === name.toLowerCase());
	if (bound === undefined) return undefined;
	const typed = unquoted(value);
	const at = timeOfDayIn(typed, nowAt);
	if (at !== undefined) return { term: { kind: 'bound', bound, at, typed }, problem: null };
	return { term: null, problem: typed === '' ? null : WORDS.boundTakesTime(bound) };
}

/** What a token says; a text where it is nothing else. */
function readToken(token: string, known: KnownNames, nowAt: number): Read {
	const bound = readBound(token, nowAt);
	if (bound) return bound;
	const left = /^left<(.*)$/i.exec(token)?.[1];
	if (left !== undefined) {
		const ms = parseDurationMs(left);
		if (ms !== undefined) return { term: { kind: 'left', ms, typed: left }, problem: null };
		return { term: null, problem: left === '' ? null : WORDS.leftTakesDuration };
	}
	const [, name = '', value = ''] = /^([a-z]+):(.*)$/i.exec(token) ?? [];
	const field = fieldOf(name);
	if (field !== undefined) {
		const values = valuesOf(field, value, known);
		return { term: values.length > 0 ? { kind: 'field', field, values } : null, problem: null };
	}
	// A link in a subject has a colon too: what is no field is text.
	const isField = name !== '' && !value.startsWith('//');
	const problem = isField ? WORDS.noField(name, [...FIELD_NAMES, LEFT, ...BOUNDS].join(', ')) : null;
	return { term: { kind: 'text', text: unquoted(token) }, problem };
}

/**
 * Reads a filter line as far as it is typed.
 * @param nowAt what times that are typed without a day go by
 */
export function parseFilter(line: string, known: KnownNames, nowAt: number): ParsedFilter {
	const read = (line.match(TOKEN) ?? []).map((token) => readToken(token, known, nowAt));
	const terms = read.flatMap(({ term }) => term ?? []);
	const lists: Partial<Record<(typeof FIELDS)[FieldName], readonly string[]>> = {};
	const texts: string[] = [];
	const bounds: Partial<Record<Bound, number>> = {};
	let leftMs: number | undefined;
	for (const term of terms) {
		if (term.kind === 'left') leftMs = term.ms;
		else if (term.kind === 'bound') bounds[term.bound] = term.at;
		else if (term.kind === 'text') texts.push(term.text);
		else lists[FIELDS[term.field]] = [...(lists[FIELDS[term.field]] ?? []), ...term.values];
	}
	const { priorities, ...common } = lists;
	const both = { ...common, ...(texts.length > 0 ? { texts } : {}) };
	const log: LogFilter = { ...both, ...bounds };
	const timers: TimerFilter = { ...both, ...(priorities ? { priorities } : {}) };
	return {
		terms,
		log,
		problem: read.findLast(({ problem }) => problem !== null)?.problem ?? null,
		timersAt: (nowAt) => (leftMs === undefined ? timers : { ...timers, dueBefore: nowAt + leftMs }),
	};
}

export interface Completion {
	/** What stays of the line before the cursor. */
	readonly stem: string;
	/** What may stand behind it; the beginning of it is typed already. */
	readonly candidates: readonly string[];
	/** Whether they end their term. */
	readonly isValue: boolean;
}

/** What the word before the cursor may become: a field, or a name that the field knows. */
export function completionsOf(before: string, known: KnownNames): Completion {
	const token = LAST_TOKEN.exec(before)?.[0] ?? '';
	const stem = before.slice(0, before.length - token.length);
	const [, name = '', value = ''] = /^([a-z]+):(.*)$/i.exec(token) ?? [];
	const field = fieldOf(name);
	if (field === undefined) {
		const candidates = [...[...FIELD_NAMES, ...BOUNDS].map((full) => `${full}:`), LEFT];
		return {
			stem,
			candidates: candidates.filter((full) => full.startsWith(token.toLowerCase())),
			isValue: false,
		};
	}
	const typed = /(?:[^,"]|"[^"]*"?)*$/.exec(value)?.[0] ?? '';
	const names = [...(field === 'agent' ? [ME] : []), ...namesOf(field, known)];
	const { begun, within } = alike(unquoted(typed), names);
	return {
		stem: stem + token.slice(0, token.length - typed.length),
		candidates: [...begun, ...within].map(quoted),
		isValue: true,
	};
}
