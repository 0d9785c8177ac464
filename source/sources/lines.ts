/** Lines of a stream, in pieces: memory stays flat whatever the file's size. */
import { StringDecoder } from 'node:string_decoder';

export interface Line {
	/** From 1. */
	readonly number: number;
	readonly text: string;
	/** The line was longer than any event is: its text is cut. */
	readonly tooLong: boolean;
	/** It was not UTF-8: what could not be read is U+FFFD. */
	readonly broken: boolean;
}

/** No event is longer; a file without line breaks must not fill the memory. */
export const MAX_LINE_CHARS = 1 << 20;

/** As much of a line that is too long as is needed to tell which. */
const SHOWN_CHARS = 80;
const UNREADABLE = '\uFFFD';
const SPACE = 0x20;

const isBlank = (text: string): boolean => !(text.charCodeAt(0) > SPACE) && text.trim() === '';

class LineCutter {
	// Not a TextDecoder: that makes strings of two bytes a character of plain ASCII, and all that follows slower.
	private readonly decoder = new StringDecoder('utf8');
	private number = 0;
	private rest = '';
	private skipping = false;
	private found: Line[] = [];

	/** Takes more bytes, and gives the lines that end in them. */
	read(bytes: Buffer): readonly Line[] {
		this.found = [];
		const decoded = this.decoder.write(bytes);
		const text =
			this.rest + (this.number === 0 && this.rest === '' ? decoded.replace(/^\uFEFF/, '') : decoded);
		const isSuspect = text.includes(UNREADABLE);
		const parts = text.split('\n');
		this.rest = parts.pop() ?? '';
		for (const part of parts) {
			this.number++;
			if (this.skipping) this.skipping = false;
			else if (!isBlank(part)) this.add(part, isSuspect);
		}
		if (this.rest.length > MAX_LINE_CHARS) this.skip();
		return this.found;
	}

	/** What the end of the stream cuts off. */
	end(): readonly Line[] {
		this.found = [];
		const text = this.rest + this.decoder.end();
		this.number++;
		if (!this.skipping && !isBlank(text)) this.add(text, true);
		return this.found;
	}

	private add(text: string, isSuspect: boolean): void {
		this.found.push({
			number: this.number,
			text: text.endsWith('\r') ? text.slice(0, -1) : text,
			tooLong: false,
			broken: isSuspect && text.includes(UNREADABLE),
		});
	}

	/** Gives the beginning of a line that is too long, once, and lets the rest of it go by. */
	private skip(): void {
		if (!this.skipping) {
			const text = this.rest.slice(0, SHOWN_CHARS);
			this.found.push({ number: this.number + 1, text, tooLong: true, broken: false });
			this.skipping = true;
		}
		this.rest = '';
	}
}

/**
 * The lines of a UTF-8 stream, without their ends (LF or CRLF), the byte order mark taken off; blank ones left out.
 * They come in pieces, as the stream does: waiting for each alone would take longer than reading it.
 */
export async function* readLines(stream: AsyncIterable<unknown>): AsyncGenerator<readonly Line[]> {
	const cutter = new LineCutter();
	for await (const chunk of stream) {
		yield cutter.read(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
	}
	yield cutter.end();
}
