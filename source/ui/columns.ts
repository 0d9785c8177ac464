/** Lists in columns: which are shown at a width, how wide each is, and a row's text. */
import { cleanText } from '../text/clean.ts';
import { fitStart, textWidth } from '../text/fit.ts';
import type { Theme, Token } from './theme.ts';

export interface Cell {
	readonly text: string;
	readonly token?: Token;
	/** Where it leads, as a ticket says. */
	readonly link?: string | null;
}

export interface ColumnSpec<Row> {
	/** What it is known by, in whatever language its title is. */
	readonly id: string;
	readonly title: string;
	/** Cells, and never fewer than its title has; of the one that grows, the least. */
	readonly width: number;
	readonly align?: 'left' | 'right';
	/** Takes what is left of the line; where that is less than its width, it is left out. */
	readonly grows?: boolean;
	/** The fewest cells it may be cut to where the line is short; left out: its width. */
	readonly least?: number;
	/** Its cells where there is plenty of room. */
	readonly wide?: number;
	/** The screen must be at least so wide for it to be shown. */
	readonly from?: number;
	/** No blank between it and the next. */
	readonly isJoined?: boolean;
	/** Somebody wants it: where there is too little room, others go first. */
	readonly isWanted?: boolean;
	readonly cell: (row: Row, at: number) => Cell;
}

export interface PlacedColumn<Row> extends ColumnSpec<Row> {
	readonly cells: number;
}

const GAP = ' ';
/** From this width on, names need not be cut. */
const PLENTY = 160;

type Measured = Pick<ColumnSpec<never>, 'width' | 'isJoined'>;

const gapAfter = ({ isJoined }: Measured): string => (isJoined ? '' : GAP);

const cellsOf = (specs: readonly Measured[]): number =>
	specs.reduce((sum, spec) => sum + spec.width + gapAfter(spec).length, 0) - GAP.length;

/** Cells that columns could do without. */
const slackOf = <Row>(specs: readonly ColumnSpec<Row>[]): number =>
	specs.reduce((sum, { width, least = width }) => sum + width - least, 0);

/** The column to go without: the one that needs most room first, of those that nobody asked for. */
function leastNeeded<Row>(specs: readonly ColumnSpec<Row>[]): ColumnSpec<Row> | undefined {
	const last = specs
		.filter(({ isWanted }) => !isWanted)
		.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0))
		.at(-1);
	return last && (last.from ?? 0) > 0 ? last : specs.at(-1);
}

/** The columns that fit a width, each with its cells. */
export function placeColumns<Row>(specs: readonly ColumnSpec<Row>[], width: number): PlacedColumn<Row>[] {
	let shown = specs
		.filter(({ from = 0 }) => width >= from)
		.map((spec) => ({
			...spec,
			width: Math.max(textWidth(spec.title), width >= PLENTY ? (spec.wide ?? spec.width) : spec.width),
		}));
	if (cellsOf(shown) > width) shown = shown.filter(({ grows }) => !grows);
	while (cellsOf(shown) - slackOf(shown) > width && shown.length > 1) {
		const without = leastNeeded(shown);
		shown = shown.filter((spec) => spec !== without);
	}
	const growing = shown.filter(({ grows }) => grows).length;
	const spare = Math.max(0, width - cellsOf(shown));
	let missing = Math.max(0, cellsOf(shown) - width);
	return shown.map((spec) => {
		const taken = Math.min(missing, spec.width - (spec.least ?? spec.width));
		missing -= taken;
		return { ...spec, cells: spec.width - taken + (spec.grows ? Math.floor(spare / growing) : 0) };
	});
}

/** The cells that the widest of some words takes. */
export const widest = (words: Iterable<string>): number => Math.max(0, ...Array.from(words, textWidth));

/** Of a ticket's reference: whole where a help desk has longer ones than most, but not however long they are. */
const REFERENCE_CELLS = { least: 10, most: 18 } as const;

/** How wide references are to be, by the rows that are shown. */
export function referenceCells(rows: readonly { readonly ticket: string }[]): {
	width: number;
	least: number;
} {
	const { least, most } = REFERENCE_CELLS;
	const cells = widest(rows.map(({ ticket }) => cleanText(ticket)));
	return { width: Math.max(least, Math.min(most, cells)), least };
}

/** A text in so many cells exactly. Nothing that a ticket says can do more than be read. */
export function fitCell(text: string, cells: number, theme: Theme, align: 'left' | 'right' = 'left'): string {
	return fitStart(cleanText(text), cells, {
		pad: align === 'right' ? 'start' : 'end',
		ascii: !theme.isUnicode,
	});
}

/** Cells side by side, with a blank between those that are not joined. */
const joined = (cells: readonly string[], columns: readonly Measured[]): string =>
	cells
		.map((cell, place) => (place < cells.length - 1 && !columns[place]?.isJoined ? cell + GAP : cell))
		.join('');

/** The line of the titles. */
export function titleLine<Row>(columns: readonly PlacedColumn<Row>[], theme: Theme): string {
	const titles = columns.map(({ title, cells, align }) => fitCell(title, cells, theme, align));
	return theme.paint('faint', joined(titles, columns).trimEnd());
}

/** A cell as a link: what can be read of it, and none of the blanks that fill it. */
function inLink(link: string | null, fitted: string, theme: Theme): string {
	if (link === null) return fitted;
	const text = fitted.trim();
	return fitted.replace(text, () => theme.link(link, text));
}

/**
 * One row. A selected row is drawn in one style from end to end, which also costs the fewest bytes.
 * @param isLinked whether its links are links
 */
export function rowLine<Row>(
	columns: readonly PlacedColumn<Row>[],
	row: Row,
	at: number,
	theme: Theme,
	selected: boolean,
	isLinked = true,
): string {
	const parts = columns.map(({ cell, cells, align }) => {
		const { text, token = 'plain', link = null } = cell(row, at);
		const fitted = inLink(isLinked ? link : null, fitCell(text, cells, theme, align), theme);
		return selected ? fitted : theme.paint(token, fitted);
	});
	const line = joined(parts, columns);
	return selected ? theme.paint('selected', line) : line.trimEnd();
}
