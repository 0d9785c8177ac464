/** Statements as people read them: a document of each customer. */
import { monthName } from '../sla/calendar/local-period.ts';
import { formatAmount, formatMoney, formatSums, toMinor } from '../sla/money.ts';
import { formatLeft, leftMs } from '../sla/time-left.ts';
import { cycleLabel } from '../sla/timer.ts';
import type { LogRow, TimerRow } from '../store/port.ts';
import { cleanText } from '../text/clean.ts';
import { figures } from '../text/figures.ts';
import { fitStart } from '../text/fit.ts';
import type { Document, Section } from './document.ts';
import { lackLines } from './lacking.ts';
import { localTime } from './local-time.ts';
import { percentText } from './percent.ts';
import type { Statement, StatementLevel, Statements } from './statement.ts';
import { type Column, textTable } from './table.ts';
import { whyText } from './why.ts';

/** What tickets of no organization are called together. */
const NO_ORGANIZATION = '(no organization)';

/** So much of a subject tells which ticket it is. */
const SUBJECT_CELLS = 40;

/** One line of the reckoning. */
interface Item {
	readonly what: string;
	readonly count: string;
	readonly price: string;
	readonly amount: string;
}

const ITEM_COLUMNS: readonly Column<Item>[] = [
	{ title: 'ITEM', text: ({ what }) => what },
	{ title: 'MISSES', text: ({ count }) => count, align: 'right' },
	{ title: 'PRICE', text: ({ price }) => price, align: 'right' },
	{ title: 'AMOUNT', text: ({ amount }) => amount, align: 'right' },
];

function itemsOf(level: StatementLevel): Item[] {
	const { currency, metrics, penalty, compliance } = level;
	const money = (minor: number): string => formatMoney({ minor, currency });
	const items = metrics.map(({ metric, misses, priceMinor, amountMinor }) => ({
		what: `${words(metric)} missed`,
		count: figures(misses),
		price: formatAmount(priceMinor, currency),
		amount: money(amountMinor),
	}));
	const other = (what: string, minor: number): Item => ({ what, count: '', price: '', amount: money(minor) });
	if (level.creditPercent > 0) {
		const below = penalty.credits.find(({ percent }) => percent === level.creditPercent)?.below;
		const fee = money(toMinor(penalty.monthlyFee, currency));
		items.push(
			other(
				`credit: compliance ${percentText(compliance)} is below ${below}%: ${level.creditPercent}% of the fee of ${fee}`,
				level.creditMinor,
			),
		);
	}
	if (level.overCapMinor < 0) {
		items.push(other(`more than ${penalty.capPercent}% of the fee is not charged`, level.overCapMinor));
	}
	return [...items, other('total', level.totalMinor)];
}

/** Names as a customer reads them: `first answer`. */
const words = (name: string): string => name.replaceAll('_', ' ');

type Miss = LogRow | TimerRow;
const closedAtOf = (row: Miss): number | null => ('closedAt' in row ? row.closedAt : null);

/** What was left out of compliance may have been in time. */
const overText = (left: number): string => (left < 0 ? formatLeft(-left) : '');

const TIME = { isWhole: true, least: 'YYYY-MM-DD hh:mm'.length };

const whyOf = ({ remarks }: Miss, zone: string): string => whyText(remarks, (at) => localTime(at, zone));

const missColumns = (rows: readonly Miss[], zone: string, nowAt: number): Column<Miss>[] => [
	{ title: 'DUE', text: ({ dueAt }) => (dueAt === null ? '' : localTime(dueAt, zone)), ...TIME },
	{
		title: 'CLOSED',
		...TIME,
		text: (row) => {
			const closedAt = closedAtOf(row);
			return closedAt === null ? 'open' : localTime(closedAt, zone);
		},
	},
	{ title: 'OVER', text: (row) => overText(leftMs(row, closedAtOf(row) ?? nowAt)), align: 'right' },
	{ title: 'TICKET', text: ({ ticket }) => ticket },
	{ title: 'SUBJECT', text: ({ subject }) => fitStart(cleanText(subject ?? ''), SUBJECT_CELLS, {}) },
	{
		title: 'METRIC',
		text: ({ metric, cycle }) => words(cycleLabel(metric, cycle)),
		isWhole: true,
		least: 12,
	},
	{ title: 'LEVEL', text: ({ level }) => level ?? '', isWhole: true },
	{ title: 'DEPARTMENT', text: ({ department }) => department ?? '', spare: 1 },
	// Where nobody has said anything there is room for more.
	...(rows.some((row) => whyOf(row, zone) !== '')
		? [{ title: 'WHY', text: (row: Miss) => whyOf(row, zone) }]
		: []),
];

const levelSection = (level: StatementLevel): Section => ({
	title: cleanText(level.level),
	lines: [`compliance ${percentText(level.compliance, 'nothing was judged')}`],
	table: textTable(ITEM_COLUMNS, itemsOf(level), true),
});

function missSections({ misses, breaches }: Statement, { zone, nowAt }: Statements): Section[] {
	const table = (rows: readonly Miss[]) => textTable(missColumns(rows, zone, nowAt), rows);
	const counting = misses.filter(({ remarks }) => remarks.excluded === null);
	const excluded = misses.filter(({ remarks }) => remarks.excluded !== null);
	const sections: Section[] = [];
	if (counting.length + breaches.length > 0) {
		sections.push({ title: 'Misses', table: table([...counting, ...breaches]) });
	}
	if (excluded.length > 0) {
		sections.push({ title: 'Left out of compliance', table: table(excluded) });
	}
	return sections;
}

/** A customer's statement. */
export function statementDocument(statement: Statement, statements: Statements): Document {
	const { month, organization, figures: all, levels, total } = statement;
	const { agreement, provider, customer, zone, nowAt, isUnderWay, lacks } = statements;
	// It goes to one customer: of another that the agreement names it says nothing.
	const isBetween = organization === null || customer === null || organization === customer;
	const parties = isBetween
		? [provider, customer].filter((party) => party !== null).join(' and ')
		: [provider, organization].filter((party) => party !== null).join(' and ');
	const counts = [
		`fulfilled ${figures(all.fulfilled)}`,
		`missed ${figures(all.missed)}`,
		`breached ${figures(all.breached)}`,
		`cancelled ${figures(all.cancelled)}`,
		...(all.excluded > 0 ? [`left out ${figures(all.excluded)}`] : []),
	];
	const lines = [
		...(agreement === '' ? [] : [`${agreement}${parties === '' ? '' : `, between ${parties}`}`]),
		`drawn up ${localTime(nowAt, zone)} (${zone})${isUnderWay ? '; the month is not over: this is what there is so far' : ''}`,
		...lackLines(lacks),
	];
	return {
		title: cleanText(`Statement of ${monthName(month)}: ${organization ?? NO_ORGANIZATION}`),
		lines: lines.map(cleanText),
		facts: [
			['compliance', percentText(all.compliance, 'nothing was judged')],
			['timers', counts.join(', ')],
			['penalties', total.size > 0 ? formatSums(total) : 'none'],
		],
		sections: [...levels.map(levelSection), ...missSections(statement, statements)],
	};
}
