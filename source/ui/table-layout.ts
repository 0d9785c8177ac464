/** How a table is laid out in a terminal's width: which columns it has, how wide, and on how many lines. */
import type { TextTable } from '../reports/table.ts';
import { textWidth } from '../text/fit.ts';

export interface Layout {
	readonly table: TextTable;
	/** The cells of each column. */
	readonly widths: readonly number[];
	/** Columns by the lines of a row; null: one line, with lines around its cells. */
	readonly lines: readonly (readonly number[])[] | null;
	/** Titles of the columns for which there was no room. */
	readonly leftOut: readonly string[];
}

type Fits = (widths: readonly number[]) => boolean;

/** Texts are not cut to fewer cells than this, and figures never. */
const LEAST_CELLS = 8;
/** Where a column less would do, names are cut to no fewer than this: enough to tell them apart. */
const READABLE_CELLS = 12;
/** Longer tables have no lines: each cell is laid out on its own, and nobody is to wait for that. */
const MOST_LINED_ROWS = 200;
/** A blank on either side of a cell, and the line after it. */
const AROUND = 3;
/** A row that takes more lines than this is hard to follow. */
const FEW_LINES = 2;
/** How far the lines are set in that go on with a row. */
export const INDENT = '    ';
export const GAP = '  ';

const sumOf = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);

/** The cells of each column's widest text. */
const widthsOf = ({ columns, rows }: TextTable): number[] =>
	columns.map(({ title }, place) =>
		rows.reduce((most, row) => Math.max(most, textWidth(row[place] ?? '')), textWidth(title)),
	);

function onlyColumns({ columns, rows, ...rest }: TextTable, isKept: (place: number) => boolean): TextTable {
	const of = <T>(list: readonly T[]): T[] => list.filter((_, place) => isKept(place));
	return { ...rest, columns: of(columns), rows: rows.map(of) };
}

/** Of each column the widest text, as one row. */
export const widestOf = ({ columns, rows }: TextTable): string[] =>
	columns.map((_, place) =>
		rows.reduce((widest, row) => {
			const text = row[place] ?? '';
			return textWidth(text) > textWidth(widest) ? text : widest;
		}, ''),
	);

const withoutEmpty = (table: TextTable): TextTable =>
	onlyColumns(table, (place) => table.rows.some((row) => row[place] !== ''));

/** The table, and what is left of it as more and more of the columns that it can spare are left out. */
function lessAndLess(table: TextTable): Pick<Layout, 'table' | 'leftOut'>[] {
	const spares = table.columns
		.flatMap(({ title, spare }) => (spare === undefined ? [] : [{ title, spare }]))
		.sort((a, b) => a.spare - b.spare);
	return [0, ...spares.map(({ spare }) => spare)].map((last) => ({
		table: onlyColumns(table, (place) => (table.columns[place]?.spare ?? Number.POSITIVE_INFINITY) > last),
		leftOut: spares.filter(({ spare }) => spare <= last).map(({ title }) => title),
	}));
}

/** The widest columns that fit: names are cut first, for of times and states there is little to lose. */
function cutToFit(
	{ columns }: TextTable,
	whole: readonly number[],
	fits: Fits,
	least: number,
): number[] | null {
	const cut = (names: number, others: number): number[] =>
		whole.map((width, place) => {
			const { align, least: own, room = least } = columns[place] ?? {};
			if (align === 'right') return width;
			return Math.min(width, own === undefined ? Math.max(room, names) : Math.max(own, others));
		});
	if (!fits(cut(least, 0))) return null;
	const most = Math.max(0, ...whole);
	for (let names = most; names > least; names--) if (fits(cut(names, most))) return cut(names, most);
	for (let others = most; others > 0; others--) if (fits(cut(least, others))) return cut(least, others);
	return cut(least, 0);
}

/** Columns by the lines that they fit in, one after the other. */
function columnsByLine(widths: readonly number[], terminalColumns: number): number[][] {
	const lines: number[][] = [];
	let room = 0;
	for (const [place, width] of widths.entries()) {
		const line = lines.at(-1);
		if (line && room >= GAP.length + width) {
			line.push(place);
			room -= GAP.length + width;
		} else {
			lines.push([place]);
			room = terminalColumns - width - (line ? INDENT.length : 0);
		}
	}
	return lines;
}

/**
 * A line a row where that can be, by leaving out what the table can spare; else two; else as many as it takes, with
 * every column.
 * @param goesOn whether rows come later: there are no lines around its cells
 */
export function layOut(given: TextTable, terminalColumns: number, goesOn = false): Layout {
	const whole = withoutEmpty(given);
	const steps = lessAndLess(whole).map((step) => ({ ...step, natural: widthsOf(step.table) }));
	const isLined = !goesOn && whole.rows.length <= MOST_LINED_ROWS;
	const least = steps.length > 1 ? READABLE_CELLS : LEAST_CELLS;
	const fitsLined: Fits = (widths) => sumOf(widths) + widths.length * AROUND + 1 <= terminalColumns;
	const fitsPlain: Fits = (widths) => sumOf(widths) + (widths.length - 1) * GAP.length <= terminalColumns;
	const fitsFew: Fits = (widths) =>
		columnsByLine(widths, terminalColumns).length <= FEW_LINES &&
		widths.every((width) => width <= terminalColumns - INDENT.length);
	for (const { table, leftOut, natural } of steps) {
		const lined = isLined ? cutToFit(table, natural, fitsLined, least) : null;
		if (lined) return { table, widths: lined, lines: null, leftOut };
		const plain = cutToFit(table, natural, fitsPlain, least);
		if (plain) return { table, widths: plain, lines: [plain.map((_, place) => place)], leftOut };
	}
	for (const { table, leftOut, natural } of steps) {
		const few = cutToFit(table, natural, fitsFew, READABLE_CELLS);
		if (few) return { table, widths: few, lines: columnsByLine(few, terminalColumns), leftOut };
	}
	const most = Math.max(LEAST_CELLS, terminalColumns - INDENT.length);
	const widths = widthsOf(whole).map((width) => Math.min(width, most));
	return { table: whole, widths, lines: columnsByLine(widths, terminalColumns), leftOut: [] };
}
