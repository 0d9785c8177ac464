/** Files that hold secrets: nobody but their owner may read them. */
import { readFile, stat } from 'node:fs/promises';
import { codeOf, messageOf } from '../text/message.ts';

/** Anybody's but the owner's permissions. */
const OTHERS = 0o077;

/** A file of secrets is not there, or others may read it; the message says so, and what to do. */
export class NotPrivate extends Error {}

/** A file's text. @throws {NotPrivate} whatever is wrong with it */
export async function readPrivateFile(path: string): Promise<string> {
	try {
		const { mode } = await stat(path);
		if ((mode & OTHERS) !== 0) throw new NotPrivate(`others may read ${path}: chmod 600 ${path}`);
		return await readFile(path, 'utf8');
	} catch (error) {
		if (error instanceof NotPrivate) throw error;
		const isMissing = codeOf(error) === 'ENOENT';
		throw new NotPrivate(`${path} cannot be read: ${isMissing ? 'there is no such file' : messageOf(error)}`);
	}
}
