/** How far scheduled reports have come: `report_run`. */
import type { ReportRun, ReportRunStore } from '../port-report-runs.ts';
import { PUT_RUN_SQL, RUNS_SQL, runValues } from '../sql/report-runs.ts';
import type { Connection, Run } from './connection.ts';

export function reportRunStore(db: Connection, run: Run): ReportRunStore {
	const sql = {
		all: db.prepare<[], ReportRun>(RUNS_SQL),
		put: db.prepare<unknown[]>(PUT_RUN_SQL),
		keep: db.prepare<[string]>(`DELETE FROM report_run WHERE name NOT IN (SELECT value FROM json_each(?))`),
	};
	return {
		runs: () => run(() => sql.all.all()),
		putRun: (one) => run(() => void sql.put.run(...runValues(one)), 'writing'),
		keepRuns: (names) => run(() => void sql.keep.run(JSON.stringify(names)), 'writing'),
	};
}
