import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { afterEach, expect, it } from 'vitest';
import { at, Desk } from '../support/desk.ts';
import { PROGRAM } from '../support/program.ts';

let desk: Desk;
afterEach(() => desk.dispose());

it('a terminal that goes away ends the dashboard cleanly, with the code of a hang-up', async () => {
	desk = new Desk();
	const code = join(desk.folder, 'code');
	const dashboard = `'${process.execPath}' '${PROGRAM}' --store '${desk.store}' --agreement '${desk.agreement}' --now ${at('12:00')}`;
	// The shell outlives its terminal, to tell how the dashboard ended.
	const pty = spawn('/bin/sh', ['-c', `trap '' HUP; ${dashboard}; echo $? > '${code}'`], {
		cols: 80,
		rows: 24,
	});
	let output = '';
	pty.onData((data) => {
		output += data;
	});
	await expect.poll(() => output).toContain('quit');
	if ('destroy' in pty && typeof pty.destroy === 'function') pty.destroy();
	await expect.poll(() => existsSync(code) && readFileSync(code, 'utf8').trim()).toBe('129');
});
