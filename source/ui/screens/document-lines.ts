/** A document in Markdown as lines of a screen: prose broken between words, tables in columns, headings in bold. */
import { cleanText } from '../../text/clean.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import { wrapLine, wrapWords } from '../../text/wrap.ts';
import type { Theme } from '../theme.ts';

const CELL = / *\| */;
const GAP = 2;
/** A column is not cut to less. */
const LEAST_CELLS = 6;

type Row = readonly string[];

/** Cells of each column, the widest cut first where the screen is too narrow for all of them. */
function columnCells(rows: readonly Row[], width: number): number[] {
	const cells = (rows[0] ?? []).map((_, place) =>
		Math.max(...rows.map((row) => textWidth(row[place] ?? ''))),
	);
	const sum = (): number => cells.reduce((all, one) => all + one + GAP, -GAP);
	while (sum() > width) {
		const widest = Math.max(...cells);
		if (widest <= LEAST_CELLS) break;
		cells[cells.indexOf(widest)] = Math.max(LEAST_CELLS, widest - (sum() - width));
	}
	return cells;
}

/** A row has as many lines as its longest cell. */
function tableLines(rows: readonly Row[], width: number, ascii: boolean): string[] {
	const cells = columnCells(rows, width);
	return rows.flatMap((row) => {
		const wrapped = row.map((text, place) => wrapWords(text, cells[place] ?? 0, ascii));
		return Array.from({ length: Math.max(...wrapped.map(({ length }) => length)) }, (_, line) => {
			const fitted = wrapped.map((texts, place) =>
				fitStart(texts[line] ?? '', cells[place] ?? 0, { pad: 'end', ascii }),
			);
			return fitStart(fitted.join(' '.repeat(GAP)).trimEnd(), width, { ascii });
		});
	});
}

/** @param document its lines */
export function documentLines(document: readonly string[], width: number, theme: Theme): string[] {
	const ascii = !theme.isUnicode;
	const lines: string[] = [];
	let table: Row[] = [];
	const put = (more: readonly string[]): void => {
		lines.push(...more.map((line) => (line === '' ? '' : ` ${line}`)));
	};
	const endTable = (): void => {
		put(tableLines(table, width - 1, ascii));
		table = [];
	};
	for (const line of document.map(cleanText)) {
		if (line.startsWith('|')) {
			if (!line.startsWith('| ---')) table.push(line.replace(/^\| | \|$/g, '').split(CELL));
			continue;
		}
		endTable();
		const [mark = ''] = /^#+ /.exec(line) ?? [];
		const prose = wrapLine(line.slice(mark.length), width - 1, ascii);
		put(mark === '' ? prose : prose.map((text) => theme.paint('title', text)));
	}
	endTable();
	return lines;
}
