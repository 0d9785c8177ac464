/** Small tables on pages: a title in faint letters, and rows as plain text. */
import { cleanText } from '../../text/clean.ts';
import { fitStart } from '../../text/fit.ts';
import { widest } from '../columns.ts';
import type { Theme } from '../theme.ts';

export interface PageColumn<Row> {
	readonly title: () => string;
	/** A column is as wide as its widest text, but not wider than this. */
	readonly most?: number;
	readonly align?: 'right';
	/** Only where the screen is at least so wide. */
	readonly from?: number;
	readonly text: (row: Row) => string;
}

/** The lines of a table, its titles first. @param after what stands after a row's cells, painted already */
export function pageTable<Row>(
	all: readonly PageColumn<Row>[],
	rows: readonly Row[],
	width: number,
	theme: Theme,
	after: (row: Row) => string = () => '',
): string[] {
	const columns = all
		.filter(({ from = 0 }) => width >= from)
		.map((column) => {
			const texts = [column.title(), ...rows.map((row) => cleanText(column.text(row)))];
			return { ...column, texts, cells: Math.min(widest(texts), column.most ?? widest(texts)) };
		});
	const lineOf = (place: number): string =>
		columns
			.map(({ texts, cells, align }) =>
				fitStart(texts[place] ?? '', cells, {
					pad: align === 'right' ? 'start' : 'end',
					ascii: !theme.isUnicode,
				}),
			)
			.join('  ');
	return [
		theme.paint('faint', ` ${lineOf(0)}`),
		...rows.map((row, place) => ` ${lineOf(place + 1)}${after(row)}`),
	];
}
