/** Reading what reports are made from. */
import { NOTHING_ARCHIVED, type OpenBreaches, type ReportStore } from '../port-reports.ts';
import { POSTGRES } from '../sql/dialect.ts';
import { ARCHIVED_SQL, type ArchivedRecord, archivedOf } from '../sql/health.ts';
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
import type { Access } from './access.ts';
import { rowsOf } from './shared.ts';

/** A row's values in the order of the statement's columns, each of which has a name of its own. */
const columnsOf = <Columns>(row: object): Columns => Object.values(row) as Columns;

interface Judged {
	readonly judged_at: number;
}

export function postgresReports(access: Access): ReportStore {
	return {
		sumsZone: async () => (await rowsOf<{ value: string }>(access, ZONE_SQL))[0]?.value ?? null,
		sums: async (dimension, from, to, withTimes, only) => {
			const { sql, values } = sumsSql(POSTGRES, dimension, from, to, withTimes, only);
			const rows = await rowsOf(access, sql, ...values);
			return keptSums(rows.map((row) => columnsOf<SumsColumns>(row)));
		},
		judgedBounds: async () => {
			const [[first], [last]] = await Promise.all([
				rowsOf<Judged>(access, JUDGED_FIRST_SQL),
				rowsOf<Judged>(access, JUDGED_LAST_SQL),
			]);
			return first && last ? { firstAt: first.judged_at, lastAt: last.judged_at } : null;
		},
		counted: async (between, names, withTimes, only) => {
			const { sql, values } = countedSql(POSTGRES, between, names, withTimes, only);
			const rows = await rowsOf(access, sql, ...values);
			return rows.map((row) => countedSum(columnsOf<CountedColumns>(row)));
		},
		openBreaches: ({ fromAt, toAt }) => rowsOf<OpenBreaches>(access, breachesSql(POSTGRES), fromAt, toAt),
		archived: async () => {
			const [record] = await rowsOf<ArchivedRecord>(access, ARCHIVED_SQL);
			return record ? archivedOf(record) : NOTHING_ARCHIVED;
		},
		archivedAfter: async (ticket) => {
			const sql = 'SELECT ticket FROM archived_ticket WHERE ticket > ? ORDER BY ticket LIMIT 10000';
			return (await rowsOf<{ ticket: string }>(access, sql, ticket)).map((row) => row.ticket);
		},
	};
}
