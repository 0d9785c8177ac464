/** Lines of a stream, one after another: memory stays flat whatever the file's size. */
export interface Line {
	/** From 1. */
	readonly number: number;
	readonly text: string;
	/** Bytes of the stream up to the end of what was read with this line: for a progress bar. */
	readonly bytes: number;
	/** The line was longer than any event is: its text is cut. */
	readonly tooLong: boolean;
	/** It was not UTF-8: what could not be read is U+FFFD. */
	readonly broken: boolean;
}

/** No event is longer; a file without line breaks must not fill the memory. */
export const MAX_LINE_CHARS = 1 << 20;

/** The lines of a UTF-8 stream, without their ends (LF or CRLF), the byte order mark taken off; blank ones left out. */
export async function* readLines(stream: AsyncIterable<unknown>): AsyncGenerator<Line> {
	const decoder = new TextDecoder('utf-8');
	let number = 0;
	let bytes = 0;
	let rest = '';
	let skipping = false;
	const line = (text: string, tooLong: boolean): Line => ({
		number,
		text: text.endsWith('\r') ? text.slice(0, -1) : text,
		bytes,
		tooLong,
		broken: text.includes('\uFFFD'),
	});
	for await (const chunk of stream) {
		const buffer: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		bytes += buffer.length;
		const parts = (rest + decoder.decode(buffer, { stream: true })).split('\n');
		rest = parts.pop() ?? '';
		for (const text of parts) {
			number++;
			if (skipping) skipping = false;
			else if (text.trim() !== '') yield line(text, false);
		}
		if (rest.length > MAX_LINE_CHARS) {
			if (!skipping) {
				number++;
				yield line(rest.slice(0, 80), true);
				number--;
				skipping = true;
			}
			rest = '';
		}
	}
	rest += decoder.decode();
	number++;
	if (!skipping && rest.trim() !== '') yield line(rest, false);
}
