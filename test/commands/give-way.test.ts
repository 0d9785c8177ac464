import { execFileSync } from 'node:child_process';
import { getPriority } from 'node:os';
import { expect, it } from 'vitest';

/** Lowers its one thread, then all of them, and tells how many are lower and how many are not. Threads come and go. */
const PROGRAM = `
import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { giveWay, giveWayAltogether } from ${JSON.stringify(new URL('../../source/commands/give-way.ts', import.meta.url).href)};
const usual = getPriority(process.ppid);
const priorityOf = (thread) => { try { return [getPriority(Number(thread))]; } catch { return []; } };
const are = (isSo) => readdirSync('/proc/self/task').flatMap(priorityOf).filter(isSo).length;
giveWay();
const own = are((priority) => priority > usual);
giveWayAltogether();
console.log(JSON.stringify({ own, rest: are((priority) => priority <= usual) }));
`;
/** Tests that are told to give way to others have threads that do so already. */
const isUsual = getPriority() < 5;

it.runIf(process.platform === 'linux' && isUsual)(
	'work in bulk gives way by its thread, or altogether',
	() => {
		const argv = ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM];
		const told: unknown = JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
		expect(told).toEqual({ own: 1, rest: 0 });
	},
);
