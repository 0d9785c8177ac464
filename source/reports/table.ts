/** Tables of texts: aligned for terminals and pipes, or as Markdown. */
import { cleanText } from '../text/clean.ts';
import { textWidth } from '../text/fit.ts';

export interface Column<Row> {
	readonly title: string;
	readonly text: (row: Row) => string;
	readonly align?: 'left' | 'right';
	/** Its cells are never broken into lines, where there could be several: a time, a name of few words. */
	readonly isWhole?: boolean;
	/** The fewest cells that its texts may be cut to, where a terminal is narrow; left out: few. */
	readonly least?: number;
	/** The cells that its texts keep, where another column can be left out instead. */
	readonly room?: number;
	/** Whether it can be left out where a terminal is narrow: the lowest goes first. */
	readonly spare?: number;
}

interface TextColumn extends Omit<Column<never>, 'text'> {
	readonly align: 'left' | 'right';
}

/** A table whose cells are texts already, and clean. */
export interface TextTable {
	readonly columns: readonly TextColumn[];
	readonly rows: readonly (readonly string[])[];
	/** Whether the last row is what those above it come to. */
	readonly hasTotal?: boolean;
}

export function textTable<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	hasTotal = false,
): TextTable {
	return {
		columns: columns.map(({ text: _, ...column }) => ({ align: 'left', ...column })),
		rows: rows.map((row) => columns.map((column) => cleanText(column.text(row)))),
		hasTotal,
	};
}

function padded(text: string, width: number, align: 'left' | 'right'): string {
	const space = ' '.repeat(Math.max(0, width - textWidth(text)));
	return align === 'right' ? space + text : text + space;
}

/** A table's lines: the titles, and a line a row. */
export const alignedLines = (table: TextTable): string[] => new Aligned(table.columns).lines(table.rows);

/** A table that goes on: rows that come later stand under those of before. */
export interface GoingOn {
	/** The lines of some more rows, under titles where they need any. */
	lines(rows: TextTable['rows']): string[];
}

export class Aligned implements GoingOn {
	private widths: readonly number[];
	private hasTitles = false;

	constructor(private readonly columns: TextTable['columns']) {
		this.widths = columns.map(({ title }) => textWidth(title));
	}

	/** Under titles if they are the first. */
	lines(rows: TextTable['rows']): string[] {
		const table = this.hasTitles ? rows : [this.columns.map(({ title }) => title), ...rows];
		this.hasTitles = true;
		this.widths = this.widths.map((width, place) =>
			rows.reduce((most, line) => Math.max(most, textWidth(line[place] ?? '')), width),
		);
		return table.map((line) =>
			line
				.map((text, place) => padded(text, this.widths[place] ?? 0, this.columns[place]?.align ?? 'left'))
				.join('  ')
				.trimEnd(),
		);
	}
}

/** The same of rows that are no texts yet. */
export const formatTable = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] =>
	alignedLines(textTable(columns, rows));

/** What Markdown, or the HTML that may stand in it, would take for a sign of its own. */
const SIGNS = /[\\`*_[\]<>#|~&]/g;

/** A text that Markdown shows as it is. */
export const markdownText = (text: string): string =>
	cleanText(text).replaceAll(SIGNS, (sign) => `\\${sign}`);

export const markdownHead = (columns: TextTable['columns']): string[] => [
	`| ${columns.map(({ title }) => title).join(' | ')} |`,
	`|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`,
];

export const markdownRow = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;

/** A table's lines in Markdown. */
export const markdownLines = ({ columns, rows }: TextTable): string[] => [
	...markdownHead(columns),
	...rows.map(markdownRow),
];
