/** Writing a file so that whoever reads it meanwhile sees the old one or the new one, never a part. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { StoreError } from '../store/port.ts';
import { messageOf } from '../text/message.ts';

/**
 * Writes beside the file and renames.
 * @param mode who may read it
 */
export async function writeWholeFile(path: string, text: string, mode: number): Promise<void> {
	// Not by the file's own ending: a collector that takes `*.prom` must not take what is being written.
	// Nor by the process alone: what one that was killed has left must not be in the way of the next of its number.
	const beside = `${path}.${randomUUID().slice(0, 8)}.new`;
	const file = await open(beside, 'wx', mode);
	try {
		// Whatever the umask.
		await file.chmod(mode);
		await file.writeFile(text);
		await file.sync();
		await file.close();
		await rename(beside, path);
	} catch (error) {
		await file.close().catch(() => {});
		await rm(beside, { force: true });
		throw error;
	}
}

/**
 * The same of lines.
 * @throws {StoreError} in words, where it cannot be written
 */
export async function writeLines(path: string, lines: Iterable<string>, mode: number): Promise<void> {
	try {
		await writeWholeFile(path, `${[...lines].join('\n')}\n`, mode);
	} catch (error) {
		throw new StoreError(`${path} cannot be written: ${messageOf(error)}`);
	}
}
