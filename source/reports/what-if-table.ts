/** What-if as people read it. */
import { formatInstant } from '../sla/instant.ts';
import { formatCents, type MonthPenalty } from './penalties.ts';
import { type Column, formatTable } from './table.ts';
import type { Group, MonthOfLevel, Pair, Period, Turn, WhatIfResult } from './what-if.ts';
import {
	type Amount,
	both,
	centsChange,
	complianceChange,
	instantOrNull,
	missesOf,
	monthAmount,
	twoPlaces,
	type WhatIfSubject,
} from './what-if-change.ts';

const NOTHING = '-';

const percentText = (percent: number | null): string =>
	percent === null ? NOTHING : `${twoPlaces(percent).toFixed(2)}%`;

const signed = (text: string): string => (/^-|^0(\.0+)?$/.test(text) ? text : `+${text}`);

/** `12 -> 9`, or once where both are the same. */
const change = ({ old, new: next }: Pair<string>): string => (old === next ? old : `${old} -> ${next}`);

const points = (value: number | null): string => (value === null ? NOTHING : signed(value.toFixed(2)));

const amountText = ({ cents, currency }: Amount): string =>
	currency === null ? NOTHING : `${formatCents(cents)} ${currency}`;

/** The currency once where it is the same on both sides. */
function amountChange(pair: Pair<Amount>): string {
	const { old, new: next } = pair;
	if (old.currency === null || old.currency !== next.currency) return change(both(pair, amountText));
	return `${change(both(pair, ({ cents }) => formatCents(cents)))} ${old.currency}`;
}

function centsChangeText(pair: Pair<Amount>): string {
	const cents = centsChange(pair);
	if (cents === null || (pair.old.currency === null && pair.new.currency === null)) return NOTHING;
	return signed(formatCents(cents));
}

const count = (name: 'fulfilled' | 'missed' | 'breached') => (group: Group) =>
	change(both(group, (figures) => String(figures[name])));

const GROUP_COLUMNS: readonly Column<Group>[] = [
	{ title: 'LEVEL', text: ({ level }) => level ?? '' },
	{ title: 'DEPARTMENT', text: ({ department }) => department ?? '' },
	{ title: 'METRIC', text: ({ metric }) => metric },
	{ title: 'FULFILLED', text: count('fulfilled'), align: 'right' },
	{ title: 'MISSED', text: count('missed'), align: 'right' },
	{ title: 'BREACHED', text: count('breached'), align: 'right' },
	{
		title: 'COMPLIANCE',
		text: (group) => change(both(group, ({ compliance }) => percentText(compliance))),
		align: 'right',
	},
	{ title: 'POINTS', text: (group) => points(complianceChange(group)), align: 'right' },
	{ title: 'MISSES COST', text: (group) => amountChange(both(group, missesOf)), align: 'right' },
	{ title: 'CHANGE', text: (group) => centsChangeText(both(group, missesOf)), align: 'right' },
];

const creditText = (month: MonthPenalty | null): string =>
	month ? `${month.creditPercent}% = ${formatCents(month.creditCents)}` : NOTHING;
const capText = (month: MonthPenalty | null): string =>
	month?.capCents == null ? NOTHING : formatCents(month.capCents);

const MONTH_COLUMNS: readonly Column<MonthOfLevel>[] = [
	{ title: 'MONTH', text: ({ month }) => month },
	{ title: 'LEVEL', text: ({ level }) => level },
	{
		title: 'COMPLIANCE',
		text: (row) => change(both(row, (month) => percentText(month?.compliance ?? null))),
		align: 'right',
	},
	{
		title: 'MISSES',
		text: (row) => change(both(row, (month) => (month ? formatCents(month.missesCents) : NOTHING))),
		align: 'right',
	},
	{ title: 'CREDIT', text: (row) => change(both(row, creditText)), align: 'right' },
	{ title: 'AT MOST', text: (row) => change(both(row, capText)), align: 'right' },
	{ title: 'PENALTY', text: (row) => amountChange(both(row, monthAmount)), align: 'right' },
	{ title: 'CHANGE', text: (row) => centsChangeText(both(row, monthAmount)), align: 'right' },
];

const TURN_COLUMNS: readonly Column<Turn>[] = [
	{ title: 'TICKET', text: ({ ticket }) => ticket },
	{ title: 'METRIC', text: ({ metric }) => metric },
	{ title: '#', text: ({ cycle }) => String(cycle), align: 'right' },
	{ title: 'VERDICT', text: ({ verdict }) => change(verdict) },
	{ title: 'OLD DUE', text: ({ dueAt }) => instantOrNull(dueAt.old) ?? NOTHING },
	{ title: 'NEW DUE', text: ({ dueAt }) => instantOrNull(dueAt.new) ?? NOTHING },
];

function periodWords({ sinceAt, untilAt }: Period): string {
	const until = `up to ${formatInstant(untilAt)}`;
	return Number.isFinite(sinceAt) ? `from ${formatInstant(sinceAt)} ${until}` : `everything ${until}`;
}

function totalLines({ total }: WhatIfResult): string[] {
	const compliance = change(both(total, (side) => percentText(side.compliance)));
	const currencies = new Set([...total.old.cents.keys(), ...total.new.cents.keys()]);
	const money = [...currencies].sort().map((currency) => {
		const amounts = both(total, ({ cents }) => ({ cents: cents.get(currency) ?? 0, currency }));
		return `penalties   ${amountChange(amounts)} (${centsChangeText(amounts)})`;
	});
	return [`compliance  ${compliance} (${points(complianceChange(total))})`, ...money];
}

/** The comparison as tables: what came of it all, then by level, department and metric, by month, by timer. */
export function* whatIfTable(result: WhatIfResult, { agreement, period }: WhatIfSubject): Generator<string> {
	yield `${agreement.old} -> ${agreement.new}, ${periodWords(period)}`;
	yield* totalLines(result);
	yield '';
	if (result.groups.length === 0) yield 'no timer was judged in this period';
	else yield* formatTable(GROUP_COLUMNS, result.groups);
	if (result.months.length > 0) {
		yield '';
		yield* formatTable(MONTH_COLUMNS, result.months);
	}
	yield '';
	yield `verdicts that turn: ${result.turns.length}`;
	if (result.turns.length > 0) yield* formatTable(TURN_COLUMNS, result.turns);
}
