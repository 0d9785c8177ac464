/** Compliance: the month so far by department, level and metric, what it costs, and what falls due next. */
import { cleanText } from '../../text/clean.ts';
import { figures, percentOf } from '../../text/figures.ts';
import { fitStart } from '../../text/fit.ts';
import { widest } from '../columns.ts';
import type { Board } from '../model/board.ts';
import { type ComplianceLine, complianceBy, type Dimension } from '../model/compliance.ts';
import type { Theme } from '../theme.ts';
import { metricWord, WORDS } from '../words.ts';
import { Page } from './page.tsx';

const NAME_CELLS = 18;
const SHARE_CELLS = 7;
const BAR_CELLS = 20;
const DIMENSIONS: readonly Dimension[] = ['department', 'level', 'metric'];

/** The titles of the numbers, and the cells that all of them get. */
const numberTitles = (): string[] => [WORDS.titles.fulfilled, WORDS.titles.missed, WORDS.titles.breached];
const numberCells = (): number => widest(numberTitles()) + 1;

const number = (value: number, cells = numberCells()): string =>
	fitStart(figures(value), cells, { pad: 'start' });

const percent = (share: number | null): string =>
	fitStart(share === null ? '' : percentOf(share), SHARE_CELLS, { pad: 'start' });

function bar(share: number | null, theme: Theme): string {
	if (share === null) return '';
	const full = Math.floor(share * BAR_CELLS);
	const { full: block, empty } = theme.symbols;
	return theme.paint('fulfilled', block.repeat(full)) + theme.paint('missed', empty.repeat(BAR_CELLS - full));
}

function lineText(line: ComplianceLine, name: string, currency: string, wide: boolean, theme: Theme): string {
	const { fulfilled, missed, breached, share, penalty } = line;
	const label = fitStart(cleanText(name), NAME_CELLS, { pad: 'end', ascii: !theme.isUnicode });
	const failed =
		missed + breached > 0
			? theme.paint('missed', number(missed) + number(breached))
			: number(missed) + number(breached);
	const cost = penalty > 0 ? `  ${figures(penalty)} ${currency}` : '';
	return ` ${label}${number(fulfilled)}${failed}${percent(share)}${wide ? ` ${bar(share, theme)}` : ''}${cost}`;
}

function titles(first: string, wide: boolean): string {
	const name = fitStart(first, NAME_CELLS, { pad: 'end' });
	const cells = numberTitles().map((title) => fitStart(title, numberCells(), { pad: 'start' }));
	const share = fitStart(WORDS.titles.share, SHARE_CELLS, { pad: 'start' });
	return ` ${name}${cells.join('')}${share}${wide ? ' '.repeat(BAR_CELLS + 1) : ''}  ${WORDS.titles.penalty}`;
}

const nameOf = (dimension: Dimension, name: string | null): string => {
	if (name === null) return dimension === 'department' ? WORDS.noDepartment : WORDS.noLevel;
	return dimension === 'metric' ? metricWord(name) : name;
};

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
	const { columns, counters, overview, closed, dueByHour } = board;
	const facts = overview.status.agreement;
	const wide = columns >= 96;
	const { all } = complianceBy('level', closed, counters, facts);
	const lines = [` ${theme.paint('title', WORDS.monthSoFar)}`, ''];
	lines.push(theme.paint('faint', titles(WORDS.titles.all, wide)));
	lines.push(lineText(all, WORDS.everything, facts.currency, wide, theme));
	for (const dimension of DIMENSIONS) {
		lines.push('', theme.paint('faint', titles(WORDS.titles[dimension], wide)));
		for (const line of complianceBy(dimension, closed, counters, facts).lines) {
			lines.push(lineText(line, nameOf(dimension, line.name), facts.currency, wide, theme));
		}
	}
	lines.push('', ` ${theme.paint('title', WORDS.fallsDue)}`, ...histogram(dueByHour, columns, theme));
	return lines;
}

export function ComplianceScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return <Page board={board} lines={complianceLines(board, theme)} />;
}
