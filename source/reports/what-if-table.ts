/** What-if as people read it. */
import { instantOrNull } from '../sla/instant.ts';
import { formatAmount } from '../sla/money.ts';
import { cleanText } from '../text/clean.ts';
import { creditText, type LevelMonth } from './ledger.ts';
import { periodWords } from './period.ts';
import { type Column, formatTable } from './table.ts';
import type { Group, MonthOfLevel, Turn, WhatIfResult } from './what-if.ts';
import {
	both,
	complianceChange,
	missesOf,
	monthAmount,
	penaltyAmounts,
	type WhatIfSubject,
} from './what-if-change.ts';
import { amountChangeText, amountPair, change, NOTHING, percentText, points } from './what-if-texts.ts';

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
	{ title: 'MISSES COST', text: (group) => amountPair(both(group, missesOf)), align: 'right' },
	{ title: 'CHANGE', text: (group) => amountChangeText(both(group, missesOf)), align: 'right' },
];

/** What a month says on both sides, with the currencies where they differ: the amounts can't be compared. */
const monthChange =
	(text: (month: LevelMonth) => string) =>
	(row: MonthOfLevel): string => {
		const differ = row.old !== null && row.new !== null && row.old.currency !== row.new.currency;
		return change(
			both(row, (month) => {
				const said = month ? text(month) : NOTHING;
				return differ && said !== NOTHING ? `${said} ${month?.currency}` : said;
			}),
		);
	};
const missesText = (month: LevelMonth): string => formatAmount(month.missesMinor, month.currency);
const capText = (month: LevelMonth): string =>
	month.capMinor === null ? NOTHING : formatAmount(month.capMinor, month.currency);

const MONTH_COLUMNS: readonly Column<MonthOfLevel>[] = [
	{ title: 'MONTH', text: ({ month }) => month },
	{ title: 'LEVEL', text: ({ level }) => level },
	{
		title: 'COMPLIANCE',
		text: (row) => change(both(row, (month) => percentText(month?.compliance ?? null))),
		align: 'right',
	},
	{ title: 'MISSES COST', text: monthChange(missesText), align: 'right' },
	{ title: 'CREDIT', text: monthChange(creditText), align: 'right' },
	{ title: 'AT MOST', text: monthChange(capText), align: 'right' },
	{ title: 'PENALTY', text: (row) => amountPair(both(row, monthAmount)), align: 'right' },
	{ title: 'CHANGE', text: (row) => amountChangeText(both(row, monthAmount)), align: 'right' },
];

const TURN_COLUMNS: readonly Column<Turn>[] = [
	{ title: 'TICKET', text: ({ ticket }) => ticket },
	{ title: 'METRIC', text: ({ metric }) => metric },
	{ title: '#', text: ({ cycle }) => String(cycle), align: 'right' },
	{ title: 'VERDICT', text: ({ verdict }) => change(verdict) },
	{ title: 'OLD DUE', text: ({ dueAt }) => instantOrNull(dueAt.old) ?? NOTHING },
	{ title: 'NEW DUE', text: ({ dueAt }) => instantOrNull(dueAt.new) ?? NOTHING },
];

function totalLines({ total }: WhatIfResult): string[] {
	const compliance = change(both(total, (side) => percentText(side.compliance)));
	const money = penaltyAmounts(total).map(
		(amounts) => `penalties   ${amountPair(amounts)} (${amountChangeText(amounts)})`,
	);
	return [`compliance  ${compliance} (${points(complianceChange(total))})`, ...money];
}

/** The comparison as tables: what came of it all, then by level, department and metric, by month, by timer. */
export function* whatIfTable(result: WhatIfResult, { agreement, period }: WhatIfSubject): Generator<string> {
	yield cleanText(`${agreement.old} -> ${agreement.new}, ${periodWords(period)}`);
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
