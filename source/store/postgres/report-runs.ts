/** How far scheduled reports have come: `report_run`. */
import type { ReportRun, ReportRunStore } from '../port-report-runs.ts';
import { PUT_RUN_SQL, RUNS_SQL, runValues } from '../sql/report-runs.ts';
import type { Access } from './access.ts';
import { checkHolder } from './leases.ts';
import { countOf, rowsOf } from './shared.ts';

export function postgresReportRuns(access: Access): ReportRunStore {
	return {
		runs: () => rowsOf<ReportRun>(access, RUNS_SQL),
		putRun: (lease, run) =>
			access.writing(async (session) => {
				await checkHolder(session, lease);
				await countOf(session, PUT_RUN_SQL, ...runValues(run));
			}),
		keepRuns: (lease, names) =>
			access.writing(async (session) => {
				await checkHolder(session, lease);
				await session.count(`DELETE FROM report_run WHERE NOT (name = ANY($1::text[]))`, [names]);
			}),
	};
}
