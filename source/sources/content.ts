/** What a file holds: told by its name where that says so, else by how it begins. */
import type { Readable } from 'node:stream';

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
	/** All of it, the beginning too. */
	readonly chunks: AsyncIterable<Buffer>;
}

/** Reads so many bytes of a stream, or a little more; all of it where it has no more. */
export async function peek(stream: Readable, bytes: number): Promise<Peeked> {
	const rest: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
	const read: Buffer[] = [];
	let size = 0;
	while (size < bytes) {
		const { done, value } = await rest.next();
		if (done) break;
		const chunk = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
		read.push(chunk);
		size += chunk.length;
	}
	return { head: Buffer.concat(read), chunks: goOn(read, rest) };
}

async function* goOn(read: readonly Buffer[], rest: AsyncIterator<unknown>): AsyncGenerator<Buffer> {
	try {
		yield* read;
		for (let next = await rest.next(); !next.done; next = await rest.next()) {
			yield Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
		}
	} finally {
		await rest.return?.();
	}
}
