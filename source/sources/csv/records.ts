/** The rows of a CSV file, each with the line that it begins on. */
import { CsvError, type Parser, parse } from 'csv-parse';
import { PlainLines } from './plain-lines.ts';

export interface Row {
	/** From 1. */
	readonly line: number;
	readonly cells: readonly string[];
	/** Why there is nothing more to read, in a row that has no cells. */
	readonly broken?: string;
}

/** No row is longer; a quote that is never closed must not fill the memory. */
const MAX_ROW_CHARS = 1 << 20;

/** Rows that are handed on at once: few enough to be gone again before memory is looked through for what is. */
const PIECE = 64;

/** In csv-parse's words, and in ours. */
const BROKEN: Readonly<Record<string, string>> = {
	CSV_QUOTE_NOT_CLOSED: 'a quote is opened in this row and never closed: nothing after it was read',
	CSV_MAX_RECORD_SIZE: `this row is longer than ${MAX_ROW_CHARS} characters (a quote that is never closed?): nothing after it was read`,
};

/** @param onRow is given each row as it is read: what a stream has not handed on yet is lost with a fault after it */
function openParser(delimiter: string, onRow: (cells: readonly string[]) => void): Parser {
	return parse({
		delimiter,
		// The longer first: else CRLF is a row's end, and then an empty row.
		record_delimiter: ['\r\n', '\n', '\r'],
		relax_quotes: true,
		// Rows of another length than the header's are ours to refuse, by line.
		relax_column_count: true,
		max_record_size: MAX_ROW_CHARS,
		on_record: (cells: readonly string[]) => {
			onRow(cells);
			return null;
		},
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

	/** A row that is a line. */
	plain(cells: readonly string[]): Row {
		return { line: this.line++, cells };
	}

	broken(error: unknown): Row {
		if (!(error instanceof CsvError)) throw error;
		return { line: this.line, cells: [], broken: BROKEN[error.code] ?? error.message };
	}
}

const isBlank = ({ cells }: Row): boolean => cells.length === 1 && cells[0]?.trim() === '';

/** Rows as `csv-parse` reads them. */
class ParsedRows {
	private readonly parser;
	private failure: unknown;
	private found: Row[] = [];

	constructor(
		delimiter: string,
		private readonly counter: RowCounter,
	) {
		this.parser = openParser(delimiter, (cells) => this.found.push(counter.row(cells)));
		this.parser.once('error', (error) => {
			this.failure = error;
		});
	}

	/** Whether there is nothing more to be read after a fault. */
	get hasFailed(): boolean {
		return this.failure !== undefined;
	}

	read(chunk: Buffer): Row[] {
		this.parser.write(chunk);
		return this.rows();
	}

	/** What is left when there is no more text; the fault, where there was one. */
	async end(): Promise<Row[]> {
		if (!this.hasFailed) {
			const ended = new Promise<void>((resolve) => {
				this.parser.once('end', resolve).once('close', resolve);
			});
			// An end comes to whoever reads alone.
			this.parser.resume();
			this.parser.end();
			await ended;
		}
		if (this.hasFailed) this.found.push(this.counter.broken(this.failure));
		return this.rows();
	}

	private rows(): Row[] {
		const { found } = this;
		this.found = [];
		return found;
	}
}

/** The rows of a table in UTF-8, in pieces; blank ones left out. */
export async function* readRows(
	chunks: AsyncIterable<Buffer>,
	delimiter: string,
): AsyncGenerator<readonly Row[]> {
	const counter = new RowCounter();
	const lines = new PlainLines(delimiter, MAX_ROW_CHARS);
	let parsed: ParsedRows | null = null;
	for await (const chunk of chunks) {
		if (parsed?.hasFailed) break;
		if (parsed) {
			yield parsed.read(chunk).filter((row) => !isBlank(row));
			continue;
		}
		let rows: Row[] = [];
		for (const cells of lines.read(chunk)) {
			const row = counter.plain(cells);
			if (!isBlank(row)) rows.push(row);
			if (rows.length < PIECE) continue;
			yield rows;
			rows = [];
		}
		if (!lines.isPlain) {
			parsed = new ParsedRows(delimiter, counter);
			rows.push(...parsed.read(lines.rest).filter((row) => !isBlank(row)));
		}
		yield rows;
	}
	const last = parsed ? null : lines.last();
	if (last) yield [counter.plain(last)].filter((row) => !isBlank(row));
	if (!parsed && lines.rest.length > 0) {
		parsed = new ParsedRows(delimiter, counter);
		yield parsed.read(lines.rest).filter((row) => !isBlank(row));
	}
	if (parsed) yield (await parsed.end()).filter((row) => !isBlank(row));
}
