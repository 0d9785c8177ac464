/** Compliance: the month so far by department, level and metric, what it costs, and what falls due next. */
import { cleanText } from '../../text/clean.ts';
import { figures } from '../../text/figures.ts';
import { fitStart } from '../../text/fit.ts';
import type { Board } from '../model/board.ts';
import { type ComplianceLine, complianceBy, type Dimension } from '../model/compliance.ts';
import type { Theme } from '../theme.ts';
import { metricWord, WORDS } from '../words.ts';
import { Page } from './page.tsx';

const NAME_CELLS = 18;
const NUMBER_CELLS = 10;
const BAR_CELLS = 20;
const DIMENSIONS: readonly Dimension[] = ['department', 'level', 'metric'];

const number = (value: number): string => fitStart(figures(value), NUMBER_CELLS, { pad: 'start' });

const percent = (share: number | null): string =>
	fitStart(share === null ? '' : `${(Math.floor(share * 1000) / 10).toFixed(1)}%`, 7, { pad: 'start' });

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

function titles(dimension: Dimension, wide: boolean): string {
	const name = fitStart(dimension.toUpperCase(), NAME_CELLS, { pad: 'end' });
	const cells = ['FULFILLED', 'MISSED', 'BREACHED'].map((title) =>
		fitStart(title, NUMBER_CELLS, { pad: 'start' }),
	);
	return ` ${name}${cells.join('')}  SHARE${wide ? ' '.repeat(BAR_CELLS + 1) : ''}  PENALTY`;
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
		const label = fitStart(`in ${hour === 0 ? 'this hour' : `${hour}-${hour + 1} h`}`, 14, { pad: 'end' });
		const length = Math.round((count / most) * cells);
		return ` ${label}${number(count).slice(3)} ${theme.paint('bar', theme.symbols.full.repeat(length))}`;
	});
}

export function complianceLines(board: Board, theme: Theme): string[] {
	const { columns, counters, overview, closed, dueByHour } = board;
	const facts = overview.status.agreement;
	const wide = columns >= 96;
	const { all } = complianceBy('level', closed, counters, facts);
	const lines = [` ${theme.paint('title', WORDS.monthSoFar)}`, ''];
	lines.push(theme.paint('faint', titles('department', wide).replace('DEPARTMENT', 'ALL       ')));
	lines.push(lineText(all, WORDS.everything, facts.currency, wide, theme));
	for (const dimension of DIMENSIONS) {
		lines.push('', theme.paint('faint', titles(dimension, wide)));
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
