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

/** Where the value of a line's first key begins, if that is the ticket and its value a text; 0 where not. */
function ticketBegin(bytes: Buffer, from: number): number {
	if (bytes[from] !== OPEN_OBJECT) return 0;
	const key = afterSpaces(bytes, from + 1);
	if (!hasKey(bytes, key)) return 0;
	const colon = afterSpaces(bytes, key + KEY.length);
	if (bytes[colon] !== COLON) return 0;
	const quote = afterSpaces(bytes, colon + 1);
	return bytes[quote] === QUOTE ? quote + 1 : 0;
}

/** Where it ends, if it is plain ASCII; 0 where it takes a parser to tell. */
function ticketEnd(bytes: Buffer, begin: number, to: number): number {
	for (let at = begin; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === QUOTE) return at;
		if (byte < SPACE || byte === BACKSLASH || byte >= DELETE) return 0;
	}
	return 0;
}

/**
 * The ticket that a line of JSON begins with (`{"ticket":"T-1",…`), if it is plain ASCII; undefined where it takes a
 * parser to tell. A later key of the same name would win: whoever reads the line finds out.
 */
export function ticketAt(bytes: Buffer, from: number, to: number): string | undefined {
	const begin = ticketBegin(bytes, from);
	const end = begin === 0 ? 0 : ticketEnd(bytes, begin, to);
	return end === 0 ? undefined : bytes.toString('latin1', begin, end);
}

/** Whether it begins with one that is not empty, without reading it. */
export function hasTicketAt(bytes: Buffer, from: number, to: number): boolean {
	const begin = ticketBegin(bytes, from);
	return begin > 0 && ticketEnd(bytes, begin, to) > begin;
}
