/** Reads a file of tickets' events, whatever it holds. */
import { contentOf, peek } from '../sources/content.ts';
import type { Entries } from '../sources/entry.ts';
import { eventItems, eventLines } from '../sources/events.ts';
import { type InputFile, openInput } from './input-file.ts';

/** Enough to tell what a file holds. */
const HEAD_BYTES = 1 << 16;

export interface OpenedFile {
	readonly entries: Entries;
	/** Bytes read so far. */
	readonly bytesRead: () => number;
}

/** @param nowAt events more than five minutes after it are refused */
export async function openEntries(file: InputFile, nowAt: number): Promise<OpenedFile> {
	const stream = openInput(file);
	const { head, chunks } = await peek(stream, HEAD_BYTES);
	const content = contentOf(file.path ?? '', head.toString('utf8'));
	const entries = content === 'items' ? eventItems(chunks, nowAt) : eventLines(chunks, nowAt);
	const bytesRead = (): number => ('bytesRead' in stream ? Number(stream.bytesRead) : 0);
	return { entries, bytesRead };
}
