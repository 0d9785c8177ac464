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
import { Page } from './page.tsx';

const NAME_CELLS = 18;
const SHARE_CELLS = 7;
const BAR_CELLS = 20;
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

function lineText({ figures: all, missesCost }: ViewLine, name: string, wide: boolean, theme: Theme): string {
	const { fulfilled, missed, breached, compliance } = all;
	const label = fitStart(cleanText(name), NAME_CELLS, { pad: 'end', ascii: !theme.isUnicode });
	const late = number(missed) + number(breached);
	const failed = missed + breached > 0 ? theme.paint('missed', late) : late;
	const cost = missesCost.size > 0 ? `  ${formatSums(missesCost)}` : '';
	return ` ${label}${number(fulfilled)}${failed}${percent(compliance)}${wide ? ` ${bar(compliance, theme)}` : ''}${cost}`;
}

function titles(first: string, wide: boolean): string {
	const name = fitStart(first, NAME_CELLS, { pad: 'end' });
	const cells = numberTitles().map((title) => fitStart(title, numberCells(), { pad: 'start' }));
	const share = fitStart(WORDS.titles.share, SHARE_CELLS, { pad: 'start' });
	return ` ${name}${cells.join('')}${share}${wide ? ' '.repeat(BAR_CELLS + 1) : ''}  ${WORDS.titles.penalty}`;
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

function brokenDown(axis: ViewAxis, all: readonly ViewLine[], wide: boolean, theme: Theme): string[] {
	const shown = shownLines(axis, all);
	if (shown.length === 0) return [];
	return [
		'',
		theme.paint('faint', titles(WORDS.titles[axis], wide)),
		...shown.map((line) => lineText(line, nameOf(axis, line.name), wide, theme)),
	];
}

/** What stands under the sums: how it compares, how long it took, what it costs. */
function summaryLines({ total, before, penalties }: MonthView): string[] {
	const { compliance, counted, over, cancelled, excluded } = total.figures;
	const points = pointsText(pointsBetween(before, compliance));
	const words = WORDS.compliance;
	return [
		...(points === '' ? [] : [words.trend(points)]),
		...(counted.medianMs === null
			? []
			: [words.counted(shortDuration(counted.medianMs), shortDuration(counted.p90Ms))]),
		...(over.medianMs === null ? [] : [words.over(shortDuration(over.medianMs), shortDuration(over.p90Ms))]),
		...(cancelled + excluded === 0 ? [] : [words.apart(figures(cancelled), figures(excluded))]),
		...(penalties.size === 0 ? [] : [words.penalties(formatSums(penalties))]),
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
	const { columns, month, nowAt, dueByHour } = board;
	const wide = columns >= 96;
	const lines = [` ${theme.paint('title', WORDS.monthSoFar)}`, ''];
	if (month) {
		lines.push(
			theme.paint('faint', titles(WORDS.titles.all, wide)),
			lineText(month.total, WORDS.everything, wide, theme),
			...summaryLines(month),
			...goalLines(month, columns, theme),
			...stakeLines(month, nowAt, columns, theme),
			...AXES.flatMap((axis) => brokenDown(axis, month.lines[axis], wide, theme)),
		);
	} else lines.push(theme.paint('faint', ` ${WORDS.agreementMissing}`));
	lines.push('', ` ${theme.paint('title', WORDS.fallsDue)}`, ...histogram(dueByHour, columns, theme));
	return lines;
}

export function ComplianceScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return <Page board={board} lines={complianceLines(board, theme)} />;
}
