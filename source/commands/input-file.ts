/** Opens the files that commands are given: `-` is standard input. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { cleanText } from '../text/clean.ts';
import { UsageError } from './context.ts';

/** Bytes read at once. */
const PIECE_BYTES = 1 << 16;

export interface InputFile {
	/** What it is called in messages. */
	readonly name: string;
	/** null for standard input, which can be read only once. */
	readonly path: string | null;
	/** In bytes; null where nobody knows. */
	readonly size: number | null;
}

/** @throws {UsageError} where it cannot be read */
export async function inputFile(path: string): Promise<InputFile> {
	if (path === '-') return { name: 'standard input', path: null, size: null };
	let info: Awaited<ReturnType<typeof stat>>;
	try {
		info = await stat(path);
	} catch {
		throw new UsageError(`${path} cannot be read: there is no such file`);
	}
	if (info.isDirectory()) throw new UsageError(`${path} is a folder: name the files in it`);
	return { name: cleanText(path), path, size: info.size };
}

export const openInput = ({ path }: InputFile): Readable =>
	path === null ? process.stdin : createReadStream(path, { highWaterMark: PIECE_BYTES });
