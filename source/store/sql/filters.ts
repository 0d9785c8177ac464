/** Turns filters into SQL conditions with bound values; no value ever becomes part of the SQL. */
import type { LogFilter, TimerFilter } from '../port.ts';
import type { TimerOrder } from '../port-orders.ts';
import type { Dialect, Statement } from './dialect.ts';

export type Part = readonly [sql: string, values: readonly (string | number)[]];

/** The value that stands for none: a ticket of no department. */
const NONE = '';

/** `column IN (…)`; a single value is compared, so that an index on the column can be used. */
export function isOneOf(column: string, values: readonly string[] | undefined): Part[] {
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
function hasText(text: string, { like }: Dialect): Part {
	const pattern = `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
	const columns = ['k.ticket', 'k.subject', 'k.requester', 'k.organization'];
	return [`(${columns.map(like).join(' OR ')})`, columns.map(() => pattern)];
}

/** They all, behind another condition. */
export function join(parts: readonly Part[]): Statement {
	return {
		sql: parts.map(([sql]) => ` AND ${sql}`).join(''),
		values: parts.flatMap(([, values]) => values),
	};
}

/** The columns that have an index in the order of the dues behind them. */
const INDEXED = ['agents', 'departments', 'levels', 'priorities'] as const;
/** More values than this are looked for among all the rows. */
const MOST_VALUES = 40;

/** A filter that names several values of a column as filters of one value each: an index serves each of them. */
export function oneByOne(filter: TimerFilter): readonly TimerFilter[] {
	const several = INDEXED.find((field) => (filter[field]?.length ?? 0) > 1);
	const values = several === undefined ? undefined : filter[several];
	if (several === undefined || !values || values.length > MOST_VALUES) return [filter];
	return [...new Set(values)].map((value) => ({ ...filter, [several]: [value] }));
}

/** Of this agent, or of one of these. */
function isOfAgent(values: readonly string[] | undefined, isIndexed: boolean, dialect: Dialect): Part[] {
	if (!isIndexed) return isOneOf(dialect.agent, values);
	return isOneOf('t.agent', values).map(([sql, named]) => [`${sql}${dialect.standsByAgent}`, named]);
}

/** Whether the index by agent may be used. */
export const isByAgent = ({ agents }: TimerFilter, order: TimerOrder): boolean =>
	order === 'due' && agents?.length === 1;

export function timerWhere(filter: TimerFilter, order: TimerOrder, dialect: Dialect): Statement {
	const column = (name: string, values: readonly string[] | undefined): Part[] =>
		isOneOf(order === 'due' && values?.length === 1 ? `t.${name}` : dialect.unindexed(`t.${name}`), values);
	return join([
		...column('state', filter.states),
		...column('department', filter.departments),
		...column('level', filter.levels),
		...isOfAgent(filter.agents, isByAgent(filter, order), dialect),
		...column('metric', filter.metrics),
		...column('priority', filter.priorities),
		...(filter.texts ?? []).map((text) => hasText(text, dialect)),
		...(filter.dueBefore === undefined ? [] : [['t.sort_at < ?', [filter.dueBefore]] as const]),
		...(filter.dueFrom === undefined ? [] : [['t.sort_at >= ?', [filter.dueFrom]] as const]),
	]);
}

/** A row that somebody has left out of compliance stands under this name beside its state. */
const EXCLUDED = 'excluded';

function isInState(states: readonly string[] | undefined): Part[] {
	if (!states?.includes(EXCLUDED)) return isOneOf('t.state', states);
	const [part] = isOneOf(
		't.state',
		states.filter((state) => state !== EXCLUDED),
	);
	return [part ? [`(t.excluded = 1 OR ${part[0]})`, part[1]] : ['t.excluded = 1', []]];
}

export function logWhere(filter: LogFilter, dialect: Dialect): Statement {
	return join([
		...isInState(filter.states),
		...isOneOf('t.department', filter.departments),
		...isOneOf('t.level', filter.levels),
		...isOneOf('t.agent', filter.agents),
		...isOneOf('t.metric', filter.metrics),
		...isOneOf('t.organization', filter.organizations),
		...(filter.texts ?? []).map((text) => hasText(text, dialect)),
		...(filter.judgedSince === undefined ? [] : [['t.judged_at >= ?', [filter.judgedSince]] as const]),
		...(filter.judgedUntil === undefined ? [] : [['t.judged_at < ?', [filter.judgedUntil]] as const]),
		...(filter.since === undefined ? [] : [['t.closed_at >= ?', [filter.since]] as const]),
		...(filter.until === undefined ? [] : [['t.closed_at < ?', [filter.until]] as const]),
	]);
}
