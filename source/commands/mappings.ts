/** The mappings there are: people's own, then those that ship. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Mapping, MappingError, parseMapping } from '../sources/csv/mapping.ts';
import { messageOf } from '../text/message.ts';
import { type Context, UsageError, userConfigPath } from './context.ts';
import { dataFile } from './open.ts';

/** Those that know the commonest names go last: any other knows better. */
const LAST = ['events', 'plain'];

const ownFolder = ({ env }: Context): string => userConfigPath(env, 'mappings');

async function readMapping(file: string): Promise<Mapping> {
	const name = basename(file).replace(/\.ya?ml$/i, '');
	try {
		return parseMapping(name, file, await readFile(file, 'utf8'));
	} catch (error) {
		if (error instanceof MappingError) throw new UsageError(error.message);
		throw new UsageError(`${file} cannot be read: ${messageOf(error)}`);
	}
}

async function mappingsIn(folder: string): Promise<Mapping[]> {
	const files = existsSync(folder) ? await readdir(folder) : [];
	const all = files.filter((file) => /\.ya?ml$/i.test(file)).sort();
	const mappings = await Promise.all(all.map((file) => readMapping(join(folder, file))));
	return mappings.sort((a, b) => LAST.indexOf(a.name) - LAST.indexOf(b.name));
}

/** All of them, the ones that are preferred first. @throws {UsageError} where one's file is wrong */
export async function allMappings(context: Context): Promise<readonly Mapping[]> {
	const own = await mappingsIn(ownFolder(context));
	const shipped = await mappingsIn(dataFile('mappings'));
	return [...own, ...shipped.filter(({ name }) => !own.some((mine) => mine.name === name))];
}

/** One by its name, or by the path of its file. @throws {UsageError} */
export async function namedMapping(name: string, all: readonly Mapping[]): Promise<Mapping> {
	const found = all.find((mapping) => mapping.name === name);
	if (found) return found;
	if (existsSync(name)) return readMapping(name);
	throw new UsageError(
		`there is no mapping "${name}", and no file of that name (there is: ${all.map((mapping) => mapping.name).join(', ')})`,
	);
}

/** Where a mapping of a name is kept. @throws {UsageError} where it is no name */
export function ownMappingPath(context: Context, name: string): string {
	if (/^[\p{L}\p{N}][\p{L}\p{N}_. -]*$/u.test(name)) return join(ownFolder(context), `${name}.yaml`);
	throw new UsageError(`--save-map takes a name of letters and figures, not ${JSON.stringify(name)}`);
}

export async function saveMapping(path: string, yaml: string): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, yaml);
}
