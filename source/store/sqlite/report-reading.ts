/** Reading what reports are made from. */
import type { Database, Statement } from 'better-sqlite3';
import type { Dimension, OpenBreaches, ReportStore } from '../port-reports.ts';
import { SQLITE } from '../sql/dialect.ts';
import {
	breachesSql,
	type CountedColumns,
	countedSql,
	countedSum,
	JUDGED_FIRST_SQL,
	JUDGED_LAST_SQL,
	keptSums,
	type SumsColumns,
	sumsSql,
	ZONE_SQL,
} from '../sql/reports.ts';
import { ArchivedTickets } from './archived.ts';

/** @param run runs a method's work, with SQLite's errors in words */
export function reportStore(db: Database, run: <T>(work: () => T) => Promise<T>): ReportStore {
	const sql = {
		zone: db.prepare<[], string>(ZONE_SQL).pluck(),
		sums: db.prepare<[Dimension, number, number], SumsColumns>(sumsSql(SQLITE, false)).raw(),
		timed: db.prepare<[Dimension, number, number], SumsColumns>(sumsSql(SQLITE, true)).raw(),
		first: db.prepare<[], number>(JUDGED_FIRST_SQL).pluck(),
		last: db.prepare<[], number>(JUDGED_LAST_SQL).pluck(),
		breaches: db.prepare<[number, number], OpenBreaches>(breachesSql(SQLITE)),
	};
	const archived = new ArchivedTickets(db);
	const statements = new Map<string, Statement<[number, number], CountedColumns>>();
	return {
		sumsZone: () => run(() => sql.zone.get() ?? null),
		sums: (dimension, from, to, withTimes) =>
			run(() => keptSums((withTimes ? sql.timed : sql.sums).all(dimension, from, to))),
		judgedBounds: () =>
			run(() => {
				const firstAt = sql.first.get();
				const lastAt = sql.last.get();
				return firstAt === undefined || lastAt === undefined ? null : { firstAt, lastAt };
			}),
		counted: ({ fromAt, toAt }, names, withTimes) =>
			run(() => {
				const text = countedSql(SQLITE, names, withTimes);
				let statement = statements.get(text);
				if (!statement) {
					statement = db.prepare<[number, number], CountedColumns>(text).raw();
					statements.set(text, statement);
				}
				return statement.all(fromAt, toAt).map(countedSum);
			}),
		openBreaches: ({ fromAt, toAt }) => run(() => sql.breaches.all(fromAt, toAt)),
		archived: () => run(() => archived.archived()),
		archivedAfter: (ticket) => run(() => archived.after(ticket)),
	};
}
