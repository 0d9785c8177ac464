/** Files of events, read for commands that keep them in memory. */
import { createReadStream } from 'node:fs';
import { EventRefused, type TicketEvent } from '../sla/event.ts';
import { readLines } from '../sources/lines.ts';
import { readEvent } from '../sources/ndjson.ts';
import { cleanText } from '../text/clean.ts';
import { UsageError } from './context.ts';

export interface ReadEvents {
	/** In the order of arrival, each once. */
	readonly events: readonly TicketEvent[];
	/** How many lines were refused, and named on stderr. */
	readonly refused: number;
}

class Reader {
	readonly events: TicketEvent[] = [];
	refused = 0;
	private readonly known = new Set<string>();

	constructor(private readonly nowAt: number) {}

	async file(file: string, name: string): Promise<void> {
		const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
		for await (const line of readLines(stream)) {
			try {
				const { id, event } = readEvent(line, this.nowAt);
				if (this.known.has(id)) continue;
				this.known.add(id);
				this.events.push(event);
			} catch (error) {
				if (!(error instanceof EventRefused)) throw error;
				this.refused++;
				// The reason may quote the line.
				process.stderr.write(`${name}:${line.number}: ${cleanText(error.message)}\n`);
			}
		}
	}
}

/**
 * Reads files of events (`-`: standard input). What is refused is named on stderr and left out, as is what is
 * known already.
 * @throws {UsageError} where a file cannot be read
 */
export async function readEventFiles(files: readonly string[], nowAt: number): Promise<ReadEvents> {
	const reader = new Reader(nowAt);
	for (const file of files) {
		const name = file === '-' ? 'standard input' : file;
		try {
			await reader.file(file, name);
		} catch (error) {
			if (!(error instanceof Error && 'code' in error)) throw error;
			const reason = error.code === 'ENOENT' ? 'there is no such file' : error.message;
			throw new UsageError(`${name} cannot be read: ${reason}`);
		}
	}
	return reader;
}
