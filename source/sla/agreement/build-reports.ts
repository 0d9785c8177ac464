/** Scheduled reports of the agreement file: when, of what, and where to. */
import { parseDurationMs } from '../duration.ts';
import { TIMEOUT_MS } from '../recipient.ts';
import { FILTER_AXES, type ScheduledReport } from '../scheduled-report.ts';
import type { Builder, Known } from './build.ts';
import { buildWebhook } from './build-alerts.ts';
import type { Path } from './problems.ts';
import type { RawAgreement } from './schema.ts';
import type { RawReport } from './schema-reports.ts';

/** It is part of a file's name. */
const NAME = /^[\w-]+$/;

const WEBHOOK_KEYS = ['secret_env', 'template', 'allow_http', 'timeout'] as const;

function buildDestination(builder: Builder, raw: RawReport, path: Path): ScheduledReport['to'] {
	const given = (['folder', 'webhook', 'webhook_env'] as const).filter((key) => raw[key] !== undefined);
	if (given.length === 0)
		builder.report(path, 'a report needs a place to go: folder, webhook or webhook_env');
	if (given.length > 1) builder.report(path, `a report goes to one place, not to ${given.join(' and ')}`);
	if (raw.folder === undefined) {
		const isText = raw.template !== undefined && raw.template !== 'json';
		if (isText && raw.format !== undefined) {
			builder.report([...path, 'format'], `"format" is not of template: ${raw.template}`, 'key');
		}
		return buildWebhook(builder, raw, path);
	}
	for (const key of WEBHOOK_KEYS) {
		if (raw[key] !== undefined) builder.report([...path, key], `"${key}" is of a webhook`, 'key');
	}
	return { kind: 'folder', path: raw.folder };
}

async function buildReport(
	builder: Builder,
	name: string,
	raw: RawReport,
	timezone: string,
	known: Known,
): Promise<ScheduledReport | null> {
	const path = ['reports', name];
	if (!NAME.test(name)) {
		builder.report(path, 'expected a name of letters, digits, - and _: files are called by it', 'key');
	}
	const zone = raw.timezone === undefined ? timezone : builder.zone(raw.timezone, [...path, 'timezone']);
	for (const axis of ['level', 'metric'] as const) {
		const names = axis === 'level' ? known.levels : known.metrics;
		for (const [place, value] of raw[axis].entries()) {
			builder.resolve<unknown>(names, value, axis, [...path, axis, place]);
		}
	}
	const to = buildDestination(builder, raw, path);
	// Schedules are few: who has none need not load what reads them.
	const { Cron, cronProblem } = await import('../cron.ts');
	const problem = cronProblem(raw.cron);
	if (problem !== null) {
		builder.report([...path, 'cron'], problem);
		return null;
	}
	return {
		name,
		cron: new Cron(raw.cron, zone),
		span: raw.period,
		by: raw.by,
		filter: Object.fromEntries(
			FILTER_AXES.flatMap((axis) => (raw[axis].length > 0 ? [[axis, raw[axis]]] : [])),
		),
		format: raw.format ?? 'markdown',
		to,
		timeoutMs: (raw.timeout === undefined ? undefined : parseDurationMs(raw.timeout)) ?? TIMEOUT_MS,
		line: builder.lineOf(path),
	};
}

export async function buildReports(
	builder: Builder,
	raw: RawAgreement['reports'],
	timezone: string,
	known: Known,
): Promise<Map<string, ScheduledReport>> {
	const reports = new Map<string, ScheduledReport>();
	for (const [name, report] of Object.entries(raw)) {
		const built = await buildReport(builder, name, report, timezone, known);
		if (built) reports.set(name, built);
	}
	return reports;
}
