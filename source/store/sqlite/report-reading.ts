/** Reading what reports are made from. */
import type { Database, Statement } from 'better-sqlite3';
import { QUARTER_MS } from '../../sla/duration.ts';
import { encodeDurations } from '../../sla/spread.ts';
import {
	BETWEEN,
	type CountedSum,
	type Dimension,
	type KeptSum,
	NAMES,
	type Name,
	type OpenBreaches,
	type ReportStore,
} from '../port-reports.ts';

/** As they are read in thousands, rows come as arrays: those cost half of objects. */
type SumColumns = readonly [
	...[period: number, name: string, level: string, metric: string],
	...[fulfilled: number, missed: number, cancelled: number, excluded: number],
	...[countedMs?: number, wallMs?: number, overMs?: number, spreads?: string],
];
const COUNT_COLUMNS = 'period, name, level, metric, fulfilled, missed, cancelled, excluded';
const TIME_COLUMNS = 'counted_ms, wall_ms, over_ms, spreads';

function keptSum(columns: SumColumns): KeptSum {
	const [period, name, level, metric, fulfilled, missed, cancelled, excluded] = columns;
	const [, , , , , , , , countedMs = 0, wallMs = 0, overMs = 0, spreads = ''] = columns;
	return {
		period,
		name: name === '' ? null : name,
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
/** Sums of the log in SQL; the columns after the names are those of `SumColumns` after its name. */
const COUNTED_COUNTS = `level, metric, total(excluded = 0 AND state = 'fulfilled'), total(${IS_MISSED}),
	total(excluded = 0 AND state = 'cancelled'), total(excluded)`;
const COUNTED_TIMES = `group_concat(iif(${IS_JUDGED}, counted_ms, NULL)),
	group_concat(iif(${IS_JUDGED}, closed_at - started_at, NULL)),
	group_concat(iif(${IS_MISSED}, coalesce(closed_at - due_at, 0), NULL))`;

type CountedColumns = readonly [
	...[department: string | null, agent: string | null, organization: string | null],
	...[level: string | null, metric: string],
	...[fulfilled: number, missed: number, cancelled: number, excluded: number],
	...[counted?: string | null, wall?: string | null, over?: string | null],
];

const durationsIn = (list: string | null): number[] => (list === null ? [] : list.split(',').map(Number));
const sumOf = (list: readonly number[]): number => list.reduce((sum, ms) => sum + ms, 0);

function countedSum(columns: CountedColumns): CountedSum {
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

/** The statement that adds up rows of the log by some names. */
export function countedSql(names: readonly Name[], withTimes: boolean): string {
	const told = NAMES.map((name) => (names.includes(name) ? name : 'NULL')).join(', ');
	const times = withTimes ? `, ${COUNTED_TIMES}` : '';
	return `SELECT ${told}, ${COUNTED_COUNTS}${times} FROM sla_log
		WHERE superseded = 0 AND judged_at >= ? AND judged_at < ? GROUP BY ${[...names, 'level', 'metric'].join(', ')}`;
}

const SUMS = 'FROM rollup WHERE dimension = ? AND period >= ? AND period < ?';

export const SUMS_SQL = `SELECT ${COUNT_COLUMNS} ${SUMS}`;
export const JUDGED_FIRST_SQL = `SELECT judged_at FROM sla_log WHERE superseded = 0 ORDER BY judged_at, id LIMIT 1`;
export const JUDGED_LAST_SQL = `SELECT judged_at FROM sla_log WHERE superseded = 0
	ORDER BY judged_at DESC, id DESC LIMIT 1`;

const BREACHES_SQL = `SELECT t.sort_at / ${QUARTER_MS} * ${QUARTER_MS} AS quarterAt, t.department, t.agent,
		k.organization, t.level, t.metric, count(*) AS count
	FROM timer t CROSS JOIN ticket k ON k.id = t.ticket_id
	WHERE t.sort_at >= ? AND t.sort_at < ? GROUP BY 1, 2, 3, 4, 5, 6`;

/** @param run runs a method's work, with SQLite's errors in words */
export function reportStore(db: Database, run: <T>(work: () => T) => Promise<T>): ReportStore {
	const sql = {
		zone: db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'rollup_zone'`).pluck(),
		sums: db.prepare<[Dimension, number, number], SumColumns>(SUMS_SQL).raw(),
		timed: db
			.prepare<[Dimension, number, number], SumColumns>(`SELECT ${COUNT_COLUMNS}, ${TIME_COLUMNS} ${SUMS}`)
			.raw(),
		first: db.prepare<[], number>(JUDGED_FIRST_SQL).pluck(),
		last: db.prepare<[], number>(JUDGED_LAST_SQL).pluck(),
		breaches: db.prepare<[number, number], OpenBreaches>(BREACHES_SQL),
	};
	const statements = new Map<string, Statement<[number, number], CountedColumns>>();
	return {
		sumsZone: () => run(() => sql.zone.get() ?? null),
		sums: (dimension, from, to, withTimes) =>
			run(() => (withTimes ? sql.timed : sql.sums).all(dimension, from, to).map(keptSum)),
		judgedBounds: () =>
			run(() => {
				const firstAt = sql.first.get();
				const lastAt = sql.last.get();
				return firstAt === undefined || lastAt === undefined ? null : { firstAt, lastAt };
			}),
		counted: ({ fromAt, toAt }, names, withTimes) =>
			run(() => {
				const text = countedSql(names, withTimes);
				let statement = statements.get(text);
				if (!statement) {
					statement = db.prepare<[number, number], CountedColumns>(text).raw();
					statements.set(text, statement);
				}
				return statement.all(fromAt, toAt).map(countedSum);
			}),
		openBreaches: ({ fromAt, toAt }) => run(() => sql.breaches.all(fromAt, toAt)),
	};
}
