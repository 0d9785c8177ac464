import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Lowers its one thread, then all of them, and tells how many there are of each priority. */
const PROGRAM = `
import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { giveWay, giveWayAltogether } from ${JSON.stringify(new URL('../../source/commands/give-way.ts', import.meta.url).href)};
const lowered = () => readdirSync('/proc/self/task').filter((thread) => getPriority(Number(thread)) > getPriority(process.ppid)).length;
const all = readdirSync('/proc/self/task').length;
giveWay();
const own = lowered();
giveWayAltogether();
console.log(JSON.stringify({ own, rest: all - lowered() }));
`;

it.runIf(process.platform === 'linux')('work in bulk gives way by its thread, or altogether', () => {
	const argv = ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM];
	const told: unknown = JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
	expect(told).toEqual({ own: 1, rest: 0 });
});
