/** Compliance: the month so far in every way it is broken down, what was promised, what it costs, what falls due next. */
import type { MonthView, ViewAxis, ViewLine } from '../../reports/month-view.ts';
import { pointsBetween, pointsText } from '../../reports/percent.ts';
import { shortDuration } from '../../reports/short-duration.ts';
import { formatMoney, formatSums } from '../../sla/money.ts';
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import { cleanText } from '../../text/clean.ts';
import { figures, percentOf } from '../../text/figures.ts';
import { fitStart } from '../../text/fit.ts';
import { byName } from '../../text/order.ts';
import { widest } from '../columns.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { metricWord, WORDS } from '../words.ts';
import { goalLines } from './compliance-goals.ts';
import { penaltyLines } from './compliance-penalties.ts';
import { Page } from './page.tsx';

const NAME_CELLS = 18;
/** A name gives up as many of its cells as sums of several currencies need. */
const LEAST_NAME_CELLS = 12;
const SHARE_CELLS = 7;
const BAR_CELLS = 20;
/** From here on there is room for bars. */
const WIDE = 96;
const AXES: readonly ViewAxis[] = ['department', 'level', 'metric', 'agent', 'organization', 'day'];
/** Of what there may be hundreds of, the worst. */
const MOST_LINES = 12;

/** The titles of the numbers, and the cells that all of them get. */
const numberTitles = (): string[] => [WORDS.titles.fulfilled, WORDS.titles.missed, WORDS.titles.breached];
const numberCells = (): number => widest(numberTitles()) + 1;

const number = (value: number, cells = numberCells()): string =>
	fitStart(figures(value), cells, { pad: 'start' });

const percent = (compliance: number | null): string =>
	fitStart(compliance === null ? '' : percentOf(compliance / 100), SHARE_CELLS, { pad: 'start' });

function bar(compliance: number | null, theme: Theme): string {
	if (compliance === null) return '';
	const full = Math.floor((compliance / 100) * BAR_CELLS);
	const { full: block, empty } = theme.symbols;
	return theme.paint('fulfilled', block.repeat(full)) + theme.paint('missed', empty.repeat(BAR_CELLS - full));
}

/** A column of money: its title, and a text for each line. */
interface MoneyColumn {
	readonly title: string;
	readonly of: (line: ViewLine) => string;
	readonly cells: number;
}

/** How the lines of a table share the width. */
interface Layout {
	readonly name: number;
	readonly wide: boolean;
	readonly money: readonly MoneyColumn[];
}

const moneyCells = (money: readonly MoneyColumn[]): number =>
	money.reduce((sum, { cells }) => sum + cells + 2, 0);

/** What misses cost, and with credits and caps where that is known: both where there is room, else what is owed. */
function layoutOf(lines: readonly ViewLine[], columns: number): Layout {
	const wide = columns >= WIDE;
	const column = (title: string, of: MoneyColumn['of']): MoneyColumn => {
		const texts = lines.map(of);
		return { title, of, cells: texts.every((text) => text === '') ? 0 : widest([title, ...texts]) };
	};
	const known = [
		column(WORDS.titles.missesCost, ({ missesCost }) => formatSums(missesCost)),
		column(WORDS.titles.penalty, ({ penalty }) => (penalty ? formatSums(penalty) : '')),
	].filter(({ cells }) => cells > 0);
	const room = columns - 1 - 3 * numberCells() - SHARE_CELLS - (wide ? BAR_CELLS + 1 : 0);
	const money = [known, known.slice(-1)].find((some) => moneyCells(some) <= room - LEAST_NAME_CELLS) ?? [];
	const name = money.length === 0 ? NAME_CELLS : Math.min(NAME_CELLS, room - moneyCells(money));
	return { name, wide, money };
}

/** Columns of money side by side. */
const moneyText = (money: readonly MoneyColumn[], text: (column: MoneyColumn) => string): string =>
	money.map((column) => `  ${fitStart(text(column), column.cells, { pad: 'start' })}`).join('');

function lineText(line: ViewLine, text: string, { name, wide, money }: Layout, theme: Theme): string {
	const { fulfilled, missed, breached, compliance } = line.figures;
	const label = fitStart(cleanText(text), name, { pad: 'end', ascii: !theme.isUnicode });
	const late = number(missed) + number(breached);
	const failed = missed + breached > 0 ? theme.paint('missed', late) : late;
	const drawn = wide ? ` ${bar(compliance, theme)}` : '';
	return ` ${label}${number(fulfilled)}${failed}${percent(compliance)}${drawn}${moneyText(money, ({ of }) => of(line))}`;
}

function titles(first: string, { name, wide, money }: Layout): string {
	const label = fitStart(first, name, { pad: 'end' });
	const cells = numberTitles().map((title) => fitStart(title, numberCells(), { pad: 'start' }));
	const share = fitStart(WORDS.titles.share, SHARE_CELLS, { pad: 'start' });
	const drawn = wide ? ' '.repeat(BAR_CELLS + 1) : '';
	return ` ${label}${cells.join('')}${share}${drawn}${moneyText(money, ({ title }) => title)}`;
}

