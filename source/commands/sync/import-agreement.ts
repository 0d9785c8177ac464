/** `slatop agreement import liveagent --source NAME [FILE]`: a help desk's levels as an agreement to start from. */
import { open } from 'node:fs/promises';
import { SourceProblem } from '../../sources/http/problem.ts';
import { agreementText } from '../../sources/vendors/liveagent/agreement.ts';
import { LiveAgentClient } from '../../sources/vendors/liveagent/client.ts';
import { readLevels, readLevelUse } from '../../sources/vendors/liveagent/levels.ts';
import type { ConfiguredSource } from '../../store/port-sources.ts';
import { codeOf } from '../../text/message.ts';
import { type Context, EXIT_FAILED, EXIT_OK, textFlag, UsageError } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import { namedSource } from './named.ts';
import { accessOf } from './open-source.ts';
import { sayingProblems } from './problems.ts';

const KIND = 'liveagent';

async function sourceOf(context: Context): Promise<ConfiguredSource> {
	const name = textFlag(context.flags, 'source');
	if (name === undefined) throw new UsageError('agreement import needs --source NAME (slatop source list)');
	const store = await openStore(context);
	try {
		const source = await namedSource(store, 'import', name);
		if (source.kind === KIND) return source;
		throw new UsageError(
			`${name} is no LiveAgent source but ${source.kind}: only LiveAgent's levels can be read`,
		);
	} finally {
		await store.close();
	}
}

async function read(
	source: ConfiguredSource,
	env: NodeJS.ProcessEnv,
): Promise<ReturnType<typeof agreementText>> {
	const access = await accessOf(source, env);
	const client = new LiveAgentClient(access);
	const { signal } = new AbortController();
	const levels = await readLevels(client, signal);
	if (levels.length === 0)
		throw new SourceProblem('the account has no SLA levels: there is nothing to import', 'setup');
	const uses = await readLevelUse(client, signal);
	return agreementText({
		url: access.settings.url,
		levels,
		uses,
		zone: access.settings.zone,
		date: new Date().toISOString().slice(0, 10),
	});
}

/** Writes a file that is not there yet. @returns false where it is */
async function writeNew(path: string, text: string): Promise<boolean> {
	try {
		const file = await open(path, 'wx');
		await file.writeFile(text);
		await file.close();
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

export async function importAgreement(context: Context, [kind, path]: readonly string[]): Promise<number> {
	if (kind !== KIND)
		throw new UsageError(
			`say: slatop agreement import ${KIND} --source NAME [FILE] (without a file it is printed)`,
		);
	const source = await sourceOf(context);
	return sayingProblems(source.name, async () => {
		const { text, notes } = await read(source, context.env);
		if (path === undefined) await print([text.trimEnd()]);
		else if (await writeNew(path, text)) {
			await print([
				`${path}: written; look through it, then: slatop agreement check ${path}`,
				...notes.map((note) => `  ${note}`),
			]);
		} else {
			process.stderr.write(`slatop: ${path} is there already: it was left as it is\n`);
			return EXIT_FAILED;
		}
		return EXIT_OK;
	});
}
