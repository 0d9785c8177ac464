/**
 * The file that users keep their settings of the screen in: `$XDG_CONFIG_HOME/slatop/config.yaml`. Its library takes
 * longer to load than all else that a first frame waits for: what a faultless file says is kept as data, and read from
 * there until the file has changed.
 */
import { mkdirSync, readFileSync, renameSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, messageOf } from '../text/message.ts';
import { type Config, DEFAULTS } from '../ui/config/settings.ts';
import { userConfigPath, xdg } from './context.ts';

export interface FoundConfig {
	readonly config: Config;
	/** What is wrong in the file, each with its place; the defaults are in force there. */
	readonly problems: readonly string[];
}

/** A file of settings is a page; what is larger is something else. */
const MOST_BYTES = 1_000_000;
const NAME = 'config.yaml';

export const configPath = (env: NodeJS.ProcessEnv): string => userConfigPath(env, NAME);
const keptPath = (env: NodeJS.ProcessEnv): string => xdg(env, 'XDG_CACHE_HOME', '.cache', 'config.json');

/** Changes whenever the file may have. */
const stampOf = (path: string, { ino, size, mtimeMs, ctimeMs }: Stats): string =>
	[path, ino, size, mtimeMs, ctimeMs].join(':');

/** What was kept of a file that has not changed since; undefined where nothing was. */
function keptValue(env: NodeJS.ProcessEnv, stamp: string): unknown {
	try {
		const kept: unknown = JSON.parse(readFileSync(keptPath(env), 'utf8'));
		if (typeof kept !== 'object' || kept === null || !('stamp' in kept) || kept.stamp !== stamp)
			return undefined;
		return 'value' in kept ? kept.value : undefined;
	} catch {
		return undefined;
	}
}

/** Keeps it: whole, or not at all. Nothing but time depends on it. */
function keepValue(env: NodeJS.ProcessEnv, stamp: string, value: unknown): void {
	const path = keptPath(env);
	const temporary = `${path}.${process.pid}`;
	try {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		writeFileSync(temporary, JSON.stringify({ stamp, value }), { mode: 0o600 });
		renameSync(temporary, path);
	} catch {
		// A folder that cannot be written to is no reason to say anything.
	}
}

/** The user's settings; what cannot be read of them is as always, and told. */
export async function findConfig(env: NodeJS.ProcessEnv): Promise<FoundConfig> {
	const path = configPath(env);
	try {
		const stats = statSync(path);
		if (!stats.isFile() || stats.size > MOST_BYTES) throw new Error('this is no file of settings');
		const stamp = stampOf(path, stats);
		const kept = keptValue(env, stamp);
		if (kept !== undefined) {
			const { takeSettings } = await import('../ui/config/take.ts');
			const { config, faults } = takeSettings(kept);
			// Another version of slatop may think otherwise of the same file.
			if (faults.length === 0) return { config, problems: [] };
		}
		const { readConfig } = await import('../ui/config/read.ts');
		const { formatProblem } = await import('../sla/agreement/problems.ts');
		const { config, value, problems } = readConfig(readFileSync(path, 'utf8'));
		if (problems.length === 0) keepValue(env, stamp, value);
		return { config, problems: problems.map((problem) => formatProblem(NAME, problem)) };
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return { config: DEFAULTS, problems: [] };
		return { config: DEFAULTS, problems: [`${NAME}: ${messageOf(error)}`] };
	}
}
