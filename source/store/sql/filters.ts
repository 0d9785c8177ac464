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
export type IndexedField = (typeof INDEXED)[number];
const COLUMNS: Readonly<Record<IndexedField, string>> = {
	agents: 'agent',
	departments: 'department',
	levels: 'level',
	priorities: 'priority',
};
/** Along which of their indexes a list may be read: any that the planner likes, one of them, or none. */
export type Along = 'any' | 'none' | IndexedField;
/** A list in its own order is read along a name where that has an index in this order. */
export const alongOf = (order: TimerOrder): Along => (order === 'due' ? 'any' : 'none');
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

const isAlong = (filter: TimerFilter, field: IndexedField, along: Along): boolean =>
	filter[field]?.length === 1 && (along === 'any' || along === field);

/** Whether the index by agent may be used. */
export const isByAgent = (filter: TimerFilter, along: Along): boolean => isAlong(filter, 'agents', along);

/** How many open timers a name has that the filter asks for alone, counted no further than so many. */
export const countsSql = (
	filter: TimerFilter,
	most: number,
): readonly (Statement & { field: IndexedField })[] =>
	INDEXED.filter((field) => isAlong(filter, field, 'any')).map((field) => {
		const { sql, values } = join(isOneOf(`t.${COLUMNS[field]}`, filter[field]));
		const found = `SELECT 1 FROM timer t WHERE true${sql} LIMIT ${most}`;
		return { field, sql: `SELECT count(*) AS count FROM (${found})`, values };
	});

export function timerWhere(filter: TimerFilter, along: Along, dialect: Dialect): Statement {
	const column = (field: IndexedField): Part[] => {
		const name = `t.${COLUMNS[field]}`;
		return isOneOf(isAlong(filter, field, along) ? name : dialect.unindexed(name), filter[field]);
	};
	return join([
		...isOneOf(dialect.unindexed('t.state'), filter.states),
		...column('departments'),
		...column('levels'),
		...isOfAgent(filter.agents, isByAgent(filter, along), dialect),
		...isOneOf(dialect.unindexed('t.metric'), filter.metrics),
		...column('priorities'),
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
