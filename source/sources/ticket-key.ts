/** Whose line it is, told by its beginning: most files name the ticket first. */

const KEY = Buffer.from('"ticket"');
const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const DELETE = 0x7f;

function afterSpaces(bytes: Buffer, from: number): number {
	let at = from;
	while (bytes[at] === SPACE) at++;
	return at;
}

function hasKey(bytes: Buffer, from: number): boolean {
	for (let place = 0; place < KEY.length; place++) if (bytes[from + place] !== KEY[place]) return false;
	return true;
}

/**
 * The ticket that a line of JSON begins with (`{"ticket":"T-1",…`), if it is plain ASCII; undefined where it takes a
 * parser to tell. A later key of the same name would win: whoever reads the line finds out.
 */
export function ticketAt(bytes: Buffer, from: number, to: number): string | undefined {
	if (bytes[from] !== OPEN_OBJECT) return undefined;
	const key = afterSpaces(bytes, from + 1);
	if (!hasKey(bytes, key)) return undefined;
	const colon = afterSpaces(bytes, key + KEY.length);
	if (bytes[colon] !== COLON) return undefined;
	const begin = afterSpaces(bytes, colon + 1) + 1;
	if (bytes[begin - 1] !== QUOTE) return undefined;
	for (let at = begin; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === QUOTE) return bytes.toString('latin1', begin, at);
		if (byte < SPACE || byte === BACKSLASH || byte >= DELETE) return undefined;
	}
	return undefined;
}
