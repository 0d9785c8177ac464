/** Files of events, read for commands that keep them in memory. */
import { eventItems } from '../sources/events.ts';
import { Histories } from '../sources/histories.ts';
import { cleanText } from '../text/clean.ts';
import { plural } from '../text/figures.ts';
import type { Context } from './context.ts';
import { inputFile } from './input-file.ts';
import { openContent, openTable } from './read-entries.ts';

export interface EventFiles {
	/** What they say, by ticket. */
	readonly histories: Histories;
	/** The names of the files, in their order. */
	readonly names: readonly string[];
}

/**
 * Reads files of events (`-`: standard input).
 * @param nowAt events more than five minutes after it are refused
 * @throws {UsageError} where a file cannot be read
 */
export async function readEventFiles(
	context: Context,
	paths: readonly string[],
	nowAt: number,
): Promise<EventFiles> {
	const histories = new Histories(nowAt);
	const names: string[] = [];
	for (const path of paths) {
		const file = await inputFile(path);
		names.push(file.name);
		const { content, peeked } = await openContent(file);
		if (content === 'lines') await histories.addLines(peeked.chunks);
		else if (content === 'items') await histories.addEntries(eventItems(peeked.chunks, nowAt));
		else await histories.addEntries((await openTable(context, file, peeked, nowAt)).table.entries);
	}
	return { histories, names };
}

/** Names on stderr what was refused of them; gives how many. */
export function sayRefused({ histories, names }: EventFiles): number {
	const { refused } = histories;
	for (const { file, line, reason } of refused) {
		// The reason may quote the line.
		process.stderr.write(`${names[file]}:${line}: ${cleanText(reason)}\n`);
	}
	return refused.length;
}

/** Says how many events wait, if any does. */
export function sayWaiting(waiting: number): void {
	if (waiting === 0) return;
	process.stderr.write(
		`${waiting} ${plural(waiting, 'event waits', 'events wait')} for the "created" of ${plural(waiting, 'its ticket: it counts', 'their tickets: they count')} nothing\n`,
	);
}
