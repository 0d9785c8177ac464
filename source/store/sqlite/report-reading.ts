/** Reading what reports are made from. */
import type { Database } from 'better-sqlite3';
import { QUARTER_MS } from '../../sla/duration.ts';
import type { Dimension, JudgedRow, KeptSum, OpenBreaches, ReportStore } from '../port-reports.ts';
import { COUNTABLE_COLUMNS } from './countable.ts';

const SUM_COLUMNS = `period, nullif(name, '') AS name, nullif(level, '') AS level, metric, fulfilled, missed, cancelled,
	excluded, counted_ms AS countedMs, wall_ms AS wallMs, over_ms AS overMs`;
const SUMS = 'FROM rollup WHERE dimension = ? AND period >= ? AND period < ?';

export const SUMS_SQL = `SELECT ${SUM_COLUMNS} ${SUMS}`;
export const JUDGED_SQL = `SELECT id, ${COUNTABLE_COLUMNS} FROM sla_log
	WHERE superseded = 0 AND (judged_at, id) > (?, ?) AND judged_at < ? ORDER BY judged_at, id LIMIT ?`;
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
		sums: db.prepare<[Dimension, number, number], KeptSum>(SUMS_SQL),
		spreads: db.prepare<[Dimension, number, number], KeptSum>(`SELECT ${SUM_COLUMNS}, spreads ${SUMS}`),
		first: db.prepare<[], number>(JUDGED_FIRST_SQL).pluck(),
		last: db.prepare<[], number>(JUDGED_LAST_SQL).pluck(),
		judged: db.prepare<[number, number, number, number], JudgedRow>(JUDGED_SQL),
		breaches: db.prepare<[number, number], OpenBreaches>(BREACHES_SQL),
	};
	return {
		sumsZone: () => run(() => sql.zone.get() ?? null),
		sums: (dimension, from, to, withSpreads) =>
			run(() => (withSpreads ? sql.spreads : sql.sums).all(dimension, from, to)),
		judgedBounds: () =>
			run(() => {
				const firstAt = sql.first.get();
				const lastAt = sql.last.get();
				return firstAt === undefined || lastAt === undefined ? null : { firstAt, lastAt };
			}),
		judged: ({ fromAt, toAt }, after, limit) =>
			run(() => sql.judged.all(after?.judgedAt ?? fromAt, after?.id ?? 0, toAt, limit)),
		openBreaches: ({ fromAt, toAt }) => run(() => sql.breaches.all(fromAt, toAt)),
	};
}
