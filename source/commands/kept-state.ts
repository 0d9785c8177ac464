/** The file that a dashboard's state is kept in: `$XDG_STATE_HOME/slatop/state.json`. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Kept, parseKept } from '../ui/model/kept.ts';
import { xdg } from './context.ts';

const pathOf = (env: NodeJS.ProcessEnv): string => xdg(env, 'XDG_STATE_HOME', '.local/state', 'state.json');

/** What was kept; null where nothing was, 'broken' where it cannot be read. */
export function readKept(env: NodeJS.ProcessEnv): Kept | null | 'broken' {
	let text: string;
	try {
		text = readFileSync(pathOf(env), 'utf8');
	} catch {
		return null;
	}
	return parseKept(text) ?? 'broken';
}

/** Keeps it: whole, or not at all. A place that cannot be written to keeps nobody from leaving. */
export function writeKept(env: NodeJS.ProcessEnv, kept: Kept): void {
	const path = pathOf(env);
	const temporary = `${path}.${process.pid}`;
	try {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		writeFileSync(temporary, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
		renameSync(temporary, path);
	} catch {
		// Nothing depends on it.
	}
}
