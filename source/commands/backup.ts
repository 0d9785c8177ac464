/** `slatop backup FILE`: copies the store as it is now into a file, while others go on working on it. */
import { existsSync } from 'node:fs';
import { StoreError } from '../store/port.ts';
import { readAddress } from '../store/postgres/address.ts';
import type { CopyReport } from '../store/sqlite/copy.ts';
import { isPostgresUrl, isUrl, withoutPassword } from '../store/store-url.ts';
import { counted, figures } from '../text/figures.ts';
import { type Context, EXIT_OK, storePath, UsageError } from './context.ts';
import { checkPlace } from './open.ts';
import { print, telling } from './output.ts';

const MIB = 1024 * 1024;

async function backUpFile(
	path: string,
	target: string,
	onProgress: (share: number) => void,
): Promise<CopyReport> {
	if (!existsSync(path)) throw new StoreError(`there is no store ${path}: name one with --store`);
	const { copyStore } = await import('../store/sqlite/copy.ts');
	return copyStore(path, target, onProgress);
}

async function backUp({ env }: Context, path: string, target: string): Promise<CopyReport> {
	checkPlace(path);
	if (!isPostgresUrl(path)) {
		return telling((tell) =>
			backUpFile(path, target, (share) => tell(`copying ${Math.floor(share * 100)}%`)),
		);
	}
	const { backUpServer } = await import('../store/copying/backup.ts');
	return telling((tell) =>
		backUpServer(readAddress(path, env), target, (what, rows) => tell(`${what}: ${figures(rows)}`)),
	);
}

export async function run(context: Context): Promise<number> {
	const [target] = context.input;
	if (target === undefined) throw new UsageError('backup takes a file: slatop backup FILE');
	if (isUrl(target)) {
		throw new UsageError(
			`backup takes a file, not ${withoutPassword(target)}: slatop store copy brings a store to a database`,
		);
	}
	const { bytes, events, tickets } = await backUp(context, storePath(context), target);
	await print([
		`${target}: ${counted(events, 'event')}, ${counted(tickets, 'ticket')}, ${figures(Math.ceil((bytes / MIB) * 10) / 10)} MiB, checked`,
	]);
	return EXIT_OK;
}
