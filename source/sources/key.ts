/** Where a source's key comes from: the environment, or a file that nobody but its owner may read. */
import { readFile, stat } from 'node:fs/promises';
import { SourceProblem } from './http/problem.ts';
import type { StoredSettings } from './settings.ts';
import type { Key } from './vendors/connector.ts';

/** Anybody's but the owner's permissions. */
const OTHERS = 0o077;

/** @throws {SourceProblem} where there is no key, or others may read it */
export async function findKey(
	{ keyEnv, keyFile }: Pick<StoredSettings, 'keyEnv' | 'keyFile'>,
	env: NodeJS.ProcessEnv,
): Promise<Key> {
	const value = env[keyEnv]?.trim();
	if (value !== undefined && value !== '') return { value, from: `the environment variable ${keyEnv}` };
	if (keyFile === null) {
		throw new SourceProblem(
			`it has no key: set the environment variable ${keyEnv}, or name a file with --key-file when you add it`,
			'setup',
		);
	}
	return { value: await readKeyFile(keyFile), from: `the file ${keyFile}` };
}

async function readKeyFile(path: string): Promise<string> {
	let text: string;
	try {
		const { mode } = await stat(path);
		if ((mode & OTHERS) !== 0) {
			throw new SourceProblem(`others may read its key file ${path}: chmod 600 ${path}`, 'setup');
		}
		text = await readFile(path, 'utf8');
	} catch (error) {
		if (error instanceof SourceProblem || !(error instanceof Error)) throw error;
		const reason = 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : error.message;
		throw new SourceProblem(`its key file ${path} cannot be read: ${reason}`, 'setup');
	}
	const key = text.trim();
	if (key === '') throw new SourceProblem(`its key file ${path} is empty`, 'setup');
	return key;
}
