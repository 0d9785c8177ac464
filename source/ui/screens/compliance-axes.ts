/** The month on the screen *Compliance*, all together and by each of what it is broken down by. */
import type { MonthView, ViewAxis, ViewLine } from '../../reports/month-view.ts';
import { formatSums } from '../../sla/money.ts';
import { figures, percentOf } from '../../text/figures.ts';
import { byName } from '../../text/order.ts';
import type { Theme } from '../theme.ts';
import { metricWord, WORDS } from '../words.ts';
import { type PageColumn, pageTable } from './page-table.ts';

const NAME_CELLS = 18;
/** A name gives up as many of its cells as sums of several currencies need. */
const LEAST_NAME_CELLS = 12;
/** Of every number, so that those of one table stand under those of the other. */
const NUMBER_CELLS = 6;
const BAR_CELLS = 20;
/** From here on there is room for bars. */
const WIDE = 96;
const AXES: readonly ViewAxis[] = ['department', 'level', 'metric', 'agent', 'organization', 'day'];
/** Of what there may be hundreds of, the worst. */
const MOST_LINES = 12;

function paintBar(bar: string, _: ViewLine, theme: Theme): string {
	const full = bar.lastIndexOf(theme.symbols.full) + 1;
	return theme.paint('fulfilled', bar.slice(0, full)) + theme.paint('missed', bar.slice(full));
}

function bar({ figures: { compliance } }: ViewLine, { symbols }: Theme): string {
	if (compliance === null) return '';
	const full = Math.floor((compliance / 100) * BAR_CELLS);
	return symbols.full.repeat(full) + symbols.empty.repeat(BAR_CELLS - full);
}

function paintFailed(text: string, { figures: { missed, breached } }: ViewLine, theme: Theme): string {
	return missed + breached > 0 ? theme.paint('missed', text) : text;
}

/** What is owed is more than what misses cost, and stays longer; how many were fulfilled can be guessed from the share. */
function columnsOf(title: string, nameOf: (line: ViewLine) => string, theme: Theme): PageColumn<ViewLine>[] {
	const { titles } = WORDS;
	const number = (
		name: 'fulfilled' | 'missed' | 'breached',
		more: Partial<PageColumn<ViewLine>>,
	): PageColumn<ViewLine> => ({
		title: () => titles[name],
		text: (line) => figures(line.figures[name]),
		align: 'right',
		cells: NUMBER_CELLS,
		...more,
	});
	return [
		{ title: () => title, text: nameOf, most: NAME_CELLS, cells: NAME_CELLS, least: LEAST_NAME_CELLS },
		number('fulfilled', { weight: 3 }),
		number('missed', { weight: 1, paint: paintFailed }),
		number('breached', { weight: 2, paint: paintFailed }),
		{
			title: () => titles.share,
			text: ({ figures: { compliance } }) => (compliance === null ? '' : percentOf(compliance / 100)),
			align: 'right',
			cells: NUMBER_CELLS,
		},
		{ title: () => '', text: (line) => bar(line, theme), from: WIDE, paint: paintBar },
		{
			title: () => titles.missesCost,
			text: ({ missesCost }) => formatSums(missesCost),
			align: 'right',
			weight: 5,
		},
		{
			title: () => titles.penalty,
			text: ({ penalty }) => (penalty ? formatSums(penalty) : ''),
			align: 'right',
			weight: 4,
		},
	];
}

const NONE: Readonly<Record<ViewAxis, () => string>> = {
	department: () => WORDS.noDepartment,
	level: () => WORDS.noLevel,
	metric: () => '',
	agent: () => WORDS.unassigned,
	organization: () => WORDS.noOrganization,
	day: () => '',
};

const nameOn = (axis: ViewAxis, name: string | null): string =>
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

/** Everything in one line, under its titles. */
export function totalLines({ total }: MonthView, width: number, theme: Theme): string[] {
	return pageTable(
		columnsOf(WORDS.titles.all, () => WORDS.everything, theme),
		[total],
		width,
		theme,
	);
}

/** A table for each of what the month is broken down by; none of what nothing is known of. */
export function axisLines({ lines }: MonthView, width: number, theme: Theme): string[] {
	return AXES.flatMap((axis) => {
		const shown = shownLines(axis, lines[axis]);
		if (shown.length === 0) return [];
		const columns = columnsOf(WORDS.titles[axis], ({ name }) => nameOn(axis, name), theme);
		return ['', ...pageTable(columns, shown, width, theme)];
	});
}
