/**
 * The items of a JSON array (or objects one after another, over as many lines as they like), one by one: memory
 * stays flat whatever the file's size. What is wrong with one item is no matter to the next.
 */
import type { Line } from './lines.ts';

/** No event is longer. */
const MAX_ITEM_CHARS = 1 << 20;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xfeff;

/** Finds where items begin and end; what they say is nothing to it. */
class ItemScanner {
	/** What has been read and not given yet, and the place in it that is looked at next. */
	private text = '';
	private place = 0;
	private line = 1;
	private hasBegun = false;
	private isOver = false;
	/** Of the item at hand: where it begins (-1: there is none), on which line, and what is open in it. */
	private start = -1;
	private startLine = 1;
	private open: number[] = [];
	private inText = false;
	private tooLong = false;
	/** The last character that is neither space nor inside a text. */
	private last = 0;
	private found: Line[] = [];

	/** Takes more text, and gives the items that end in it. */
	read(text: string): readonly Line[] {
		this.text += text;
		for (; this.place < this.text.length; this.place++) this.look(this.text.charCodeAt(this.place));
		this.forget();
		return this.give();
	}

	/** What the end of the file cuts off: the last item, and the array itself. */
	end(): readonly Line[] {
		if (this.start >= 0) this.finish(this.text.length);
		else if (this.hasBegun && !this.isOver) this.add('', this.line);
		return this.give();
	}

	private give(): readonly Line[] {
		const { found } = this;
		this.found = [];
		return found;
	}

	private look(code: number): void {
		if (code === NEWLINE) {
			this.line++;
			// No text of JSON goes over the end of a line: one that does was never closed, and swallows nothing more.
			this.inText = false;
		} else if (this.inText) {
			if (code === BACKSLASH) this.place++;
			else if (code === QUOTE) this.inText = false;
		} else if (!isSpace(code)) {
			if (this.start < 0) this.begin(code);
			else this.goOn(code);
			this.last = code;
		}
	}

	private begin(code: number): void {
		if (code === COMMA) return;
		if (code === OPEN_LIST && !this.hasBegun) this.hasBegun = true;
		else if (code === CLOSE_LIST && this.hasBegun) this.isOver = true;
		else {
			this.start = this.place;
			this.startLine = this.line;
			this.goOn(code);
		}
	}

	private goOn(code: number): void {
		if (code === QUOTE) this.inText = true;
		else if (code === OPEN_OBJECT) this.openObject();
		else if (code === OPEN_LIST) this.push(code);
		else if (code === CLOSE_OBJECT) this.close();
		else if (code === CLOSE_LIST) this.closeList();
		else if (code === COMMA && this.open.length === 0) this.finish(this.place);
	}

	/** In an object, another one begins after a colon only: elsewhere the one before was never closed. */
	private openObject(): void {
		if (this.open.at(-1) === OPEN_OBJECT && this.last !== COLON) {
			this.finish(this.place);
			this.begin(OPEN_OBJECT);
		} else this.push(OPEN_OBJECT);
	}

	/** What is nested without end is refused as too long anyway: it must not fill the memory before. */
	private push(code: number): void {
		if (this.open.length < MAX_ITEM_CHARS) this.open.push(code);
	}

	private close(): void {
		this.open.pop();
		if (this.open.length === 0) this.finish(this.place + 1);
	}

	private closeList(): void {
		if (this.open.at(-1) === OPEN_LIST) this.close();
		else {
			this.finish(this.place);
			this.isOver = this.hasBegun;
		}
	}

	private finish(end: number): void {
		this.add(this.text.slice(this.start, end).trimEnd(), this.startLine);
		this.start = -1;
		this.open = [];
		this.tooLong = false;
	}

	private add(text: string, number: number): void {
		this.found.push({ number, text, tooLong: this.tooLong, broken: text.includes('\uFFFD') });
	}

	/** Drops the text that was given, and an item's that is longer than any event. */
	private forget(): void {
		const kept = this.start < 0 ? this.text.length : this.start;
		this.tooLong ||= this.text.length - kept > MAX_ITEM_CHARS;
		const cut = this.tooLong ? this.text.length : kept;
		this.text = this.text.slice(cut);
		this.place -= cut;
		if (this.start >= 0) this.start = 0;
	}
}

/** The items of a UTF-8 stream, in pieces; each as the line it begins on, to be read like one of NDJSON. */
export async function* readJsonItems(stream: AsyncIterable<unknown>): AsyncGenerator<readonly Line[]> {
	const decoder = new TextDecoder('utf-8');
	const scanner = new ItemScanner();
	for await (const chunk of stream) {
		const buffer: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		yield scanner.read(decoder.decode(buffer, { stream: true }));
	}
	yield scanner.read(decoder.decode());
	yield scanner.end();
}
