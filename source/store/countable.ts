import type { JudgedRow } from './port-reports.ts';

/** A row of the log as it counts in a report. */
export type Countable = Omit<JudgedRow, 'id'>;

/** How a row of the log counts, as columns of it: for reports, and for making the sums anew. */
export const COUNTABLE_COLUMNS = `judged_at AS "judgedAt", CASE WHEN excluded = 1 THEN 'excluded' ELSE state END AS judgement,
	department, agent, organization, level, metric, counted_ms AS "countedMs", closed_at - started_at AS "wallMs",
	CASE WHEN state = 'missed' THEN closed_at - due_at ELSE 0 END AS "overMs"`;
