/** What this machine has, as far as alerts ask for it. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Machine } from '../alerts/findings.ts';

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

function canWrite(folder: string): boolean {
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
		return statSync(folder).isDirectory();
	} catch {
		return false;
	}
}

export function thisMachine(env: NodeJS.ProcessEnv): Machine {
	const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	return {
		env,
		canWrite,
		hasProgram: (program) =>
			program.includes('/') ? isProgram(program) : folders.some((folder) => isProgram(join(folder, program))),
	};
}
