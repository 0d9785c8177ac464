/** What-if as scripts read it. */
import { formatInstant, instantOrNull } from '../sla/instant.ts';
import { sumsJson, toMain } from '../sla/money.ts';
import { jsonLine } from '../text/json.ts';
import type { LevelMonth } from './ledger.ts';
import { percentOrNull } from './percent.ts';
import type { Figures, Group, MonthOfLevel, Total, Turn, WhatIfResult } from './what-if.ts';
import {
	type Amount,
	amountChange,
	both,
	complianceChange,
	missesOf,
	monthAmount,
	type WhatIfSubject,
} from './what-if-change.ts';

type Json = Readonly<Record<string, unknown>>;

/** In the currency's main unit. */
const units = (amount: Amount | null): number | null =>
	amount && (amount.currency === null ? 0 : toMain(amount.minor, amount.currency));

const figuresJson = (figures: Figures): Json => ({
	fulfilled: figures.fulfilled,
	missed: figures.missed,
	breached: figures.breached,
	compliance: percentOrNull(figures.compliance),
	misses_cost: units(missesOf(figures)),
	currency: figures.currency,
});

const groupJson = (group: Group): Json => ({
	level: group.level,
	department: group.department,
	metric: group.metric,
	...both(group, figuresJson),
	change: {
		compliance: complianceChange(group),
		misses_cost: units(amountChange(both(group, missesOf))),
	},
});

function monthPenaltyJson(month: LevelMonth | null): Json | null {
	if (!month) return null;
	const { currency, capMinor } = month;
	return {
		compliance: percentOrNull(month.compliance),
		misses_cost: toMain(month.missesMinor, currency),
		credit_percent: month.creditPercent,
		credit: toMain(month.creditMinor, currency),
		cap: capMinor === null ? null : toMain(capMinor, currency),
		penalty: toMain(month.totalMinor, currency),
		currency,
	};
}

const monthJson = (row: MonthOfLevel): Json => ({
	month: row.month,
	level: row.level,
	...both(row, monthPenaltyJson),
	change: { compliance: complianceChange(row), penalty: units(amountChange(both(row, monthAmount))) },
});

const turnJson = ({ ticket, metric, cycle, verdict, dueAt }: Turn): Json => ({
	ticket,
	metric,
	cycle,
	old: { verdict: verdict.old, due_at: instantOrNull(dueAt.old) },
	new: { verdict: verdict.new, due_at: instantOrNull(dueAt.new) },
});

const totalJson = ({ fulfilled, missed, breached, compliance, penalties }: Total): Json => ({
	fulfilled,
	missed,
	breached,
	compliance: percentOrNull(compliance),
	penalties: sumsJson(penalties),
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
	yield jsonLine({ kind: 'summary', ...summaryJson(result, subject) });
	for (const group of result.groups) yield jsonLine({ kind: 'group', ...groupJson(group) });
	for (const month of result.months) yield jsonLine({ kind: 'month', ...monthJson(month) });
	for (const turn of result.turns) yield jsonLine({ kind: 'turn', ...turnJson(turn) });
}

/** One object with everything. */
export function* whatIfJson(result: WhatIfResult, subject: WhatIfSubject): Generator<string> {
	const { groups, months, turns } = result;
	yield jsonLine({
		...summaryJson(result, subject),
		groups: groups.map(groupJson),
		months: months.map(monthJson),
		turns: turns.map(turnJson),
	});
}
