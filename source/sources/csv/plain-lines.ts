/**
 * The rows of a table as long as each is a line whose quotes, if there are any, stand around whole cells: that is
 * what nearly all exports write, and it is read several times faster than by looking at each byte.
 */

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = '"';

/** A line's cells; null where it takes a real parser to tell. */
function plainCells(line: string, delimiter: string): string[] | null {
	if (!line.includes(QUOTE)) return line.split(delimiter);
	const cells: string[] = [];
	for (let at = 0; ; ) {
		let end: number;
		if (line.startsWith(QUOTE, at)) {
			let close = line.indexOf(QUOTE, at + 1);
			const isDoubled = line.startsWith(QUOTE, close + 1);
			while (close >= 0 && line.startsWith(QUOTE, close + 1)) close = line.indexOf(QUOTE, close + 2);
			if (close < 0) return null;
			const text = line.slice(at + 1, close);
			cells.push(isDoubled || text.includes(QUOTE) ? text.replaceAll('""', QUOTE) : text);
			end = close + 1;
			if (end < line.length && !line.startsWith(delimiter, end)) return null;
			if (end === line.length) return cells;
		} else {
			end = line.indexOf(delimiter, at);
			const cell = end < 0 ? line.slice(at) : line.slice(at, end);
			if (cell.includes(QUOTE)) return null;
			cells.push(cell);
			if (end < 0) return cells;
		}
		at = end + delimiter.length;
	}
}

export class PlainLines {
	/** Bytes of a line that is not complete yet; after the last plain line all that was left. */
	rest: Buffer = Buffer.alloc(0);
	/** Whether all lines so far were plain. */
	isPlain = true;

	/** @param maxBytes longer lines are not plain */
	constructor(
		private readonly delimiter: string,
		private readonly maxBytes: number,
	) {}

	/** The cells of the lines that end in a piece of text (UTF-8), up to the first that is not plain. */
	*read(piece: Buffer): Generator<string[]> {
		const bytes = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
		let from = 0;
		for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
			const cells = this.cells(bytes, from, bytes[to - 1] === RETURN && to > from ? to - 1 : to);
			if (!cells) break;
			yield cells;
			from = to + 1;
		}
		this.rest = bytes.subarray(from);
		// A return within a line ends it too.
		const isLong = this.rest.length > this.maxBytes || this.rest.subarray(0, -1).includes(RETURN);
		if (isLong) this.isPlain = false;
	}

	/** The last line, where no newline ends it; null where it is not plain, or there is none. */
	last(): string[] | null {
		const cells = this.rest.length > 0 ? this.cells(this.rest, 0, this.rest.length) : null;
		if (cells) this.rest = Buffer.alloc(0);
		return cells;
	}

	private cells(bytes: Buffer, from: number, to: number): string[] | null {
		const line = to - from > this.maxBytes ? '\r' : bytes.toString('utf8', from, to);
		const cells = line.includes('\r') ? null : plainCells(line, this.delimiter);
		if (!cells) this.isPlain = false;
		return cells;
	}
}
