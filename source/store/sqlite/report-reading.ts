/** Reading what reports are made from. */
import type { Database } from 'better-sqlite3';
import type { OpenBreaches, ReportStore } from '../port-reports.ts';
import { SQLITE, type Statement } from '../sql/dialect.ts';
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
		first: db.prepare<[], number>(JUDGED_FIRST_SQL).pluck(),
		last: db.prepare<[], number>(JUDGED_LAST_SQL).pluck(),
		breaches: db.prepare<[number, number], OpenBreaches>(breachesSql(SQLITE)),
	};
	const archived = new ArchivedTickets(db);
	const rowsOf = <Columns>({ sql, values }: Statement): Columns[] =>
		db
			.prepare<unknown[], Columns>(sql)
			.raw()
			.all(...values);
	return {
		sumsZone: () => run(() => sql.zone.get() ?? null),
		sums: (dimension, from, to, withTimes, only) =>
			run(() => keptSums(rowsOf<SumsColumns>(sumsSql(SQLITE, dimension, from, to, withTimes, only)))),
		judgedBounds: () =>
			run(() => {
				const firstAt = sql.first.get();
				const lastAt = sql.last.get();
				return firstAt === undefined || lastAt === undefined ? null : { firstAt, lastAt };
			}),
		counted: (between, names, withTimes, only) =>
			run(() => rowsOf<CountedColumns>(countedSql(SQLITE, between, names, withTimes, only)).map(countedSum)),
		openBreaches: ({ fromAt, toAt }) => run(() => sql.breaches.all(fromAt, toAt)),
		archived: () => run(() => archived.archived()),
		archivedAfter: (ticket) => run(() => archived.after(ticket)),
	};
}
