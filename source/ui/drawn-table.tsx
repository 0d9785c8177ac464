/** A table with lines around its cells, as commands print it to a terminal. */
import { renderToString, Text } from 'ink';
import { Table } from 'ink-table';
import type { PropsWithChildren } from 'react';
import { alignedLines, type TextTable } from '../reports/table.ts';
import { fitStart, textWidth } from '../text/fit.ts';
import { asciiFrame } from './terminal/ascii-frame.ts';
import type { Capabilities } from './terminal/capabilities.ts';

/** Cells around a column's text: a blank on either side, and the line after it. */
const AROUND = 3;
/** Texts are not cut to fewer cells than this, and figures never. */
const LEAST_CELLS = 8;
/** Longer tables have no lines: each cell is laid out on its own, and nobody is to wait for that. */
const MOST_ROWS = 200;
/** The table measures texts by their characters; it gets one for each text, and what it stands for is drawn. */
const FIRST_TOKEN = 0xe000;
const TOKENS = /[\uE000-\uF8FF]/;
/** What stands for a line that cannot be shown. */
const ASCII_LINES: Readonly<Record<string, string>> = { '─': '-', '│': '|' };
const BOX = /[\u2500-\u257F]/g;

/** The cells of each column's widest text. */
const widthsOf = ({ columns, rows }: TextTable): number[] =>
	columns.map(({ title }, place) =>
		rows.reduce((most, row) => Math.max(most, textWidth(row[place] ?? '')), textWidth(title)),
	);

/** The cells that each column gets; null where the terminal is too narrow for lines. */
function widthsIn(table: TextTable, terminalColumns: number): number[] | null {
	const widths = widthsOf(table);
	const over = (): number => widths.reduce((sum, width) => sum + width + AROUND, 1) - terminalColumns;
	const cutWidest = (places: readonly number[], least: (place: number) => number): boolean => {
		const [widest] = places
			.filter((place) => (widths[place] ?? 0) > least(place))
			.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
		if (widest === undefined) return false;
		widths[widest] = Math.max(least(widest), (widths[widest] ?? 0) - over());
		return true;
	};
	const texts = table.columns.flatMap(({ align }, place) => (align === 'left' ? [place] : []));
	const leastOf = (place: number): number => table.columns[place]?.least ?? LEAST_CELLS;
	const names = texts.filter((place) => table.columns[place]?.least === undefined);
	while (over() > 0) {
		// Names first: of times and states there is little to lose.
		if (!cutWidest(names, leastOf) && !cutWidest(texts, leastOf)) return null;
	}
	return widths;
}

/** A table without the columns that have nothing in any row. */
function withoutEmpty({ columns, rows, ...rest }: TextTable): TextTable {
	const kept = columns.flatMap((_, place) => (rows.some((row) => row[place] !== '') ? [place] : []));
	const of = <T,>(list: readonly T[]): T[] => list.filter((_, place) => kept.includes(place));
	return { ...rest, columns: of(columns), rows: rows.map(of) };
}

/** How far the lines are set in that go on with a row. */
const INDENT = '    ';
const GAP = '  ';

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

/** The lines of a table that is wider than the terminal: each row goes on below, its columns under their titles. */
function foldedLines(table: TextTable, terminalColumns: number, ascii: boolean): string[] {
	const most = Math.max(LEAST_CELLS, terminalColumns - INDENT.length);
	const widths = widthsOf(table).map((width) => Math.min(width, most));
	const lines = columnsByLine(widths, terminalColumns);
	const { columns } = table;
	const cell = (text: string, place: number): string =>
		fitStart(text, widths[place] ?? 0, {
			pad: columns[place]?.align === 'right' ? 'start' : 'end',
			ascii,
		});
	const row = (texts: readonly string[]): string[] =>
		lines.map((places, index) =>
			`${index === 0 ? '' : INDENT}${places.map((place) => cell(texts[place] ?? '', place)).join(GAP)}`.trimEnd(),
		);
	return [columns.map(({ title }) => title), ...table.rows].flatMap(row);
}

function plainTable(table: TextTable, terminalColumns: number, ascii: boolean): string[] {
	const cells = widthsOf(table).reduce((sum, width) => sum + width + GAP.length, -GAP.length);
	return cells <= terminalColumns ? alignedLines(table) : foldedLines(table, terminalColumns, ascii);
}

/** The table's lines: with lines around its cells where there is room for them, else aligned, and folded. */
export function drawnTable(
	whole: TextTable,
	terminalColumns: number,
	{ unicode, colors }: Pick<Capabilities, 'unicode' | 'colors'>,
): string[] {
	const table = withoutEmpty(whole);
	const { columns, rows } = table;
	const widths = rows.length > MOST_ROWS ? null : widthsIn(table, terminalColumns);
	if (!widths) return plainTable(table, terminalColumns, !unicode);
	const fitted = (text: string, place: number): string =>
		fitStart(text, widths[place] ?? 0, {
			pad: columns[place]?.align === 'right' ? 'start' : 'end',
			ascii: !unicode,
		});
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
