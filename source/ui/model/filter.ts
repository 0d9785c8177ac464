/** The filter line: `dep:billing level:gold left<30m agent:me printer`. */
import { parseDurationMs } from '../../sla/duration.ts';
import { CLOSED_STATES, OPEN_STATES } from '../../sla/timer.ts';
import type { LogFilter, TimerFilter } from '../../store/port.ts';
import { WORDS } from '../words.ts';

export interface ParsedFilter {
	readonly timers: TimerFilter;
	readonly log: LogFilter;
	/** What could not be understood; null where all was. */
	readonly problem: string | null;
}

type Field = 'departments' | 'levels' | 'agents' | 'metrics' | 'states' | 'priorities';

/** What a field is called, and what it narrows; the beginning of a name is enough. */
const FIELDS: readonly (readonly [string, Field])[] = [
	['department', 'departments'],
	['level', 'levels'],
	['agent', 'agents'],
	['metric', 'metrics'],
	['state', 'states'],
	['priority', 'priorities'],
];

const FIELD_NAMES = `${FIELDS.map(([full]) => full).join(', ')}, left<`;

const fieldOf = (name: string): Field | undefined =>
	name === '' ? undefined : FIELDS.find(([full]) => full.startsWith(name.toLowerCase()))?.[1];

/** Names as the store has them, to find what was typed in any case, or begun. */
export interface KnownNames {
	readonly departments: readonly string[];
	readonly levels: readonly string[];
	readonly metrics: readonly string[];
	readonly me: string;
}

const STATES: readonly string[] = [...OPEN_STATES, ...CLOSED_STATES];
const TOKEN = /(?:[^\s"]|"[^"]*")+/g;
const unquoted = (text: string): string => text.replaceAll('"', '');

const folded = (name: string): string => name.toLowerCase().replaceAll(' ', '_');

/** The name that was typed, else those that begin with it, else those that contain it; else what was typed. */
function expand(typed: string, names: readonly string[]): string[] {
	// `dep:""` asks for those that have none.
	if (typed === '') return [''];
	const wanted = folded(typed);
	const exact = names.filter((name) => folded(name) === wanted);
	if (exact.length > 0) return exact;
	const begun = names.filter((name) => folded(name).startsWith(wanted));
	if (begun.length > 0) return begun;
	const within = names.filter((name) => folded(name).includes(wanted));
	return within.length > 0 ? within : [typed];
}

function valuesOf(field: Field, typed: string, known: KnownNames): string[] {
	switch (field) {
		case 'departments':
			return expand(typed, known.departments);
		case 'levels':
			return expand(typed, known.levels);
		case 'metrics':
			return expand(typed, known.metrics);
		case 'states':
			return expand(typed, STATES);
		case 'agents':
			return [typed === 'me' ? known.me : typed];
		default:
			return [typed];
	}
}

/** Reads a filter line as far as it is typed. @param nowAt what `left<` is measured from */
export function parseFilter(line: string, known: KnownNames, nowAt: number): ParsedFilter {
	const lists: Partial<Record<Field, string[]>> = {};
	const texts: string[] = [];
	let dueBefore: number | undefined;
	let problem: string | null = null;
	for (const token of line.match(TOKEN) ?? []) {
		const left = /^left<(.+)$/i.exec(token)?.[1];
		const [, name = '', value = ''] = /^([a-z]+):(.*)$/i.exec(token) ?? [];
		const field = fieldOf(name);
		if (left !== undefined) {
			const ms = parseDurationMs(left);
			if (ms === undefined) problem = WORDS.leftTakesDuration;
			else dueBefore = nowAt + ms;
		} else if (field !== undefined) {
			const values = value === '' ? [] : valuesOf(field, unquoted(value), known);
			if (values.length > 0) lists[field] = [...(lists[field] ?? []), ...values];
		} else {
			// A link in a subject has a colon too: what is no field is text.
			if (name !== '' && !value.startsWith('//')) problem = WORDS.noField(name, FIELD_NAMES);
			texts.push(unquoted(token));
		}
	}
	const { priorities, ...common } = lists;
	const log: LogFilter = { ...common, ...(texts.length > 0 ? { texts } : {}) };
	return {
		log,
		timers: {
			...log,
			...(priorities ? { priorities } : {}),
			...(dueBefore === undefined ? {} : { dueBefore }),
		},
		problem,
	};
}
