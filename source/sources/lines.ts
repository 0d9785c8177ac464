/** Lines of a stream, in pieces: memory stays flat whatever the file's size. */

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
export const MAX_LINE_BYTES = 1 << 20;

/** As much of a line that is too long as is needed to tell which. */
const SHOWN_BYTES = 80;
const UNREADABLE = '\uFFFD';
const MARK = Buffer.from('\uFEFF');
const NOTHING = Buffer.alloc(0);
const SPACE = 0x20;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

const isBlank = (text: string): boolean => !(text.charCodeAt(0) > SPACE) && text.trim() === '';

/** Where a line stands in a piece of a stream, without its end (LF or CRLF). It is blank, perhaps. */
type TakeLine = (piece: Buffer, from: number, to: number, number: number) => void;

/** Finds where lines begin and end: what they say is nothing to it. */
export class LineSplitter {
	private number = 0;
	private rest: Buffer = NOTHING;
	private skipping = false;

	constructor(private readonly take: TakeLine) {}

	/** Takes more bytes, and gives the lines that end in them. */
	read(bytes: Buffer): void {
		let from = 0;
		for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
			if (this.rest.length === 0) this.line(bytes, from, to);
			else this.lineInTwo(bytes.subarray(0, to));
			from = to + 1;
		}
		const tail = bytes.subarray(from);
		this.rest = this.rest.length === 0 ? tail : Buffer.concat([this.rest, tail]);
		// One more may be a return.
		if (this.rest.length > MAX_LINE_BYTES + 1) this.skip();
	}

	/** What the end of the stream cuts off. */
	end(): void {
		this.line(this.rest, 0, this.rest.length);
	}

	/** A line that began in the bytes before. */
	private lineInTwo(end: Buffer): void {
		const whole = Buffer.concat([this.rest, end]);
		this.rest = NOTHING;
		this.line(whole, 0, whole.length);
	}

	private line(piece: Buffer, from: number, to: number): void {
		this.number++;
		const isRest = this.skipping;
		this.skipping = false;
		if (isRest) return;
		const isMarked = this.number === 1 && piece.subarray(from, from + MARK.length).equals(MARK);
		const begin = isMarked ? from + MARK.length : from;
		const end = to > begin && piece[to - 1] === RETURN ? to - 1 : to;
		if (end > begin) this.take(piece, begin, end, this.number);
	}

	/** Gives the beginning of a line that is too long, once, and lets the rest of it go by. */
	private skip(): void {
		if (!this.skipping) this.take(this.rest, 0, this.rest.length, this.number + 1);
		this.skipping = true;
		this.rest = NOTHING;
	}
}

/** What stands there; null where it is blank. */
export function lineAt(piece: Buffer, from: number, to: number, number: number): Line | null {
	const tooLong = to - from > MAX_LINE_BYTES;
	const text = piece.toString('utf8', from, tooLong ? from + SHOWN_BYTES : to);
	if (isBlank(text) && !tooLong) return null;
	return { number, text, tooLong, broken: !tooLong && text.includes(UNREADABLE) };
}

/**
 * The lines of a UTF-8 stream, without their ends (LF or CRLF), the byte order mark taken off; blank ones left out.
 * They come in pieces, as the stream does: waiting for each alone would take longer than reading it.
 */
export async function* readLines(stream: AsyncIterable<unknown>): AsyncGenerator<readonly Line[]> {
	let found: Line[] = [];
	const splitter = new LineSplitter((...place) => {
		const line = lineAt(...place);
		if (line) found.push(line);
	});
	for await (const chunk of stream) {
		splitter.read(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
		yield found;
		found = [];
	}
	splitter.end();
	yield found;
}
