/** What-if as scripts read it. */
import { formatInstant } from '../sla/instant.ts';
import type { MonthPenalty } from './penalties.ts';
import type { Figures, Group, MonthOfLevel, Total, Turn, WhatIfResult } from './what-if.ts';
import {
	both,
	centsChange,
	complianceChange,
	instantOrNull,
	missesOf,
	monthAmount,
	twoPlaces,
	type WhatIfSubject,
} from './what-if-change.ts';

type Json = Readonly<Record<string, unknown>>;

/** An amount in the currency's main unit. */
const units = (cents: number): number => cents / 100;
const unitsOrNull = (cents: number | null): number | null => (cents === null ? null : units(cents));
const percentOrNull = (percent: number | null): number | null =>
	percent === null ? null : twoPlaces(percent);

const figuresJson = ({ fulfilled, missed, breached, compliance, missesCents, currency }: Figures): Json => ({
	fulfilled,
	missed,
	breached,
	compliance: percentOrNull(compliance),
	misses_cost: units(missesCents),
	currency,
});

const groupJson = (group: Group): Json => ({
	level: group.level,
	department: group.department,
	metric: group.metric,
	...both(group, figuresJson),
	change: {
		compliance: complianceChange(group),
		misses_cost: unitsOrNull(centsChange(both(group, missesOf))),
	},
});

const monthPenaltyJson = (month: MonthPenalty | null): Json | null =>
	month && {
		compliance: percentOrNull(month.compliance),
		misses_cost: units(month.missesCents),
		credit_percent: month.creditPercent,
		credit: units(month.creditCents),
		cap: unitsOrNull(month.capCents),
		penalty: units(month.cents),
		currency: month.currency,
	};

const monthJson = (row: MonthOfLevel): Json => ({
	month: row.month,
	level: row.level,
	...both(row, monthPenaltyJson),
	change: { compliance: complianceChange(row), penalty: unitsOrNull(centsChange(both(row, monthAmount))) },
});

const turnJson = ({ ticket, metric, cycle, verdict, dueAt }: Turn): Json => ({
	ticket,
	metric,
	cycle,
	old: { verdict: verdict.old, due_at: instantOrNull(dueAt.old) },
	new: { verdict: verdict.new, due_at: instantOrNull(dueAt.new) },
});

const totalJson = ({ fulfilled, missed, breached, compliance, cents }: Total): Json => ({
	fulfilled,
	missed,
	breached,
	compliance: percentOrNull(compliance),
	penalties: Object.fromEntries([...cents].map(([currency, amount]) => [currency, units(amount)])),
});

function summaryJson({ total, turns }: WhatIfResult, { agreement, period, nowAt }: WhatIfSubject): Json {
	return {
		agreement: agreement.new,
		against: agreement.old,
		since: Number.isFinite(period.sinceAt) ? formatInstant(period.sinceAt) : null,
		until: formatInstant(period.untilAt),
		now: formatInstant(nowAt),
		...both(total, totalJson),
		change: { compliance: complianceChange(total) },
		turns: turns.length,
	};
}

/** One object a line, its `kind` first: `summary`, then each `group`, `month` and `turn`. */
export function* whatIfNdjson(result: WhatIfResult, subject: WhatIfSubject): Generator<string> {
	yield JSON.stringify({ kind: 'summary', ...summaryJson(result, subject) });
	for (const group of result.groups) yield JSON.stringify({ kind: 'group', ...groupJson(group) });
	for (const month of result.months) yield JSON.stringify({ kind: 'month', ...monthJson(month) });
	for (const turn of result.turns) yield JSON.stringify({ kind: 'turn', ...turnJson(turn) });
}

/** One object with everything. */
export function* whatIfJson(result: WhatIfResult, subject: WhatIfSubject): Generator<string> {
	const { groups, months, turns } = result;
	yield JSON.stringify({
		...summaryJson(result, subject),
		groups: groups.map(groupJson),
		months: months.map(monthJson),
		turns: turns.map(turnJson),
	});
}
