/** A compliance report as scripts read it: instants as RFC 3339, durations in seconds, money in main units. */
import { monthName } from '../sla/calendar/local-period.ts';
import { formatInstant, instantOrNull } from '../sla/instant.ts';
import { plainAmount, sumsJson, toMain } from '../sla/money.ts';
import { jsonLine } from '../text/json.ts';
import type { AtStake } from './at-stake.ts';
import type { Axis } from './cells.ts';
import { csvLine } from './csv.ts';
import type { Times } from './durations.ts';
import type { GoalMonth } from './goals.ts';
import type { LevelMonth } from './ledger.ts';
import { percentOrNull, pointsBetween } from './percent.ts';
import type { Period } from './period.ts';
import type { Group } from './report.ts';
import type { FullReport } from './report-lines.ts';

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

function figuresJson({ figures, before }: Group): Json {
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
	};
}

const costsJson = ({ missesCost, penalty }: Group): Json => ({
	misses_cost: sumsJson(missesCost),
	penalty: penalty && sumsJson(penalty),
});

/** A column for each currency, so that a spreadsheet can reckon with it. */
const costCells = ({ missesCost, penalty }: Group, currencies: readonly string[]): Json =>
	Object.fromEntries(
		currencies.flatMap((currency) => [
			[`misses_cost_${currency}`, plainAmount(missesCost.get(currency) ?? 0, currency)],
			[`penalty_${currency}`, penalty && plainAmount(penalty.get(currency) ?? 0, currency)],
		]),
	);

const keyJson = (by: readonly Axis[], { key }: Group): Json =>
	Object.fromEntries(by.map((axis, place) => [axis, key[place] ?? null]));

const groupJson = (by: readonly Axis[], group: Group): Json => ({
	...keyJson(by, group),
	...figuresJson(group),
	...costsJson(group),
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

const goalJson = (row: GoalMonth): Json => ({
	month: monthName(row.month),
	level: row.level,
	metric: row.metric,
	goal: row.goal,
	judged: row.judged,
	missed: row.missed,
	compliance: percentOrNull(row.compliance),
	met: row.isMet,
	misses_left: row.missesLeft,
	burn_rate: row.burnRate === null ? null : Math.round(row.burnRate * 100) / 100,
	budget: row.outlook?.budget ?? null,
	budget_left: row.outlook?.budgetLeft ?? null,
	budget_used_up_at: instantOrNull(row.outlook?.usedUpAt ?? null),
});

/** What falls due next and what that would cost; null where the report is of the past. */
const stakeJson = (stake: AtStake | null): Json | null =>
	stake && {
		at_risk: sumsJson(stake.atRisk),
		next: stake.next.map(({ row, price }) => ({
			ticket: row.ticket,
			metric: row.metric,
			cycle: row.cycle,
			level: row.level,
			organization: row.organization,
			due_at: instantOrNull(row.dueAt),
			price: toMain(price.minor, price.currency),
			currency: price.currency,
		})),
	};

function headJson(report: FullReport, name: string): Json {
	const { period, before, zone, by, filter, total, lacks, beforeLacks } = report;
	return {
		agreement: name,
		...periodJson(period),
		timezone: zone,
		against: before && periodJson(before),
		by,
		filter,
		total: { ...figuresJson(total), ...costsJson(total) },
		without_archived: lacks,
		against_without_archived: beforeLacks,
	};
}

/** One object with everything. */
export function* reportJson(report: FullReport, name: string): Generator<string> {
	const { by, groups, months, goals, stake } = report;
	yield jsonLine({
		...headJson(report, name),
		groups: groups.map((group) => groupJson(by, group)),
		goals: goals.map(goalJson),
		penalties: months?.map(monthJson) ?? null,
		at_stake: stakeJson(stake),
	});
}

/** One object a line, its `kind` first: `summary`, then each `group`, `goal` and `penalty`, and what is at stake. */
export function* reportNdjson(report: FullReport, name: string): Generator<string> {
	const { by, groups, months, goals, stake } = report;
	yield jsonLine({ kind: 'summary', ...headJson(report, name) });
	for (const group of groups) yield jsonLine({ kind: 'group', ...groupJson(by, group) });
	for (const row of goals) yield jsonLine({ kind: 'goal', ...goalJson(row) });
	for (const row of months ?? []) yield jsonLine({ kind: 'penalty', ...monthJson(row) });
	const atStake = stakeJson(stake);
	if (atStake) yield jsonLine({ kind: 'at_stake', ...atStake });
}

/** The groups, a line each. Where tickets of an archive lack, a last column says how many. */
export function* reportCsv({ by, groups, total, currencies, lacks }: FullReport): Generator<string> {
	const cells = (group: Group): Json => ({
		...figuresJson(group),
		...costCells(group, currencies),
		...(lacks > 0 ? { without_archived: lacks } : {}),
	});
	const keys = [...by, ...Object.keys(cells(total))];
	yield `${csvLine(keys)}\r`;
	// Where all of it is in the archive there is still a line to say so.
	for (const group of groups.length === 0 && lacks > 0 ? [total] : groups) {
		const values: Json = { ...keyJson(by, group), ...cells(group) };
		yield `${csvLine(keys.map((key) => values[key]))}\r`;
	}
}
