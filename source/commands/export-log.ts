/** Writing the SLA log to a file, as the screen shows it: whole, or not at all, and never over another. */
import { createWriteStream } from 'node:fs';
import { access, link, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { linesOf } from '../reports/formats.ts';
import { LOG_LISTING } from '../reports/timers.ts';
import type { BoardStore, LogRow } from '../store/port.ts';
import { StoreError } from '../store/port.ts';
import { messageOf } from '../text/message.ts';
import type { LogExport } from '../ui/model/board-options.ts';
import { fromHome } from './from-home.ts';
import { Output } from './output.ts';
import { pages } from './paging.ts';

/** It names customers. */
const PRIVATE = 0o600;

async function* counting(
	batches: AsyncIterable<readonly LogRow[]>,
	count: (rows: number) => void,
): AsyncGenerator<readonly LogRow[]> {
	for await (const rows of batches) {
		count(rows.length);
		yield rows;
	}
}

const exists = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);

/**
 * Writes it, and gives how many rows there were.
 * @throws {StoreError} in words, where the file is there already or cannot be written
 */
export async function exportLog(
	store: Pick<BoardStore, 'log'>,
	{ filter, by, isReversed, path: given, format }: LogExport,
): Promise<number> {
	const path = fromHome(given);
	if (await exists(path)) throw new StoreError(`${path} is there already`);
	const making = `${path}.${process.pid}.new`;
	let count = 0;
	try {
		const stream = createWriteStream(making, { flags: 'wx', mode: PRIVATE });
		const done = finished(stream);
		// Told of where it is waited for.
		done.catch(() => {});
		const output = new Output(stream);
		const batches = pages((window) => store.log(filter, window, by), { isReversed });
		const rows = counting(batches, (some) => {
			count += some;
		});
		for await (const line of linesOf(format, LOG_LISTING, rows)) await output.line(line);
		await output.flush();
		stream.end();
		await done;
		// Unlike a rename, this does not put it in the place of a file that has come since.
		await link(making, path);
	} catch (error) {
		throw new StoreError(`${path} cannot be written: ${messageOf(error)}`);
	} finally {
		await rm(making, { force: true });
	}
	return count;
}
