/** Where a source's key comes from: the environment, or a file that nobody but its owner may read. */
import { SourceProblem } from './http/problem.ts';
import { NotPrivate, readPrivateFile } from './private-file.ts';
import type { StoredSettings } from './settings.ts';
import type { Key } from './vendors/connector.ts';

/** @throws {SourceProblem} where there is no key, or others may read it */
export async function findKey(
	{ keyEnv, keyFile }: Pick<StoredSettings, 'keyEnv' | 'keyFile'>,
	env: NodeJS.ProcessEnv,
): Promise<Key> {
	const value = env[keyEnv]?.trim();
	if (value !== undefined && value !== '') return { value, from: `the environment variable ${keyEnv}` };
	if (keyFile === null) {
		throw new SourceProblem(
			`it has no key: set the environment variable ${keyEnv}, or name a file: slatop source change NAME --key-file FILE`,
			'setup',
		);
	}
	return { value: await readKeyFile(keyFile), from: `the file ${keyFile}` };
}

async function readKeyFile(path: string): Promise<string> {
	const text = await readPrivateFile(path).catch((error: unknown) => {
		throw error instanceof NotPrivate ? new SourceProblem(`its key file: ${error.message}`, 'setup') : error;
	});
	const key = text.trim();
	if (key === '') throw new SourceProblem(`its key file ${path} is empty`, 'setup');
	return key;
}
