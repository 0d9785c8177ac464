/** `slatop config check|show|init`: the settings of the screen. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatProblem } from '../sla/agreement/problems.ts';
import { cleanText } from '../text/clean.ts';
import { codeOf } from '../text/message.ts';
import { readConfig } from '../ui/config/read.ts';
import { heldLines, starterLines } from '../ui/config/starter.ts';
import { configPath, findConfig } from './config-file.ts';
import { type Context, EXIT_FAILED, EXIT_OK, EXIT_REFUSED, UsageError } from './context.ts';
import { print } from './output.ts';

type Verb = (context: Context, file: string | undefined) => Promise<number>;

const check: Verb = async ({ env }, file) => {
	const path = file ?? configPath(env);
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		if (file !== undefined || codeOf(error) !== 'ENOENT') throw error;
		await print([
			`${path}: there is none: everything is as slatop brings it (slatop config init writes one)`,
		]);
		return EXIT_OK;
	}
	const { problems } = readConfig(text);
	await print(
		problems.length === 0
			? [`${cleanText(path)}: good`]
			: problems.map((problem) => formatProblem(cleanText(path), problem)),
	);
	return problems.length === 0 ? EXIT_OK : EXIT_REFUSED;
};

const show: Verb = async ({ env }) => {
	const { config, problems } = await findConfig(env);
	for (const problem of problems) process.stderr.write(`slatop: ${problem}\n`);
	await print(heldLines(config));
	return EXIT_OK;
};

const init: Verb = async ({ env }, file) => {
	const path = file ?? configPath(env);
	await mkdir(dirname(path), { recursive: true });
	try {
		await writeFile(path, `${starterLines().join('\n')}\n`, { flag: 'wx' });
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
		process.stderr.write(`slatop: ${path} is there already: it was left as it is\n`);
		return EXIT_FAILED;
	}
	await print([`${path}: every setting with its default; change it, then: slatop config check`]);
	return EXIT_OK;
};

const VERBS: Readonly<Record<string, Verb>> = { check, show, init };

export async function run(context: Context): Promise<number> {
	const [name = '', file] = context.input;
	const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
	if (!verb) throw new UsageError(`config takes one of: ${Object.keys(VERBS).join(', ')}`);
	return verb(context, file);
}