const NONE: Readonly<Record<ViewAxis, () => string>> = {
	department: () => WORDS.noDepartment,
	level: () => WORDS.noLevel,
	metric: () => '',
	agent: () => WORDS.unassigned,
	organization: () => WORDS.noOrganization,
	day: () => '',
};

const nameOf = (axis: ViewAxis, name: string | null): string =>
	name === null ? NONE[axis]() : axis === 'metric' ? metricWord(name) : name;

/** The worst first. */
const byCompliance = (a: ViewLine, b: ViewLine): number =>
	(a.figures.compliance ?? 200) - (b.figures.compliance ?? 200) || byName(a.name, b.name);

/** The lines of an axis that are shown: days in their order, of others the worst. */
function shownLines(axis: ViewAxis, lines: readonly ViewLine[]): readonly ViewLine[] {
	if (axis === 'day') return lines;
	const judged = lines.filter(({ figures: { compliance } }) => compliance !== null);
	return judged.toSorted(byCompliance).slice(0, MOST_LINES);
}

function brokenDown(axis: ViewAxis, all: readonly ViewLine[], width: number, theme: Theme): string[] {
	const shown = shownLines(axis, all);
	if (shown.length === 0) return [];
	const layout = layoutOf(shown, width);
	return [
		'',
		theme.paint('faint', titles(WORDS.titles[axis], layout)),
		...shown.map((line) => lineText(line, nameOf(axis, line.name), layout, theme)),
	];
}

/** What stands under the sums: how it compares, and how long it took. */
function summaryLines({ total, before, lacks, beforeLacks }: MonthView): string[] {
	const { compliance, counted, over, cancelled, excluded } = total.figures;
	const points = pointsText(pointsBetween(before, compliance));
	const words = WORDS.compliance;
	const trendLack = beforeLacks === 0 ? '' : `, ${words.lacks(beforeLacks)}`;
	return [
		...(lacks === 0 ? [] : [words.incomplete(words.lacks(lacks))]),
		...(points === '' ? [] : [words.trend(points) + trendLack]),
		...(counted.medianMs === null
			? []
			: [words.counted(shortDuration(counted.medianMs), shortDuration(counted.p90Ms))]),
		...(over.medianMs === null ? [] : [words.over(shortDuration(over.medianMs), shortDuration(over.p90Ms))]),
		...(cancelled + excluded === 0 ? [] : [words.apart(figures(cancelled), figures(excluded))]),
	].map((text) => ` ${text}`);
}

/** What breaches next, and its price. */
function stakeLines({ stake }: MonthView, at: number, width: number, theme: Theme): string[] {
	if (stake.next.length === 0) return [];
	const sum = stake.atRisk.size === 0 ? '' : `  ${WORDS.compliance.atRisk(formatSums(stake.atRisk))}`;
	const rows = stake.next.map(({ row, price: amount }) => {
		const left = fitStart(formatLeft(leftMs(row, at)), 8, { pad: 'start' });
		const price = fitStart(formatMoney(amount), 12, { pad: 'start' });
		const about = [row.ticket, metricWord(row.metric), row.level, row.organization, row.agent];
		const text = about.filter((part) => part !== null).join(` ${theme.symbols.separator} `);
		const ascii = !theme.isUnicode;
		return ` ${left}${price}  ${fitStart(cleanText(text), width - 24, { ascii })}`;
	});
	return ['', ` ${theme.paint('title', WORDS.compliance.next)}${sum}`, ...rows];
}

/** How many timers fall due in each of the next hours, as bars. */
function histogram(hours: readonly number[], width: number, theme: Theme): string[] {
	const most = Math.max(1, ...hours);
	const cells = Math.min(60, width - 24);
	return hours.map((count, hour) => {
		const label = fitStart(hour === 0 ? WORDS.thisHour : WORDS.inHours(hour, hour + 1), 14, { pad: 'end' });
		const length = Math.round((count / most) * cells);
		return ` ${label}${number(count, 7)} ${theme.paint('bar', theme.symbols.full.repeat(length))}`;
	});
}

export function complianceLines(board: Board, theme: Theme): string[] {
	const { columns, nowAt } = board;
	const { month, dueByHour } = board.facts;
	const lines = [` ${theme.paint('title', WORDS.monthSoFar)}`, ''];
	if (month) {
		const layout = layoutOf([month.total], columns);
		lines.push(
			theme.paint('faint', titles(WORDS.titles.all, layout)),
			lineText(month.total, WORDS.everything, layout, theme),
			...summaryLines(month),
			...penaltyLines(month, columns, theme),
			...goalLines(month, columns, theme),
			...stakeLines(month, nowAt, columns, theme),
			...AXES.flatMap((axis) => brokenDown(axis, month.lines[axis], columns, theme)),
		);
	} else lines.push(theme.paint('faint', ` ${WORDS.agreementMissing}`));
	lines.push('', ` ${theme.paint('title', WORDS.fallsDue)}`, ...histogram(dueByHour, columns, theme));
	return lines;
}

export function ComplianceScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return <Page board={board} lines={complianceLines(board, theme)} />;
}
