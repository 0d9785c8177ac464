/** How far scheduled reports have come: `report_run`. */
import type { ReportRun, ReportRunStore } from '../port-report-runs.ts';
import { PUT_RUN_SQL, RUNS_SQL, runValues } from '../sql/report-runs.ts';
import type { Connection, Run } from './connection.ts';
import { Leases } from './leases.ts';

export function reportRunStore(db: Connection, run: Run): ReportRunStore {
	const leases = new Leases(db);
	const sql = {
		all: db.prepare<[], ReportRun>(RUNS_SQL),
		put: db.prepare<unknown[]>(PUT_RUN_SQL),
		keep: db.prepare<[string]>(`DELETE FROM report_run WHERE name NOT IN (SELECT value FROM json_each(?))`),
	};
	return {
		runs: () => run(() => sql.all.all()),
		putRun: (lease, one) =>
			run(() => {
				leases.checkHolder(lease);
				sql.put.run(...runValues(one));
			}, 'writing'),
		keepRuns: (lease, names) =>
			run(() => {
				leases.checkHolder(lease);
				sql.keep.run(JSON.stringify(names));
			}, 'writing'),
	};
}
