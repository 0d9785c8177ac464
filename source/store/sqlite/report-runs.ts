/** How far scheduled reports have come: `report_run`. */
import type { ReportRun, ReportRunStore } from '../port-report-runs.ts';
import type { Connection, Run } from './connection.ts';

export function reportRunStore(db: Connection, run: Run): ReportRunStore {
	const sql = {
		all: db.prepare<[], ReportRun>(
			`SELECT name AS report, done_at AS doneAt, made_at AS madeAt, said, failures, failing_since AS failingSince,
				next_try_at AS nextTryAt, problem FROM report_run ORDER BY name`,
		),
		put: db.prepare<[ReportRun]>(
			`INSERT INTO report_run(name, done_at, made_at, said, failures, failing_since, next_try_at, problem)
			VALUES (@report, @doneAt, @madeAt, @said, @failures, @failingSince, @nextTryAt, @problem)
			ON CONFLICT(name) DO UPDATE SET done_at = excluded.done_at, made_at = excluded.made_at,
				said = excluded.said, failures = excluded.failures, failing_since = excluded.failing_since,
				next_try_at = excluded.next_try_at, problem = excluded.problem`,
		),
		keep: db.prepare<[string]>(`DELETE FROM report_run WHERE name NOT IN (SELECT value FROM json_each(?))`),
	};
	return {
		runs: () => run(() => sql.all.all()),
		putRun: (one) => run(() => void sql.put.run(one), 'writing'),
		keepRuns: (names) => run(() => void sql.keep.run(JSON.stringify(names)), 'writing'),
	};
}
