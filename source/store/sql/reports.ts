/** What reports are made from: statements that both kinds of store take, and what their columns mean. */
import { QUARTER_MS } from '../../sla/duration.ts';
import { FILTER_AXES } from '../../sla/scheduled-report.ts';
import { encodeDurations } from '../../sla/spread.ts';
import {
	BETWEEN,
	type Between,
	type CountedSum,
	type Dimension,
	type KeptSums,
	type LogSum,
	NAMES,
	type Name,
	type ReportFilter,
} from '../port-reports.ts';
import type { Dialect, Statement } from './dialect.ts';
import { isOneOf, join, type Part } from './filters.ts';

/** The sums of one period and name, as JSON: a text in place of so many values is read in a third of the time. */
export type SumsColumns = readonly [period: number, name: string, sums: string];
type Sum = readonly [
	...[level: string, metric: string],
	...[fulfilled: number, missed: number, cancelled: number, excluded: number],
	...[countedMs?: number, wallMs?: number, overMs?: number, spreads?: string],
];
const COUNT_COLUMNS = 'level, metric, fulfilled, missed, cancelled, excluded';
const TIME_COLUMNS = 'counted_ms, wall_ms, over_ms, spreads';

/** What the statement made of the sums, whose columns are as it names them. */
const isSums = (read: unknown): read is readonly Sum[] => Array.isArray(read) && read.every(Array.isArray);

function sumsIn(json: string): readonly Sum[] {
	const read: unknown = JSON.parse(json);
	if (!isSums(read)) throw new TypeError('the store gave sums that are no rows');
	return read;
}

/** One after the other: there may be tens of thousands of sums in them. */
export function* keptSums(rows: Iterable<SumsColumns>): Generator<KeptSums> {
	for (const [period, name, json] of rows) {
		yield { period, name: name === '' ? null : name, sums: sumsIn(json).map(logSum) };
	}
}

function logSum(sum: Sum): LogSum {
	const [level, metric, fulfilled, missed, cancelled, excluded] = sum;
	const [, , , , , , countedMs = 0, wallMs = 0, overMs = 0, spreads = ''] = sum;
	return {
		level: level === '' ? null : level,
		metric,
		fulfilled,
		missed,
		cancelled,
		excluded,
		countedMs,
		wallMs,
		overMs,
		spreads,
	};
}

/** Rows of the log that were judged, and are not left out. */
const IS_JUDGED = `excluded = 0 AND state IN ('fulfilled', 'missed')`;
const IS_MISSED = `excluded = 0 AND state = 'missed'`;
const countOf = (condition: string): string => `count(CASE WHEN ${condition} THEN 1 END)`;
/** Sums of the log in SQL; the columns after the names are those of a sum. */
const COUNTED_COUNTS = `level, metric, ${countOf(`excluded = 0 AND state = 'fulfilled'`)} AS fulfilled,
	${countOf(IS_MISSED)} AS missed, ${countOf(`excluded = 0 AND state = 'cancelled'`)} AS cancelled,
	${countOf('excluded <> 0')} AS left_out`;
const countedTimes = ({ listed }: Dialect): string =>
	`${listed(`CASE WHEN ${IS_JUDGED} THEN counted_ms END`)} AS counted,
	${listed(`CASE WHEN ${IS_JUDGED} THEN closed_at - started_at END`)} AS wall,
	${listed(`CASE WHEN ${IS_MISSED} THEN coalesce(closed_at - due_at, 0) END`)} AS over_due`;

export type CountedColumns = readonly [
	...[department: string | null, agent: string | null, organization: string | null],
	...[level: string | null, metric: string],
	...[fulfilled: number, missed: number, cancelled: number, excluded: number],
	...[counted?: string | null, wall?: string | null, over?: string | null],
];

const durationsIn = (list: string | null): number[] => (list === null ? [] : list.split(',').map(Number));
const sumOf = (list: readonly number[]): number => list.reduce((sum, ms) => sum + ms, 0);

export function countedSum(columns: CountedColumns): CountedSum {
	const [department, agent, organization, level, metric, fulfilled, missed, cancelled, excluded] = columns;
	const [, , , , , , , , , ...lists] = columns;
	const [counted = [], wall = [], over = []] = lists.map((list = null) => durationsIn(list));
	return {
		department,
		agent,
		organization,
		level,
		metric,
		fulfilled,
		missed,
		cancelled,
		excluded,
		countedMs: sumOf(counted),
		wallMs: sumOf(wall),
		overMs: sumOf(over),
		spreads: lists.length === 0 ? '' : [counted, wall, over].map(encodeDurations).join(BETWEEN),
	};
}

/** The statement that adds up rows of the log between two instants by some names. */
export function countedSql(
	dialect: Dialect,
	{ fromAt, toAt }: Between,
	names: readonly Name[],
	withTimes: boolean,
	only: ReportFilter = {},
): Statement {
	const told = NAMES.map((name) => (names.includes(name) ? name : `NULL AS ${name}`)).join(', ');
	const times = withTimes ? `, ${countedTimes(dialect)}` : '';
	const narrowed = join(FILTER_AXES.flatMap((axis) => isOneOf(axis, only[axis])));
	const sql = `SELECT ${told}, ${COUNTED_COUNTS}${times} FROM sla_log
		WHERE superseded = 0 AND judged_at >= ? AND judged_at < ?${narrowed.sql}
		GROUP BY ${[...names, 'level', 'metric'].join(', ')}`;
	return { sql, values: [fromAt, toAt, ...narrowed.values] };
}

export const ZONE_SQL = `SELECT value FROM meta WHERE key = 'rollup_zone'`;

/** The statement that reads kept sums. What is of none stands there under ''. */
export function sumsSql(
	{ rows }: Dialect,
	dimension: Dimension,
	from: number,
	to: number,
	withTimes: boolean,
	only: ReportFilter = {},
): Statement {
	const columns = withTimes ? `${COUNT_COLUMNS}, ${TIME_COLUMNS}` : COUNT_COLUMNS;
	const among = (column: string, values: readonly string[] = []): Part[] =>
		values.length === 0 ? [] : [[`${column} IN (${values.map(() => '?').join(', ')})`, values]];
	const narrowed = join([
		...(dimension === 'day' ? [] : among('name', only[dimension])),
		...among('level', only.level),
		...among('metric', only.metric),
	]);
	const sql = `SELECT period, name, ${rows(columns)} AS sums FROM rollup
		WHERE dimension = ? AND period >= ? AND period < ?${narrowed.sql} GROUP BY dimension, period, name`;
	return { sql, values: [dimension, from, to, ...narrowed.values] };
}

export const JUDGED_FIRST_SQL = `SELECT judged_at FROM sla_log WHERE superseded = 0 ORDER BY judged_at, id LIMIT 1`;
export const JUDGED_LAST_SQL = `SELECT judged_at FROM sla_log WHERE superseded = 0
	ORDER BY judged_at DESC, id DESC LIMIT 1`;

export const breachesSql = ({
	join,
}: Dialect): string => `SELECT t.sort_at - t.sort_at % ${QUARTER_MS} AS "quarterAt",
		t.department, k.agent, k.organization, t.level, t.metric, count(*) AS count
	FROM timer t ${join} ticket k ON k.id = t.ticket_id
	WHERE t.sort_at >= ? AND t.sort_at < ? GROUP BY 1, 2, 3, 4, 5, 6`;
