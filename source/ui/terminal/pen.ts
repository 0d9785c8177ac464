import { DEFAULT_STYLE, type StyleTable } from './style-table.ts';

const CSI = '\u001B[';
const UNKNOWN = -1;

/**
 * Writes text at places: knows where the terminal's cursor is and in which style it writes, and finds the
 * fewest bytes to change either.
 *
 * Relative moves are used only while the cursor's place is beyond doubt, that is as long as nothing but ASCII
 * was written since the last absolute move: should a terminal draw a symbol wider than we think (a CJK locale
 * does), the harm ends at the next move.
 */
export class Pen {
	readonly #styles: StyleTable;
	#columns: number;
	#out = '';
	#column = UNKNOWN;
	#row = UNKNOWN;
	#certain = false;
	#style = DEFAULT_STYLE;

	constructor(styles: StyleTable, columns: number) {
		this.#styles = styles;
		this.#columns = columns;
	}

	/** Starts a frame. The cursor may have been moved by others since the last one: its place is unknown. */
	begin(columns: number): void {
		this.#columns = columns;
		this.#out = '';
		this.#row = UNKNOWN;
		this.#column = UNKNOWN;
		this.#certain = false;
	}

	/** Ends a frame in the default style and returns its bytes. */
	end(): string {
		this.setStyle(DEFAULT_STYLE);
		const out = this.#out;
		this.#out = '';
		return out;
	}

	get style(): number {
		return this.#style;
	}

	/** The column the next character goes to, or -1. */
	columnIn(row: number): number {
		return this.#row === row ? this.#column : UNKNOWN;
	}

	/** Makes the screen blank and forgets what style the terminal was in. */
	clearScreen(): void {
		this.#out += `${CSI}m${CSI}H${CSI}2J`;
		this.#style = DEFAULT_STYLE;
		this.#place(0, 0);
	}

	/** Erases from the cursor to the end of the line. */
	eraseRest(): void {
		this.setStyle(DEFAULT_STYLE);
		this.#out += `${CSI}K`;
	}

	setStyle(style: number): void {
		if (style === this.#style) return;
		this.#out += this.#styles.change(this.#style, style);
		this.#style = style;
	}

	/** Writes a character of undisputed width. */
	write(text: string, width: number): void {
		this.#out += text;
		this.#column += width;
		if (text.length > 1 || text > '~') this.#certain = false;
		// With autowrap off the cursor stays on the last column: from there only absolute moves are right.
		if (this.#column >= this.#columns) this.#column = UNKNOWN;
	}

	/**
	 * Writes a character that terminals may measure differently: its cells are made blank first, and the next
	 * character is placed by number.
	 */
	writeDisputed(text: string, width: number, column: number): void {
		this.#out += `${' '.repeat(width)}${CSI}${column + 1}G${text}`;
		this.#column = UNKNOWN;
		this.#certain = false;
	}

	/** The bytes that a move to a column further right in this row takes. */
	forwardCost(column: number): number {
		const number = this.#certain ? column - this.#column : column + 1;
		return CSI.length + 1 + (number === 1 ? 0 : String(number).length);
	}

	moveTo(column: number, row: number): void {
		if (row === this.#row && column === this.#column) return;
		let best = absolute(column, row);
		const consider = (move: string) => {
			if (move.length < best.length) best = move;
		};
		if (this.#row !== UNKNOWN) {
			const down = row - this.#row;
			if (down === 0) consider(column === 0 ? '\r' : `${CSI}${column + 1}G`);
			// Never from the last row: `row` is on the screen, so a line feed on the way to it scrolls nothing.
			if (down > 0 && down < 4) consider(`\r${'\n'.repeat(down)}${sideways(column)}`);
			if (this.#certain && this.#column !== UNKNOWN) {
				consider(vertically(down) + sideways(column - this.#column));
			}
		}
		this.#out += best;
		this.#place(column, row);
	}

	#place(column: number, row: number): void {
		this.#column = column;
		this.#row = row;
		this.#certain = true;
	}
}

function absolute(column: number, row: number): string {
	if (column > 0) return `${CSI}${row + 1};${column + 1}H`;
	return row > 0 ? `${CSI}${row + 1}H` : `${CSI}H`;
}

function sideways(by: number): string {
	if (by === 0) return '';
	if (by > 0) return by === 1 ? `${CSI}C` : `${CSI}${by}C`;
	return by > -4 ? '\b'.repeat(-by) : `${CSI}${-by}D`;
}

function vertically(by: number): string {
	if (by === 0) return '';
	const final = by > 0 ? 'B' : 'A';
	return Math.abs(by) === 1 ? CSI + final : `${CSI}${Math.abs(by)}${final}`;
}
