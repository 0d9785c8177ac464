/** A table with lines around its cells, as commands print it to a terminal. */
import { renderToString, Text } from 'ink';
import { Table } from 'ink-table';
import type { PropsWithChildren } from 'react';
import type { GoingOn, TextTable } from '../reports/table.ts';
import { fitStart } from '../text/fit.ts';
import { wrapLine } from '../text/wrap.ts';
import { GAP, INDENT, type Layout, layOut, widestOf } from './table-layout.ts';
import { asciiFrame } from './terminal/ascii-frame.ts';
import type { Capabilities } from './terminal/capabilities.ts';

/** The table measures texts by their characters; it gets one for each text, and what it stands for is drawn. */
const FIRST_TOKEN = 0xe000;
const TOKENS = /[\uE000-\uF8FF]/;
/** What stands for a line that cannot be shown. */
const ASCII_LINES: Readonly<Record<string, string>> = { '─': '-', '│': '|' };
const BOX = /[\u2500-\u257F]/g;

/** Fits a text to the column that it stands in. */
const cellOf =
	({ table: { columns }, widths }: Pick<Layout, 'table' | 'widths'>, ascii: boolean) =>
	(text: string, place: number): string =>
		fitStart(text, widths[place] ?? 0, {
			pad: columns[place]?.align === 'right' ? 'start' : 'end',
			ascii,
		});

/** Each row on its lines: what does not fit in the first goes on below, its columns under their titles. */
function plainRows(
	{ table, widths }: Layout,
	lines: readonly (readonly number[])[],
	ascii: boolean,
): string[] {
	const { columns } = table;
	const cell = cellOf({ table, widths }, ascii);
	const row = (texts: readonly string[]): string[] =>
		lines.map((places, index) =>
			`${index === 0 ? '' : INDENT}${places.map((place) => cell(texts[place] ?? '', place)).join(GAP)}`.trimEnd(),
		);
	return [columns.map(({ title }) => title), ...table.rows].flatMap(row);
}

const leftOutLines = ({ leftOut }: Layout, terminalColumns: number, format: string): string[] =>
	leftOut.length === 0
		? []
		: wrapLine(`${LEFT_OUT}: ${leftOut.join(', ')} (--format ${format} has them)`, terminalColumns);

/**
 * A table that goes on, laid out for what it has had so far. Where a row that comes needs other columns, or wider ones,
 * the titles stand above it anew.
 */
export class TableGoingOn implements GoingOn {
	private widest: readonly string[];
	private titles = '';

	/** @param terminalColumns as many as there are now */
	constructor(
		private readonly columns: TextTable['columns'],
		private readonly terminalColumns: () => number,
		private readonly shown: Pick<Capabilities, 'unicode'>,
	) {
		this.widest = columns.map(() => '');
	}

	lines(rows: TextTable['rows']): string[] {
		if (rows.length === 0) return [];
		const columns = this.columns;
		const terminalColumns = this.terminalColumns();
		this.widest = widestOf({ columns, rows: [this.widest, ...rows] });
		const layout = layOut({ columns, rows: [this.widest, ...rows] }, terminalColumns, true);
		const rowLines = layout.lines ?? [];
		const drawn = plainRows(layout, rowLines, !this.shown.unicode);
		const titles = drawn.slice(0, rowLines.length);
		// After the titles and the widest texts come the rows.
		const lines = drawn.slice(2 * rowLines.length);
		const known = this.titles;
		this.titles = JSON.stringify([titles, layout.widths]);
		return this.titles === known
			? lines
			: [...leftOutLines(layout, terminalColumns, 'csv'), ...titles, ...lines];
	}
}

/** The table's lines: with lines around its cells where there is room for them, else aligned, and folded. */
export function drawnTable(
	whole: TextTable,
	terminalColumns: number,
	shown: Pick<Capabilities, 'unicode' | 'colors'>,
): string[] {
	const layout = layOut(whole, terminalColumns);
	const { lines } = layout;
	return [
		...(lines ? plainRows(layout, lines, !shown.unicode) : linedRows(layout, terminalColumns, shown)),
		...leftOutLines(layout, terminalColumns, 'markdown'),
	];
}

const LEFT_OUT = 'left out, for want of room';

function linedRows(
	{ table, widths }: Layout,
	terminalColumns: number,
	{ unicode, colors }: Pick<Capabilities, 'unicode' | 'colors'>,
): string[] {
	const { columns, rows } = table;
	const fitted = cellOf({ table, widths }, !unicode);
	const texts: string[] = [];
	const token = (text: string): string => String.fromCharCode(FIRST_TOKEN + texts.push(text) - 1);
	// A column is named by as many characters as it has cells: that is how the table learns its width.
	const names = columns.map(({ title }, place) => token(fitted(title, place)).padEnd(widths[place] ?? 0));
	const data = rows.map((row) =>
		Object.fromEntries(names.map((name, place) => [name, token(fitted(row[place] ?? '', place))])),
	);
	const textOf = (children: unknown): string => {
		const [found = ''] = TOKENS.exec(String(children)) ?? [];
		return found === '' ? String(children) : ` ${texts[found.charCodeAt(0) - FIRST_TOKEN]} `;
	};
	const lines = renderToString(
		<Table
			data={data}
			columns={names}
			header={({ children }: PropsWithChildren) => <Text bold={colors !== 'none'}>{textOf(children)}</Text>}
			cell={({ children }: PropsWithChildren) => <Text>{textOf(children)}</Text>}
			skeleton={({ children }: PropsWithChildren) => <Text>{children}</Text>}
		/>,
		{ columns: terminalColumns },
	).split('\n');
	return unicode
		? lines
		: lines.map((line) => asciiFrame(line.replaceAll(BOX, (sign) => ASCII_LINES[sign] ?? '+')));
}
