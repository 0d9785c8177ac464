import { isControl, skipControl } from '../../text/escapes.ts';
import { graphemes, simpleWidth } from './graphemes.ts';
import { linkNumber } from './links.ts';
import { DEFAULT_STYLE, type StyleTable } from './style-table.ts';

const ESC = 0x1b;
const BRACKET = 0x5b;
const LOWER_M = 0x6d;
const SPACE = 0x20;

/**
 * One line of the screen as cells, in columns of parallel arrays that are filled again and again: reading a
 * line allocates next to nothing.
 *
 * A wide character has its text and width in its first cell; the cells it also covers have width 0.
 */
export class LineCells {
	readonly columns: number;
	readonly text: string[];
	readonly style: Uint16Array;
	readonly width: Uint8Array;
	readonly reach: Uint8Array;
	/** Index after the last cell that is more than a blank on the default background. */
	end = 0;
	#next = 0;

	constructor(columns: number) {
		this.columns = columns;
		this.text = new Array<string>(columns).fill(' ');
		this.style = new Uint16Array(columns);
		this.width = new Uint8Array(columns).fill(1);
		this.reach = new Uint8Array(columns);
	}

	/** Makes every cell blank. */
	clear(): void {
		this.#next = 0;
		this.#finish();
	}

	/**
	 * Reads a line of a frame. Only printable text, SGR sequences and links by number count: everything else that
	 * a terminal would act on is dropped here, which makes this the last guard before the terminal.
	 */
	read(line: string, styles: StyleTable): void {
		this.#next = 0;
		let style = DEFAULT_STYLE;
		let index = 0;
		while (index < line.length && this.#next < this.columns) {
			const code = line.charCodeAt(index);
			if (isControl(code)) {
				const end = skipControl(line, index);
				if (isSgr(line, index, end)) style = styles.apply(style, line.slice(index + 2, end - 1));
				else {
					const link = linkNumber(line.slice(index, end));
					if (link !== undefined) style = styles.inLink(style, link);
				}
				index = end;
				continue;
			}
			const width = simpleWidth(code);
			if (width > 0 && standsAlone(line, index)) {
				const shown = code === SPACE ? styles.blank(style) : style;
				if (!this.#put(line.charAt(index), width, 0, shown)) break;
				index++;
				continue;
			}
			const end = endOfRun(line, index);
			for (const grapheme of graphemes(line.slice(index, end))) {
				if (!this.#put(grapheme.text, grapheme.width, grapheme.reach, style)) break;
			}
			index = end;
		}
		this.#finish();
	}

	/** False when there is no room: the line ends there, since nothing may follow at a wrong place. */
	#put(text: string, width: number, reach: number, style: number): boolean {
		const at = this.#next;
		if (at + width > this.columns) {
			this.#next = this.columns;
			for (let cell = at; cell < this.columns; cell++) this.#set(cell, ' ', 1, 0, DEFAULT_STYLE);
			return false;
		}
		this.#set(at, text, width, reach, style);
		for (let cell = at + 1; cell < at + width; cell++) this.#set(cell, '', 0, 0, style);
		this.#next = at + width;
		return true;
	}

	#set(cell: number, text: string, width: number, reach: number, style: number): void {
		this.text[cell] = text;
		this.width[cell] = width;
		this.reach[cell] = reach;
		this.style[cell] = style;
	}

	#finish(): void {
		const { text, style, columns } = this;
		for (let cell = this.#next; cell < columns; cell++) this.#set(cell, ' ', 1, 0, DEFAULT_STYLE);
		let end = this.#next;
		while (end > 0 && text[end - 1] === ' ' && style[end - 1] === DEFAULT_STYLE) end--;
		this.end = end;
	}
}

/** `ESC [ digits ; : m` and nothing else; a private marker (`ESC [ > 4 m`) is another command. */
function isSgr(line: string, start: number, end: number): boolean {
	if (line.charCodeAt(start) !== ESC || line.charCodeAt(start + 1) !== BRACKET) return false;
	if (line.charCodeAt(end - 1) !== LOWER_M) return false;
	for (let index = start + 2; index < end - 1; index++) {
		const code = line.charCodeAt(index);
		if (code < 0x30 || code > 0x3b) return false;
	}
	return true;
}

/** Whether the unit at `index` cannot be the base of what follows. */
function standsAlone(line: string, index: number): boolean {
	const next = line.charCodeAt(index + 1);
	// NaN at the end of the line fails the comparison, as it should.
	return !(next >= 0xa0) || simpleWidth(next) > 0;
}

/** The end of the stretch that has to be segmented: at the next plain ASCII or control character. */
function endOfRun(line: string, start: number): number {
	let end = start + 1;
	while (end < line.length && line.charCodeAt(end) >= 0xa0) end++;
	return end;
}
