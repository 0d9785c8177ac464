/** The rows of a CSV file as `csv-parse` reads them, each with the line that it begins on. */
import { CsvError, type Parser, parse } from 'csv-parse';

export interface Row {
	/** From 1. */
	readonly line: number;
	readonly cells: readonly string[];
	/** Why there is nothing more to read, in a row that has no cells. */
	readonly broken?: string;
}

/** No row is longer; a quote that is never closed must not fill the memory. */
const MAX_ROW_CHARS = 1 << 20;

/** In csv-parse's words, and in ours. */
const BROKEN: Readonly<Record<string, string>> = {
	CSV_QUOTE_NOT_CLOSED: 'a quote is opened in this row and never closed: nothing after it was read',
	CSV_MAX_RECORD_SIZE: `this row is longer than ${MAX_ROW_CHARS} characters (a quote that is never closed?): nothing after it was read`,
};

function openParser(delimiter: string): Parser {
	return parse({
		delimiter,
		// The longer first: else CRLF is a row's end, and then an empty row.
		record_delimiter: ['\r\n', '\n', '\r'],
		relax_quotes: true,
		// Rows of another length than the header's are ours to refuse, by line.
		relax_column_count: true,
		max_record_size: MAX_ROW_CHARS,
	});
}

function breaksIn(cells: readonly string[]): number {
	let count = 0;
	for (const cell of cells) {
		for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
	}
	return count;
}

/** Counts lines itself: csv-parse counts CRLF within quotes twice. */
class RowCounter {
	private line = 1;

	row(cells: readonly string[]): Row {
		const row = { line: this.line, cells };
		this.line += 1 + breaksIn(cells);
		return row;
	}

	broken(error: unknown): Row {
		if (!(error instanceof CsvError)) throw error;
		return { line: this.line, cells: [], broken: BROKEN[error.code] ?? error.message };
	}
}

const isBlank = ({ cells }: Row): boolean => cells.length === 1 && cells[0]?.trim() === '';

/** The rows of a table in UTF-8, in pieces; blank ones left out. */
export async function* readRows(
	chunks: AsyncIterable<Buffer>,
	delimiter: string,
): AsyncGenerator<readonly Row[]> {
	const parser = openParser(delimiter);
	const counter = new RowCounter();
	const read = (): Row[] => {
		const rows: Row[] = [];
		for (let cells: string[] | null = parser.read(); cells !== null; cells = parser.read()) {
			const row = counter.row(cells);
			if (!isBlank(row)) rows.push(row);
		}
		return rows;
	};
	let failure: unknown;
	parser.once('error', (error) => {
		failure = error;
	});
	for await (const chunk of chunks) {
		if (failure !== undefined) break;
		parser.write(chunk);
		yield read();
	}
	if (failure === undefined) {
		const ended = new Promise<void>((resolve) => {
			parser.once('end', resolve).once('close', resolve);
		});
		parser.end();
		const rows: Row[] = [];
		parser.on('readable', () => rows.push(...read()));
		await ended;
		yield rows;
	}
	if (failure !== undefined) yield [counter.broken(failure)];
}
