import { LineCells } from './line-cells.ts';
import { Pen } from './pen.ts';
import { DEFAULT_STYLE, StyleTable } from './style-table.ts';

const BEGIN_SYNCHRONIZED = '\u001B[?2026h';
const END_SYNCHRONIZED = '\u001B[?2026l';

/** An unchanged gap longer than this is never cheaper to write again than to jump over. */
const LONGEST_BRIDGE = 8;
/** Up to as many blanks are written; `ESC [ K` has three bytes. */
const FEWEST_TO_ERASE = 4;

/**
 * Turns whole frames into the fewest bytes that change the terminal from the last frame to the next.
 *
 * A frame is text with SGR sequences and numbered links, lines joined by `\n`, each line starting in the default style, as Ink
 * writes it in its debug mode. Lines equal to the last frame's are not looked at. Whatever in a frame is
 * neither printable, SGR nor such a link is dropped: nothing else can reach the terminal.
 */
export class FrameWriter {
	readonly #styles = new StyleTable();
	readonly #pen: Pen;
	#columns = 0;
	#rows = 0;
	#lines: string[] = [];
	#cells: LineCells[] = [];
	#scratch = new LineCells(0);
	#changed = new Uint8Array(0);
	#frame = '';
	#repaint = true;

	constructor(columns: number, rows: number) {
		this.#pen = new Pen(this.#styles, columns);
		this.resize(columns, rows);
	}

	/** Sets the terminal's size; the next frame is painted in full. */
	resize(columns: number, rows: number): void {
		this.#columns = Math.max(1, columns);
		this.#rows = Math.max(1, rows);
		this.#cells = Array.from({ length: this.#rows }, () => new LineCells(this.#columns));
		this.#scratch = new LineCells(this.#columns);
		this.#changed = new Uint8Array(this.#columns);
		this.invalidate();
	}

	/** Says that the terminal shows something else than we wrote: the next frame is painted in full. */
	invalidate(): void {
		this.#repaint = true;
	}

