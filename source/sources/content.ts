/** What a file holds: told by its name where that says so, else by how it begins. */
/** `lines`: one JSON object a line; `items`: a JSON array, or objects over several lines; `table`: CSV. */
export type Content = 'lines' | 'items' | 'table';

const BY_NAME: readonly (readonly [name: RegExp, content: Content])[] = [
	[/\.(ndjson|jsonl)$/i, 'lines'],
	[/\.(csv|tsv|tab|psv)$/i, 'table'],
];

/** @param head how it begins, as far as it has been read */
export function contentOf(name: string, head: string): Content {
	const named = BY_NAME.find(([pattern]) => pattern.test(name));
	if (named) return named[1];
	const text = head.replace(/^\uFEFF/, '').trimStart();
	if (/^\[\s*([{\]]|$)/.test(text)) return 'items';
	if (text.startsWith('{')) return /^\{[^\n]*\}\s*($|\n)/.test(text) ? 'lines' : 'items';
	// The first line may be what is wrong with it.
	return text === '' || /\.json$/i.test(name) || /^[^\n]*\n\s*\{/.test(text) ? 'lines' : 'table';
}

/** A stream whose beginning has been looked at. */
export interface Peeked {
	readonly head: Buffer;
	/** Whether that is all of it. */
	readonly isWhole: boolean;
	/** All of it, the beginning too. */
	readonly chunks: AsyncIterable<Buffer>;
}

/**
 * Reads a stream until what has been read is enough, or all of it where it never is.
 * @param isEnough is asked of each piece, with the bytes there are up to its end
 */
export async function peek(
	stream: AsyncIterable<unknown>,
	isEnough: (piece: Buffer, bytes: number) => boolean,
): Promise<Peeked> {
	const rest = stream[Symbol.asyncIterator]();
	const pieces: Buffer[] = [];
	let bytes = 0;
	let isWhole = false;
	for (let goesOn = true; goesOn; ) {
		const { done = false, value } = await rest.next();
		isWhole = done;
		if (done) break;
		const piece = asBuffer(value);
		pieces.push(piece);
		bytes += piece.length;
		goesOn = !isEnough(piece, bytes);
	}
	const head = Buffer.concat(pieces);
	return { head, isWhole, chunks: goOn(head, rest) };
}

const asBuffer = (chunk: unknown): Buffer => (Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));

async function* goOn(head: Buffer, rest: AsyncIterator<unknown>): AsyncGenerator<Buffer> {
	try {
		yield head;
		for (let next = await rest.next(); !next.done; next = await rest.next()) yield asBuffer(next.value);
	} finally {
		await rest.return?.();
	}
}
