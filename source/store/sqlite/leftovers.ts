/** What commands work in beside a file's place, or for a server's: it is gone when they end, unless they were killed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Leftover } from '../port-health.ts';
import { WORK_FOLDER } from './rebuilding.ts';

/** By what it is called there. */
const KINDS: readonly (readonly [command: string, isIts: (name: string) => boolean])[] = [
	['slatop rebuild', (name) => name.startsWith(WORK_FOLDER)],
	['slatop store copy or backup', (name) => /\.copying-\w{6}$/.test(name)],
	['slatop backup', (name) => /\.\d+\.new(-journal)?$/.test(name)],
];

/** @param folder in which there may be some */
export function leftovers(folder: string): Leftover[] {
	try {
		return readdirSync(folder).flatMap((name) => {
			const command = KINDS.find(([, isIts]) => isIts(name))?.[0];
			return command === undefined ? [] : [{ path: join(folder, name), command }];
		});
	} catch {
		return []; // Who may not look there hears so from elsewhere.
	}
}