	/** The bytes that make the terminal show `frame`; '' when it does already. */
	render(frame: string): string {
		if (!this.#repaint && frame === this.#frame) return '';
		if (this.#styles.isFull) {
			this.#styles.clear();
			this.#repaint = true;
		}
		this.#frame = frame;
		this.#pen.begin(this.#columns);
		const repaint = this.#repaint;
		if (repaint) this.#clear();
		const linesChanged = this.#renderLines(frame);
		const bytes = this.#pen.end();
		// Sixteen bytes that only pay when a half-drawn frame could be seen.
		return repaint || linesChanged > 1 ? BEGIN_SYNCHRONIZED + bytes + END_SYNCHRONIZED : bytes;
	}

	#clear(): void {
		this.#repaint = false;
		this.#lines = new Array<string>(this.#rows).fill('');
		for (const cells of this.#cells) cells.clear();
		this.#pen.clearScreen();
	}

	#renderLines(frame: string): number {
		let linesChanged = 0;
		let start = 0;
		for (let row = 0; row < this.#rows; row++) {
			const end = endOfLine(frame, start, this.#lines[row] ?? '');
			if (end < 0) {
				const lineEnd = frame.indexOf('\n', start);
				const stop = lineEnd === -1 ? frame.length : lineEnd;
				const line = frame.slice(Math.min(start, stop), stop);
				this.#lines[row] = line;
				if (this.#renderLine(row, line)) linesChanged++;
				start = stop + 1;
			} else {
				start = end + 1;
			}
		}
		return linesChanged;
	}

	#renderLine(row: number, line: string): boolean {
		const before = this.#cells[row];
		if (before === undefined) return false;
		const after = this.#scratch;
		after.read(line, this.#styles);
		const last = markChanges(before, after, this.#changed);
		if (last < 0) return false;
		this.#drawChanges(row, after, last);
		this.#cells[row] = after;
		this.#scratch = before;
		return true;
	}

	#drawChanges(row: number, cells: LineCells, last: number): void {
		const pen = this.#pen;
		for (let column = 0; column <= last; column++) {
			if (this.#changed[column] === 0 || cells.width[column] === 0) continue;
			const isRest = column >= cells.end && last - column + 1 >= FEWEST_TO_ERASE;
			const style = isRest ? DEFAULT_STYLE : (cells.style[column] ?? DEFAULT_STYLE);
			if (!this.#bridge(row, cells, column, style)) pen.moveTo(column, row);
			if (isRest) {
				pen.eraseRest();
				return;
			}
			this.#drawCell(cells, column);
		}
	}

	#drawCell(cells: LineCells, column: number): void {
		const pen = this.#pen;
		const text = cells.text[column] ?? ' ';
		const width = cells.width[column] ?? 1;
		pen.setStyle(this.#styleOf(cells, column, pen.style));
		if ((cells.reach[column] ?? 0) > 0) pen.writeDisputed(text, width, column);
		else pen.write(text, width);
	}

	/** The style to write a cell in; a blank between words is left in theirs where nobody can see the difference. */
	#styleOf(cells: LineCells, column: number, current: number): number {
		const style = cells.style[column] ?? DEFAULT_STYLE;
		return cells.text[column] === ' ' && this.#styles.blank(current) === style ? current : style;
	}

	/** Writes the unchanged cells up to `column` again if that takes no more bytes than jumping there. */
	#bridge(row: number, cells: LineCells, column: number, style: number): boolean {
		const pen = this.#pen;
		const from = pen.columnIn(row);
		if (from < 0 || from >= column || column - from > LONGEST_BRIDGE) return false;
		let cost = 0;
		let last = pen.style;
		for (let cell = from; cell < column; cell++) {
			if ((cells.reach[cell] ?? 0) > 0) return false;
			const cellStyle = this.#styleOf(cells, cell, last);
			cost += this.#styles.change(last, cellStyle).length + bytesOf(cells.text[cell] ?? ' ');
			last = cellStyle;
		}
		cost += this.#styles.change(last, style).length;
		if (cost > pen.forwardCost(column) + this.#styles.change(pen.style, style).length) return false;
		for (let cell = from; cell < column; cell++) {
			if (cells.width[cell] !== 0) this.#drawCell(cells, cell);
		}
		return true;
	}
}

/** Where the line that starts at `start` ends if it reads `known`; else -1. */
function endOfLine(frame: string, start: number, known: string): number {
	if (start > frame.length) return known === '' ? frame.length : -1;
	const end = start + known.length;
	if (end > frame.length || (end < frame.length && frame.charCodeAt(end) !== 0x0a)) return -1;
	return frame.startsWith(known, start) ? end : -1;
}

function bytesOf(text: string): number {
	return text.length === 1 && text <= '~' ? 1 : Buffer.byteLength(text);
}

/**
 * Marks the cells to draw and returns the last of them, or -1. The walk goes by whole characters of the new
 * line; half of an old wide character that stays behind differs from any new cell, since its text is ''.
 */
function markChanges(before: LineCells, after: LineCells, changed: Uint8Array): number {
	const { columns } = after;
	let last = -1;
	let mustReach = 0;
	let start = 0;
	while (start < columns) {
		const end = start + (after.width[start] || 1);
		// What a disputed character may have covered is drawn again after it, changed or not.
		let differs = start < mustReach;
		for (let cell = start; cell < end && !differs; cell++) {
			differs = before.text[cell] !== after.text[cell] || before.style[cell] !== after.style[cell];
		}
		changed.fill(differs ? 1 : 0, start, end);
		if (differs) {
			last = end - 1;
			const reach = after.reach[start] ?? 0;
			if (reach > 0) mustReach = Math.max(mustReach, Math.min(columns, start + reach));
		}
		start = end;
	}
	return last;
}
