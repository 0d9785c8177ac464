/** Reads a file of tickets' events, whatever it holds. */
import { type Content, contentOf, type Peeked, peek } from '../sources/content.ts';
import type { Entries } from '../sources/entry.ts';
import { eventItems, eventLines } from '../sources/events.ts';
import type { Context } from './context.ts';
import { type InputFile, openInput } from './input-file.ts';
import type { TableFile } from './table-file.ts';

/** Enough to tell what a file holds. */
const HEAD_BYTES = 1 << 16;
/** Enough, mostly, to tell how the dates of a table are written. */
const TABLE_HEAD_BYTES = 1 << 20;

export interface OpenedFile {
	readonly entries: Entries;
	/** Bytes read so far. */
	readonly bytesRead: () => number;
	/** What it is, where it is a table. */
	readonly table: TableFile | null;
}

/** A line is enough: what comes through a pipe may come slowly. */
const tellsContent = (piece: Buffer, bytes: number): boolean => piece.includes(0x0a) || bytes >= HEAD_BYTES;

/** @throws {UsageError} where nobody can read it without being told more */
export async function openTable(
	context: Context,
	file: InputFile,
	peeked: Peeked,
	nowAt: number,
): Promise<TableFile> {
	const { openTableFile } = await import('./table-file.ts');
	const more = await peek(peeked.chunks, (_, bytes) => bytes >= TABLE_HEAD_BYTES);
	return openTableFile(context, file, more, nowAt);
}

/** A file whose beginning has been looked at. */
interface OpenedContent {
	readonly content: Content;
	readonly peeked: Peeked;
	/** Bytes read so far. */
	readonly bytesRead: () => number;
}

export async function openContent(file: InputFile): Promise<OpenedContent> {
	const stream = openInput(file);
	const bytesRead = (): number => ('bytesRead' in stream ? Number(stream.bytesRead) : 0);
	const peeked = await peek(stream, tellsContent);
	return { content: contentOf(file.path ?? '', peeked.head.toString('utf8')), peeked, bytesRead };
}

/**
 * @param nowAt events more than five minutes after it are refused
 * @throws {UsageError} where it is a table that nobody can read without being told more
 */
export async function openEntries(context: Context, file: InputFile, nowAt: number): Promise<OpenedFile> {
	const { content, peeked, bytesRead } = await openContent(file);
	const { chunks } = peeked;
	switch (content) {
		case 'lines':
			return { entries: eventLines(chunks, nowAt), bytesRead, table: null };
		case 'items':
			return { entries: eventItems(chunks, nowAt), bytesRead, table: null };
		case 'table': {
			const table = await openTable(context, file, peeked, nowAt);
			return { entries: table.table.entries, bytesRead, table };
		}
	}
}
