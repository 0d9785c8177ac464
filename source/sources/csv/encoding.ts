/** How the bytes of a table are text: UTF-8, UTF-16, or one of the single-byte sets that Europe's programs write. */

export interface Encoding {
	/** As `TextDecoder` calls it. */
	readonly name: string;
	/** Bytes of the byte order mark. */
	readonly markBytes: number;
	/** There was no proof: it reads best so. */
	readonly isGuess: boolean;
}

const MARKS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
	['utf-8', [0xef, 0xbb, 0xbf]],
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]],
];

/** Single-byte sets in the order in which they are preferred where they read equally well. */
const SINGLE_BYTE = ['windows-1250', 'iso-8859-2', 'windows-1252'] as const;

/** The letters beyond ASCII of languages that are written so. A text is in one language, by and large. */
const ALPHABETS: readonly string[] = [
	'čšžćđ', // Slovenian, Croatian, Bosnian
	'áčďéěíňóřšťúůýž', // Czech
	'áäčďéíĺľňóôŕšťúýž', // Slovak
	'ąćęłńóśźż', // Polish
	'áéíóöőúüű', // Hungarian
	'ăâîşţ', // Romanian, as these sets have it
	'äöüß', // German
	'àâæçéèêëîïôœùûüÿ', // French
	'àèéìíòóùú', // Italian
	'áéíñóúü¿¡', // Spanish
	'àáâãçéêíóôõúü', // Portuguese
	'åäöéæøü', // the Nordic languages
	'áéëïóöü', // Dutch
];

/** Punctuation beyond ASCII that no language owns. */
const COMMON = '“”„‘’‚–—…«»€§°•·×\u00a0';

/** The share of a text's characters beyond ASCII that one alphabet has. */
function legibility(text: string): number {
	const marks = [...text.toLowerCase()].filter((letter) => letter > '\u007f' && !COMMON.includes(letter));
	if (marks.length === 0) return 1;
	const counts = ALPHABETS.map((letters) => marks.filter((letter) => letters.includes(letter)).length);
	return Math.max(...counts) / marks.length;
}

function isUtf8(head: Buffer): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
		return true;
	} catch {
		return false;
	}
}

/** UTF-16 without a mark: half the bytes of its ASCII are zero. */
function utf16Order(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
	const sample = head.subarray(0, 4_096);
	const zeros = [0, 0];
	for (const [place, byte] of sample.entries())
		if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
	const [even = 0, odd = 0] = zeros;
	if (Math.max(even, odd) < sample.length / 8) return undefined;
	return odd > even ? 'utf-16le' : 'utf-16be';
}

/** The encoding of a file by how it begins. */
function guessed(head: Buffer): Encoding {
	const marked = MARKS.find(([, bytes]) => bytes.every((byte, place) => head[place] === byte));
	if (marked) return { name: marked[0], markBytes: marked[1].length, isGuess: false };
	const wide = utf16Order(head);
	if (wide !== undefined) return { name: wide, markBytes: 0, isGuess: false };
	if (isUtf8(head)) return { name: 'utf-8', markBytes: 0, isGuess: false };
	const scores = SINGLE_BYTE.map((name) => legibility(new TextDecoder(name).decode(head)));
	const best = scores.indexOf(Math.max(...scores));
	return { name: SINGLE_BYTE[best] ?? SINGLE_BYTE[0], markBytes: 0, isGuess: true };
}

/**
 * The encoding of a file: the one that is named, else by how it begins.
 * @throws {RangeError} where there is none of the name
 */
export function encodingOf(head: Buffer, name: string | null = null): Encoding {
	const found = guessed(head);
	if (name === null) return found;
	const { encoding } = new TextDecoder(name);
	return { name: encoding, markBytes: found.name === encoding ? found.markBytes : 0, isGuess: false };
}

/** The bytes of a table as UTF-8, without the mark. */
export async function* asUtf8(
	chunks: AsyncIterable<Buffer>,
	{ name, markBytes }: Encoding,
): AsyncGenerator<Buffer> {
	let toSkip = markBytes;
	const decoder = name === 'utf-8' ? null : new TextDecoder(name);
	for await (const chunk of chunks) {
		const bytes = toSkip > 0 ? chunk.subarray(toSkip) : chunk;
		toSkip = Math.max(0, toSkip - chunk.length);
		yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
	}
	if (decoder) yield Buffer.from(decoder.decode());
}
