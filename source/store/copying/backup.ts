/** Copies a store on PostgreSQL into a file, while others go on working on it; of one in a file see `sqlite/copy.ts`. */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../port.ts';
import type { Address } from '../postgres/address.ts';
import type { CopyReport } from '../sqlite/copy.ts';
import { copyStoreTo, type OnProgress } from './copy.ts';
import { PostgresSource } from './postgres.ts';
import { FileTarget } from './sqlite.ts';

/**
 * Copies the store as it is at one instant into a file that is not there yet (mode 0600). The file appears whole: each
 * table read again there and held against what was sent, and flushed to the disk.
 * @throws {StoreError} in words for people
 */
export async function backUpServer(
	address: Address,
	path: string,
	onProgress?: OnProgress,
): Promise<CopyReport> {
	// A folder that is not there is a disk that is not there, or a mistyped name.
	const folder = dirname(path);
	if (!existsSync(folder)) throw new StoreError(`${path} cannot be written: there is no folder ${folder}`);
	const source = await PostgresSource.open(address);
	const target = new FileTarget(path);
	try {
		const { tables } = await copyStoreTo(source, target, onProgress);
		const rowsOf = (name: string): number => tables.find(({ table }) => table === name)?.rows ?? 0;
		return { bytes: statSync(path).size, events: rowsOf('event'), tickets: rowsOf('ticket') };
	} finally {
		await Promise.all([target.close(), source.close()]);
	}
}
