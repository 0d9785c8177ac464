/** A compliance report as people read it. */
import { monthName } from '../sla/calendar/local-period.ts';
import { formatAmount, formatMoney, formatSums } from '../sla/money.ts';
import { formatLeft, leftMs } from '../sla/time-left.ts';
import { cleanText } from '../text/clean.ts';
import { figures } from '../text/figures.ts';
import type { NextBreach } from './at-stake.ts';
import type { Document, Fact, Section } from './document.ts';
import type { Times } from './durations.ts';
import type { GoalMonth } from './goals.ts';
import { filteredBy } from './grouping.ts';
import { lackLines, lackText } from './lacking.ts';
import { creditText, type LevelMonth } from './ledger.ts';
import { localTime } from './local-time.ts';
import { percentText, pointsBetween, pointsText } from './percent.ts';
import type { Period } from './period.ts';
import type { Group, Report } from './report.ts';
import type { FullReport } from './report-lines.ts';
import { shortDuration } from './short-duration.ts';
import { type Column, textTable } from './table.ts';

const NONE = '(none)';
const TIMES_TITLE =
	'Counted time, real time, and time over due: average, median, and what nine in ten took at most';

function periodText({ sinceAt, untilAt }: Period, zone: string): string {
	const since = Number.isFinite(sinceAt) ? localTime(sinceAt, zone) : 'the beginning';
	return `${since} to ${Number.isFinite(untilAt) ? localTime(untilAt, zone) : 'the end'}`;
}

const count = (name: 'fulfilled' | 'missed' | 'breached' | 'cancelled' | 'excluded'): Column<Group> => ({
	title: name.toUpperCase(),
	text: (group) => figures(group.figures[name]),
	align: 'right',
});

const right = (title: string, text: (group: Group) => string): Column<Group> => ({
	title,
	text,
	align: 'right',
});

const trend = ({ figures: { compliance }, before }: Group): string =>
	pointsText(pointsBetween(before, compliance));

/** A group's names; of everything together, `all`. */
const keyColumns = ({ by }: Report): Column<Group>[] =>
	by.map((axis, place) => ({
		title: axis.toUpperCase(),
		text: ({ key }) => (key.length === 0 ? (place === 0 ? 'all' : '') : (key[place] ?? NONE)),
	}));

function complianceColumns(report: Report): Column<Group>[] {
	const { total, groups } = report;
	const hasPrice = total.missesCost.size > 0;
	return [
		...keyColumns(report),
		count('fulfilled'),
		count('missed'),
		count('breached'),
		count('cancelled'),
		...(total.figures.excluded > 0 ? [count('excluded')] : []),
		right('COMPLIANCE', (group) => percentText(group.figures.compliance)),
		right('TREND', trend),
		...(hasPrice ? [right('MISSES COST', ({ missesCost }) => formatSums(missesCost))] : []),
		...(groups.some(({ penalty }) => penalty !== null)
			? [right('PENALTY', ({ penalty }) => (penalty ? formatSums(penalty) : ''))]
			: []),
	];
}

const timesColumns = (title: string, of: (group: Group) => Times): Column<Group>[] => [
	right(title, (group) => shortDuration(of(group).averageMs)),
	right('MEDIAN', (group) => shortDuration(of(group).medianMs)),
	right('P90', (group) => shortDuration(of(group).p90Ms)),
];

const durationColumns = (report: Report): Column<Group>[] => [
	...keyColumns(report),
	...timesColumns('COUNTED', ({ figures: { counted } }) => counted),
	...timesColumns('WALL', ({ figures: { wall } }) => wall),
	...timesColumns('OVER', ({ figures: { over } }) => over),
];

const MONTH_COLUMNS: readonly Column<LevelMonth>[] = [
	{ title: 'MONTH', text: ({ month }) => monthName(month) },
	{ title: 'LEVEL', text: ({ level }) => level },
	{ title: 'CUSTOMERS', text: ({ customers }) => String(customers), align: 'right' },
	{ title: 'COMPLIANCE', text: ({ compliance }) => percentText(compliance), align: 'right' },
	{ title: 'MISSES COST', text: (row) => formatAmount(row.missesMinor, row.currency), align: 'right' },
	{ title: 'CREDIT', text: creditText, align: 'right' },
	{
		title: 'AT MOST',
		text: ({ capMinor, currency }) => (capMinor === null ? '' : formatAmount(capMinor, currency)),
		align: 'right',
	},
	{
		title: 'PENALTY',
		text: (row) => formatMoney({ minor: row.totalMinor, currency: row.currency }),
		align: 'right',
	},
];

/** How a month is doing, in words. */
function outlookText({ judged, isMet, outlook }: GoalMonth, zone: string): string {
	if (judged === 0) return 'nothing was judged';
	if (!outlook) return isMet ? 'met' : 'not met';
	if (!isMet) return 'off track';
	return outlook.usedUpAt === null ? 'on track' : `on track until ${localTime(outlook.usedUpAt, zone)}`;
}

