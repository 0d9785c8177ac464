/** Scheduled reports: which report is made when, and where it goes. */
import type { Cron } from './cron.ts';
import { hostOf, type Webhook } from './recipient.ts';

/** What a report may be broken down by. */
export const AXES = [
	'department',
	'level',
	'agent',
	'metric',
	'organization',
	'day',
	'week',
	'month',
] as const;
export type Axis = (typeof AXES)[number];

/** What a report may be narrowed by. */
export const FILTER_AXES = [
	'department',
	'level',
	'agent',
	'metric',
	'organization',
] as const satisfies readonly Axis[];

/** Which stretch of time, as of the instant at which it is made; by the days of the agreement's zone. */
export const REPORT_SPANS = [
	'today',
	'yesterday',
	'this_week',
	'last_week',
	'this_month',
	'last_month',
] as const;
export type ReportSpan = (typeof REPORT_SPANS)[number];

export const SCHEDULED_FORMATS = ['markdown', 'csv', 'html', 'json'] as const;
export type ScheduledFormat = (typeof SCHEDULED_FORMATS)[number];

export interface Folder {
	readonly kind: 'folder';
	readonly path: string;
}

export interface ScheduledReport {
	readonly name: string;
	readonly cron: Cron;
	readonly span: ReportSpan;
	readonly by: readonly Axis[];
	readonly filter: Readonly<Partial<Record<(typeof FILTER_AXES)[number], readonly string[]>>>;
	readonly format: ScheduledFormat;
	readonly to: Folder | Webhook;
	/** Real ms that a webhook may take. */
	readonly timeoutMs: number;
	/** Its line in the agreement's file. */
	readonly line: number;
}

/** Where a report goes, for people. */
export function destinationWords(to: ScheduledReport['to']): string {
	if (to.kind === 'folder') return `folder ${to.path}`;
	return `webhook ${to.url === null ? `in ${to.urlEnv}` : hostOf(to.url)}`;
}
