/** `slatop backup FILE`: copies the store as it is now, while others go on working on it. */
import { existsSync } from 'node:fs';
import { StoreError } from '../store/port.ts';
import { counted, figures } from '../text/figures.ts';
import { type Context, EXIT_OK, storeFile, UsageError } from './context.ts';
import { print } from './output.ts';

const MIB = 1024 * 1024;

const INSTEAD =
	'one on PostgreSQL is backed up with pg_dump --schema=slatop, or copied into a file with slatop store copy';

export async function run(context: Context): Promise<number> {
	const [target] = context.input;
	if (target === undefined) throw new UsageError('backup takes a file: slatop backup FILE');
	const path = storeFile(context, INSTEAD);
	if (!existsSync(path)) throw new StoreError(`there is no store ${path}: name one with --store`);
	const { copyStore } = await import('../store/sqlite/copy.ts');
	const isWatched = process.stderr.isTTY;
	const { bytes, events, tickets } = await copyStore(path, target, (share) => {
		if (isWatched) process.stderr.write(`\rcopying ${Math.floor(share * 100)}%\u001b[K`);
	}).finally(() => {
		if (isWatched) process.stderr.write('\r\u001b[K');
	});
	await print([
		`${target}: ${counted(events, 'event')}, ${counted(tickets, 'ticket')}, ${figures(Math.ceil((bytes / MIB) * 10) / 10)} MiB, checked`,
	]);
	return EXIT_OK;
}
