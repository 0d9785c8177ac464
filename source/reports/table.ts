/** Aligned plain-text tables, for terminals and pipes alike. */
import { cleanText } from '../text/clean.ts';
import { textWidth } from '../text/fit.ts';

export interface Column<Row> {
	readonly title: string;
	readonly text: (row: Row) => string;
	readonly align?: 'left' | 'right';
}

function padded(text: string, width: number, align: 'left' | 'right'): string {
	const space = ' '.repeat(Math.max(0, width - textWidth(text)));
	return align === 'right' ? space + text : text + space;
}

/** A table's lines: the titles, and a line a row. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
	const cells = rows.map((row) => columns.map((column) => cleanText(column.text(row))));
	const table = [columns.map((column) => column.title), ...cells];
	const widths = columns.map((_, index) => Math.max(...table.map((line) => textWidth(line[index] ?? ''))));
	return table.map((line) =>
		line
			.map((text, index) => padded(text, widths[index] ?? 0, columns[index]?.align ?? 'left'))
			.join('  ')
			.trimEnd(),
	);
}
