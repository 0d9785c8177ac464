/** Turns filters into SQL conditions with bound values; no value ever becomes part of the SQL. */
import type { LogFilter, TimerFilter } from '../port.ts';

export interface Where {
	readonly sql: string;
	readonly values: readonly (string | number)[];
}

type Part = readonly [sql: string, values: readonly (string | number)[]];

/** The value that stands for none: a ticket of no department. */
const NONE = '';

/** `column IN (…)`; a single value is compared, so that an index on the column can be used. */
function isOneOf(column: string, values: readonly string[] | undefined): Part[] {
	if (!values || values.length === 0) return [];
	if (values.includes(NONE)) {
		const named = values.filter((value) => value !== NONE);
		const [part] = isOneOf(column, named);
		return part ? [[`(${column} IS NULL OR ${part[0]})`, part[1]]] : [[`${column} IS NULL`, []]];
	}
	if (values.length === 1) return [[`${column} = ?`, values]];
	return [[`${column} IN (${values.map(() => '?').join(', ')})`, values]];
}

/** The text, wherever it stands in the reference, the subject, the requester or the organization. */
function hasText(text: string): Part {
	const pattern = `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
	const columns = ['k.ticket', 'k.subject', 'k.requester', 'k.organization'];
	return [
		`(${columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`,
		columns.map(() => pattern),
	];
}

function join(parts: readonly Part[]): Where {
	return {
		sql: parts.map(([sql]) => ` AND ${sql}`).join(''),
		values: parts.flatMap(([, values]) => values),
	};
}

const common = (filter: LogFilter): Part[] => [
	...isOneOf('t.state', filter.states),
	...isOneOf('t.department', filter.departments),
	...isOneOf('t.level', filter.levels),
	...isOneOf('t.agent', filter.agents),
	...isOneOf('t.metric', filter.metrics),
	...(filter.texts ?? []).map(hasText),
];

export function timerWhere(filter: TimerFilter): Where {
	return join([
		...common(filter),
		...isOneOf('k.priority', filter.priorities),
		...(filter.dueBefore === undefined ? [] : [['t.sort_at < ?', [filter.dueBefore]] as const]),
	]);
}

export function logWhere(filter: LogFilter): Where {
	return join([
		...common(filter),
		...(filter.since === undefined ? [] : [['t.closed_at >= ?', [filter.since]] as const]),
		...(filter.until === undefined ? [] : [['t.closed_at < ?', [filter.until]] as const]),
	]);
}
