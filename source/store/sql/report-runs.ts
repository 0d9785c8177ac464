/** How far scheduled reports have come: statements that both kinds of store take. */
import type { ReportRun } from '../port-report-runs.ts';
import type { Value } from './dialect.ts';

export const RUNS_SQL = `SELECT name AS report, done_at AS "doneAt", made_at AS "madeAt", said, failures,
		failing_since AS "failingSince", next_try_at AS "nextTryAt", problem
	FROM report_run ORDER BY name`;
export const PUT_RUN_SQL = `INSERT INTO report_run(name, done_at, made_at, said, failures, failing_since, next_try_at,
		problem)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT(name) DO UPDATE SET done_at = excluded.done_at, made_at = excluded.made_at, said = excluded.said,
		failures = excluded.failures, failing_since = excluded.failing_since, next_try_at = excluded.next_try_at,
		problem = excluded.problem`;
export const runValues = (run: ReportRun): readonly Value[] => [
	...[run.report, run.doneAt, run.madeAt, run.said, run.failures, run.failingSince, run.nextTryAt],
	run.problem,
];
