/**
 * Small tables on pages: a title in faint letters, and rows as plain text. What has no room in a row stands under it, by
 * name: on a page nothing is left out without a word.
 */
import { cleanText } from '../../text/clean.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import { wrapLine } from '../../text/wrap.ts';
import { widest } from '../columns.ts';
import type { Theme } from '../theme.ts';

export interface PageColumn<Row> {
	readonly title: () => string;
	/** A column is as wide as its widest text, but not wider than this. */
	readonly most?: number;
	/** The cells that it has at least. */
	readonly cells?: number;
	/** The fewest cells that it is cut to where that makes room for the others; left out: it is not. */
	readonly least?: number;
	readonly align?: 'right';
	/** Only where the screen is at least so wide: what says nothing that another does not. */
	readonly from?: number;
	/** Where there is too little room, the one of most weight goes under the row first; left out (0): it stays in it. */
	readonly weight?: number;
	readonly text: (row: Row) => string;
	/** Left out: it is drawn plain. */
	readonly paint?: (text: string, row: Row, theme: Theme) => string;
}

interface Measured<Row> extends PageColumn<Row> {
	readonly texts: readonly string[];
	readonly width: number;
}

const INDENT = 1;
const GAP = '  ';
/** What stands under a row is indented by so much. */
const UNDER = 3;

function measured<Row>(column: PageColumn<Row>, rows: readonly Row[]): Measured<Row> {
	const texts = rows.map((row) => cleanText(column.text(row)));
	const wanted = Math.max(column.cells ?? 0, widest([column.title(), ...texts]));
	return { ...column, texts, width: Math.min(wanted, column.most ?? wanted) };
}

const cellsOf = (columns: readonly Measured<never>[]): number =>
	columns.reduce((sum, { width }) => sum + width + GAP.length, INDENT - GAP.length);

const slackOf = (columns: readonly Measured<never>[]): number =>
	columns.reduce((sum, { width, least = width }) => sum + width - Math.min(width, least), 0);

/** The columns that have room in a row, and those that have none. */
function fitting<Row>(
	columns: readonly Measured<Row>[],
	width: number,
): { readonly shown: readonly Measured<Row>[]; readonly others: readonly Measured<Row>[] } {
	let shown = columns;
	while (cellsOf(shown) - slackOf(shown) > width) {
		const heaviest = Math.max(...shown.map(({ weight = 0 }) => weight));
		if (heaviest === 0) break;
		shown = shown.filter(({ weight = 0 }) => weight < heaviest);
	}
	const others = columns.filter((column) => !shown.includes(column));
	let missing = Math.max(0, cellsOf(shown) - width);
	const cut = shown.map((column) => {
		const taken = Math.min(missing, column.width - Math.min(column.width, column.least ?? column.width));
		missing -= taken;
		return { ...column, width: column.width - taken };
	});
	return { shown: cut, others };
}

/** What has no room in a row, by name, in as many lines as it takes. */
function under<Row>(columns: readonly Measured<Row>[], place: number, width: number): string[] {
	const lines: string[] = [];
	for (const { title, texts } of columns) {
		const text = texts[place] ?? '';
		if (text === '') continue;
		const piece = `${title().toLocaleLowerCase()} ${text}`.trim();
		const last = lines.at(-1);
		if (last !== undefined && textWidth(last + GAP + piece) <= width)
			lines[lines.length - 1] = last + GAP + piece;
		else lines.push(' '.repeat(UNDER) + piece);
	}
	return lines;
}

/** The lines of a table, its titles first. */
export function pageTable<Row>(
	all: readonly PageColumn<Row>[],
	rows: readonly Row[],
	width: number,
	theme: Theme,
): string[] {
	const columns = all
		.filter(({ from = 0 }) => width >= from)
		.map((column) => measured(column, rows))
		// A column without a word is none.
		.filter(({ texts }) => texts.some((text) => text !== ''));
	const { shown, others } = fitting(columns, width);
	const padded = (text: string, { width: cells, align }: Measured<Row>): string =>
		fitStart(text, cells, { pad: align === 'right' ? 'start' : 'end', ascii: !theme.isUnicode });
	const line = (cells: readonly string[]): string => (' '.repeat(INDENT) + cells.join(GAP)).trimEnd();
	const titles = line(shown.map((column) => padded(column.title(), column)));
	return [
		theme.paint('faint', titles),
		...rows.flatMap((row, place) => {
			const cells = shown.map((column) => {
				const text = padded(column.texts[place] ?? '', column);
				return column.paint ? column.paint(text, row, theme) : text;
			});
			return [line(cells), ...under(others, place, width).map((text) => theme.paint('faint', text))];
		}),
	];
}

/** A heading, and what it is of: beside it, or under it where there is too little room. */
export function headingLines(title: string, text: string, width: number, theme: Theme): string[] {
	const ascii = !theme.isUnicode;
	const fits = textWidth(title) + GAP.length + textWidth(text) + INDENT <= width;
	if (fits) return [` ${theme.paint('title', title)}${text === '' ? '' : GAP + text}`];
	const titles = wrapLine(` ${title}`, width, ascii).map((line) => theme.paint('title', line));
	return text === '' ? titles : [...titles, ...wrapLine(' '.repeat(UNDER) + text, width, ascii)];
}
