/** Whether two paths or URLs lead to one store. */
import { statSync } from 'node:fs';
import { readAddress } from './postgres/address.ts';
import { isPostgresUrl } from './store-url.ts';

/** A file's own numbers; undefined: it is not there, or may not be looked at, as whoever opens it is told. */
function fileOf(path: string): readonly unknown[] | undefined {
	try {
		const { dev, ino } = statSync(path, { bigint: true });
		return [dev, ino];
	} catch {
		return undefined;
	}
}

function schemaOf(url: string, env: NodeJS.ProcessEnv): readonly unknown[] {
	const { host, port, database, schema } = readAddress(url, env);
	return [host, port, database, schema];
}

/**
 * Through links too; a file that is not there is no other's. A server that has two names is two to this: there it is
 * what the stores know of each other that tells.
 */
export function isSamePlace(one: string, other: string, env: NodeJS.ProcessEnv): boolean {
	if (isPostgresUrl(one) !== isPostgresUrl(other)) return false;
	const [a, b] = [one, other].map((path) => (isPostgresUrl(path) ? schemaOf(path, env) : fileOf(path)));
	return a?.every((part, place) => part === b?.[place]) === true;
}
