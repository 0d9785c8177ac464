/** A compliance report as scripts read it: instants as RFC 3339, durations in seconds, money in main units. */
import { monthName } from '../sla/calendar/local-period.ts';
import { formatInstant } from '../sla/instant.ts';
import type { Axis } from './cells.ts';
import { csvLine } from './csv.ts';
import type { Times } from './durations.ts';
import type { LevelMonth } from './ledger.ts';
import { formatSums, type Money, sumsJson, toMain } from './money.ts';
import { percentOrNull, pointsBetween } from './percent.ts';
import type { Period } from './period.ts';
import type { Group, Report } from './report.ts';

type Json = Readonly<Record<string, unknown>>;

const boundOrNull = (at: number): string | null => (Number.isFinite(at) ? formatInstant(at) : null);
const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms) / 1000);

const periodJson = ({ sinceAt, untilAt }: Period): Json => ({
	since: boundOrNull(sinceAt),
	until: boundOrNull(untilAt),
});

const timesJson = (name: string, { averageMs, medianMs, p90Ms }: Times): Json => ({
	[`${name}_average_s`]: seconds(averageMs),
	[`${name}_median_s`]: seconds(medianMs),
	[`${name}_p90_s`]: seconds(p90Ms),
});

/** @param money how amounts are written */
function figuresJson({ figures, before, missesCost, penalty }: Group, money: (sums: Money) => unknown): Json {
	const { fulfilled, missed, breached, cancelled, excluded, compliance } = figures;
	return {
		fulfilled,
		missed,
		breached,
		cancelled,
		excluded,
		compliance: percentOrNull(compliance),
		before: percentOrNull(before),
		trend: pointsBetween(before, compliance),
		...timesJson('counted', figures.counted),
		...timesJson('wall', figures.wall),
		...timesJson('over', figures.over),
		misses_cost: money(missesCost),
		penalty: penalty && money(penalty),
	};
}

const keyJson = (by: readonly Axis[], { key }: Group): Json =>
	Object.fromEntries(by.map((axis, place) => [axis, key[place] ?? null]));

const groupJson = (by: readonly Axis[], group: Group): Json => ({
	...keyJson(by, group),
	...figuresJson(group, sumsJson),
});

const monthJson = (row: LevelMonth): Json => ({
	month: monthName(row.month),
	level: row.level,
	customers: row.customers,
	compliance: percentOrNull(row.compliance),
	misses_cost: toMain(row.missesMinor, row.currency),
	credit_percent: row.creditPercent,
	credit: toMain(row.creditMinor, row.currency),
	cap: row.capMinor === null ? null : toMain(row.capMinor, row.currency),
	penalty: toMain(row.totalMinor, row.currency),
	currency: row.currency,
});

function headJson({ period, before, zone, by, filter, total }: Report, name: string): Json {
	return {
		agreement: name,
		...periodJson(period),
		timezone: zone,
		against: before && periodJson(before),
		by,
		filter,
		total: figuresJson(total, sumsJson),
	};
}

/** One object with everything. */
export function* reportJson(report: Report, name: string): Generator<string> {
	const { by, groups, months } = report;
	yield JSON.stringify({
		...headJson(report, name),
		groups: groups.map((group) => groupJson(by, group)),
		penalties: months?.map(monthJson) ?? null,
	});
}

/** One object a line, its `kind` first: `summary`, then each `group` and `penalty`. */
export function* reportNdjson(report: Report, name: string): Generator<string> {
	const { by, groups, months } = report;
	yield JSON.stringify({ kind: 'summary', ...headJson(report, name) });
	for (const group of groups) yield JSON.stringify({ kind: 'group', ...groupJson(by, group) });
	for (const row of months ?? []) yield JSON.stringify({ kind: 'penalty', ...monthJson(row) });
}

/** The groups, a line each. */
export function* reportCsv({ by, groups, total }: Report): Generator<string> {
	const keys = [...by, ...Object.keys(figuresJson(total, formatSums))];
	yield `${csvLine(keys)}\r`;
	for (const group of groups) {
		const values: Json = { ...keyJson(by, group), ...figuresJson(group, formatSums) };
		yield `${csvLine(keys.map((key) => values[key]))}\r`;
	}
}