const goalColumns = (zone: string): Column<GoalMonth>[] => [
	{ title: 'MONTH', text: ({ month }) => monthName(month) },
	{ title: 'LEVEL', text: ({ level }) => level },
	{ title: 'METRIC', text: ({ metric }) => metric },
	{ title: 'GOAL', text: ({ goal }) => percentText(goal), align: 'right' },
	{ title: 'COMPLIANCE', text: ({ compliance }) => percentText(compliance), align: 'right' },
	{ title: 'MISSES', text: ({ missed }) => figures(missed), align: 'right' },
	{
		title: 'LEFT',
		text: ({ missesLeft }) => (missesLeft === null ? '' : figures(missesLeft)),
		align: 'right',
	},
	{ title: 'BUDGET', text: ({ outlook }) => (outlook ? figures(outlook.budget) : ''), align: 'right' },
	{
		title: 'BURN',
		text: ({ burnRate }) => (burnRate === null ? '' : `${burnRate.toFixed(2)}x`),
		align: 'right',
	},
	{ title: 'OUTLOOK', text: (row) => outlookText(row, zone) },
];
const GOALS_TITLE =
	'Goals by month: misses so far, how many more would still meet it, what the whole month can bear, how fast it goes';

const stakeColumns = (nowAt: number): Column<NextBreach>[] => [
	{ title: 'LEFT', text: ({ row }) => formatLeft(leftMs(row, nowAt)), align: 'right' },
	{ title: 'TICKET', text: ({ row }) => row.ticket },
	{ title: 'METRIC', text: ({ row }) => row.metric },
	{ title: 'LEVEL', text: ({ row }) => row.level ?? NONE },
	{ title: 'ORGANIZATION', text: ({ row }) => row.organization ?? NONE },
	{ title: 'AGENT', text: ({ row }) => row.agent ?? NONE },
	{ title: 'PRICE', text: ({ price }) => formatMoney(price), align: 'right' },
];

function stakeSection({ stake, nowAt }: FullReport): Section[] {
	if (!stake || stake.next.length === 0) return [];
	const sum = stake.atRisk.size > 0 ? `: ${formatSums(stake.atRisk)} for all that is at risk` : '';
	return [{ title: `At stake now${sum}`, table: textTable(stakeColumns(nowAt), stake.next) }];
}

const isEmpty = ({ total: { figures } }: Report): boolean =>
	figures.fulfilled + figures.missed + figures.breached + figures.cancelled + figures.excluded === 0;

/** Where there is nothing to be told: which way to look for it. */
function emptyLines({ bounds, zone }: Report): string[] {
	const where = bounds
		? `the log goes from ${localTime(bounds.firstAt, zone)} to ${localTime(bounds.lastAt, zone)}`
		: 'the log is empty';
	return ['', `nothing was judged in this period: ${where}`];
}

function totalFacts({ total }: Report): Fact[] {
	const { fulfilled, missed, breached, cancelled, excluded, compliance } = total.figures;
	const change = trend(total);
	const counts = [
		`fulfilled ${figures(fulfilled)}`,
		`missed ${figures(missed)}`,
		`breached ${figures(breached)}`,
		`cancelled ${figures(cancelled)}`,
		...(excluded > 0 ? [`excluded ${figures(excluded)}`] : []),
	];
	return [
		[
			'compliance',
			`${percentText(compliance, 'nothing was judged')}${change === '' ? '' : ` (${change} points)`}`,
		],
		['timers', counts.join(', ')],
		...(total.missesCost.size > 0 ? [['misses', formatSums(total.missesCost)] as const] : []),
		...(total.penalty && total.penalty.size > 0 ? [['penalties', formatSums(total.penalty)] as const] : []),
	];
}

/** @param name what the agreement is called */
export function reportDocument(report: FullReport, name: string): Document {
	const { period, before, zone, total, groups, months, goals, filter } = report;
	const narrowed = filteredBy(filter).map(
		(axis) => `${axis} ${(filter[axis] ?? []).map((value) => (value === '' ? NONE : value)).join(', ')}`,
	);
	const lacksBefore = report.beforeLacks > 0 ? `, ${lackText(report.beforeLacks)}` : '';
	const hasTotal = groups.length > 1;
	const rows = hasTotal ? [...groups, total] : groups;
	const sections: Section[] =
		groups.length === 0
			? []
			: [
					{ table: textTable(complianceColumns(report), rows, hasTotal) },
					...(total.figures.counted.averageMs === null
						? []
						: [{ title: TIMES_TITLE, table: textTable(durationColumns(report), rows, hasTotal) }]),
					...(goals.length > 0 ? [{ title: GOALS_TITLE, table: textTable(goalColumns(zone), goals) }] : []),
					...(months && months.length > 0
						? [{ title: 'Penalties by month', table: textTable(MONTH_COLUMNS, months) }]
						: []),
				];
	sections.push(...stakeSection(report));
	return {
		title: cleanText(`${name === '' ? 'Compliance' : name}, ${periodText(period, zone)} (${zone})`),
		lines: [
			...(narrowed.length > 0 ? [cleanText(`only ${narrowed.join('; ')}`)] : []),
			...(before ? [`trend: against ${periodText(before, zone)}${lacksBefore}`] : []),
			...lackLines(report.lacks),
			...(isEmpty(report) ? emptyLines(report) : []),
		],
		facts: isEmpty(report) ? [] : totalFacts(report),
		sections,
	};
}
