/** Alerts as a list: what is queued, what was sent, what failed and why. */
import { stepWords } from '../alerts/alert-words.ts';
import { formatInstant, formatSecond, instantOrNull } from '../sla/instant.ts';
import type { Agreement } from '../sla/level.ts';
import { cycleLabel } from '../sla/timer.ts';
import type { AlertRow } from '../store/port-alerts.ts';
import type { ReportRun } from '../store/port-report-runs.ts';
import type { Listing } from './formats.ts';

/** When it was sent, or will be tried. */
function whenText({ sentAt, nextTryAt }: AlertRow): string {
	if (sentAt !== null) return formatSecond(sentAt);
	return nextTryAt === null ? '' : `from ${formatSecond(nextTryAt)}`;
}

/** How scheduled reports are getting on, but for those that fail. */
export function runLines({ reports }: Pick<Agreement, 'reports'>, runs: readonly ReportRun[]): string[] {
	return runs.flatMap(({ report, problem, doneAt, madeAt, said }) => {
		const known = reports.get(report);
		if (!known || problem !== null) return [];
		const nextAt = known.cron.next(doneAt);
		const made = madeAt === null ? 'not made yet' : `last made ${formatSecond(madeAt)}: ${said}`;
		return [`reports.${report}: ${made}${nextAt === null ? '' : `; next ${formatSecond(nextAt)}`}`];
	});
}

export const alertListing: Listing<AlertRow> = {
	columns: [
		{ title: 'QUEUED', text: ({ createdAt }) => formatSecond(createdAt) },
		{ title: 'RECIPIENT', text: ({ recipient }) => recipient },
		{ title: 'TICKET', text: ({ ticket }) => ticket },
		{ title: 'METRIC', text: ({ metric, cycle }) => cycleLabel(metric, cycle) },
		{ title: 'STEP', text: stepWords },
		{ title: 'STATE', text: ({ alertState }) => alertState },
		{ title: 'TRIES', text: ({ tries }) => String(tries), align: 'right' },
		{ title: 'SENT', text: whenText },
		{ title: 'WHY', text: ({ lastError }) => lastError ?? '' },
	],
	keys: [
		'id',
		'recipient',
		'ticket',
		'metric',
		'cycle',
		'step',
		'repeat',
		'step_at',
		'queued_at',
		'state',
		'tries',
		'next_try_at',
		'sent_at',
		'problem',
	],
	json: ({ id, recipient, ticket, metric, cycle, step, repeat, ...row }) => ({
		id,
		recipient,
		ticket,
		metric,
		cycle,
		step,
		repeat,
		step_at: formatInstant(row.stepAt),
		queued_at: formatInstant(row.createdAt),
		state: row.alertState,
		tries: row.tries,
		next_try_at: instantOrNull(row.nextTryAt),
		sent_at: instantOrNull(row.sentAt),
		problem: row.lastError,
	}),
	none: 'no alert has come up',
};
