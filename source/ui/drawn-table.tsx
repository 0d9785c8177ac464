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

/** The cells that each column gets; null where the terminal is too narrow for lines. */
function widthsIn({ columns, rows }: TextTable, terminalColumns: number): number[] | null {
	const widths = columns.map(({ title }, place) =>
		rows.reduce((most, row) => Math.max(most, textWidth(row[place] ?? '')), textWidth(title)),
	);
	const over = (): number => widths.reduce((sum, width) => sum + width + AROUND, 1) - terminalColumns;
	while (over() > 0) {
		const texts = columns.flatMap(({ align }, place) => (align === 'left' ? [place] : []));
		const [widest] = texts.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
		const width = widest === undefined ? 0 : (widths[widest] ?? 0);
		if (widest === undefined || width <= LEAST_CELLS) return null;
		widths[widest] = Math.max(LEAST_CELLS, width - over());
	}
	return widths;
}

/** The table's lines: with lines around its cells where there is room for them, else aligned. */
export function drawnTable(
	table: TextTable,
	terminalColumns: number,
	{ unicode, colors }: Pick<Capabilities, 'unicode' | 'colors'>,
): string[] {
	const { columns, rows } = table;
	const widths = rows.length > MOST_ROWS ? null : widthsIn(table, terminalColumns);
	if (!widths) return alignedLines(table);
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
