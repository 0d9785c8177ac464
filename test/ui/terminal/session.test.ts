import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../bundle.mjs';
import { startTerminal, type TerminalOptions, type TestTerminal, UNTOUCHED } from '../../support/terminal.ts';

/** Bundled, as the program is: it starts in a fifth of the time. */
const FOLDER = mkdtempSync(join(tmpdir(), 'slatop-hello-'));
const HELLO = [process.execPath, join(FOLDER, 'hello.js')];
beforeAll(async () => {
	await bundle({ hello: 'test/ui/terminal/fixtures/hello.tsx' }, FOLDER);
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const OURS = {
	alternateScreen: true,
	cursorVisible: false,
	autowrap: false,
	bracketedPaste: true,
	mouse: 'none',
};

let terminal: TestTerminal | undefined;
afterEach(async () => {
	await terminal?.dispose();
	terminal = undefined;
});

async function hello(options: TerminalOptions = {}): Promise<TestTerminal> {
	terminal = startTerminal({ program: HELLO, cols: 40, rows: 10, ...options });
	await terminal.waitFor('footer');
	return terminal;
}

describe('a full-screen program', () => {
	it('draws the whole screen, down to the last line, with its colours', async () => {
		const screen = await hello();
		expect(screen.screen()).toEqual([
			'hello 40x10',
			'key: none',
			'日本 wide',
			'',
			'',
			'',
			'',
			'',
			'',
			'footer',
		]);
		expect(screen.cell(0, 0)).toMatchObject({ char: 'h', fg: 'ansi:1', bg: 'default', bold: true });
		expect(screen.find('wide')).toEqual({ x: 5, y: 2 });
		expect(screen.modes).toMatchObject(OURS);
	});

	it('answers a key with few bytes', async () => {
		const screen = await hello();
		screen.mark();
		await screen.send('x');
		await screen.waitFor('key: x');
		expect(screen.since()).toBeLessThan(25);
		await screen.send('Down');
		await screen.waitFor('key: Down');
		await screen.send('Esc', 'PgDn');
		await screen.waitFor('key: PgDn');
	});

	it.each([undefined, '1'])('follows the size of the terminal (CI=%s)', async (CI) => {
		const screen = await hello({ env: { CI } });
		screen.resize(60, 14);
		await screen.waitFor('hello 60x14');
		expect(screen.line(13)).toBe('footer');
		screen.resize(30, 6);
		await screen.waitFor('hello 30x6');
		expect(screen.screen()).toEqual(['hello 30x6', 'key: none', '日本 wide', '', '', 'footer']);
	});

	it('asks for the mouse only when told to', async () => {
		const screen = await hello({ args: ['--mouse'] });
		expect(screen.modes.mouse).toBe('vt200');
		await screen.send('q');
		await screen.waitForExit();
		expect(screen.modes).toEqual(UNTOUCHED);
	});
});

describe('every way out gives the terminal back', () => {
	it('the key q', async () => {
		const screen = await hello();
		await screen.send('q');
		expect(await screen.waitForExit()).toEqual({ exitCode: 0, signal: undefined });
		expect(screen.modes).toEqual(UNTOUCHED);
		expect(screen.text().trim()).toBe('');
	});

	it.each([
		['SIGTERM', 143],
		['SIGINT', 130],
		['SIGHUP', 129],
	] as const)('%s', async (signal, exitCode) => {
		const screen = await hello();
		screen.kill(signal);
		expect(await screen.waitForExit()).toEqual({ exitCode, signal: undefined });
		expect(screen.modes).toEqual(UNTOUCHED);
		expect(screen.text().trim()).toBe('');
	});

	it.each([
		['an error in a callback', 't', 'slatop: thrown later'],
		['a rejected promise', 'r', 'slatop: rejected'],
		['an error in a component', 'b', 'slatop: thrown in render'],
	])('%s, which is told in one line', async (_, key, line) => {
		const screen = await hello();
		await screen.send(key);
		expect(await screen.waitForExit()).toEqual({ exitCode: 1, signal: undefined });
		expect(screen.modes).toEqual(UNTOUCHED);
		expect(screen.text().trim()).toBe(line);
	});

	it('an error with its stack when debugging', async () => {
		const screen = await hello({ args: ['--debug'], cols: 200 });
		await screen.send('t');
		await screen.waitForExit();
		expect(screen.text()).toMatch(/Error: thrown later\s+at /);
	});

	it('a signal, although the program has things to do that never end', async () => {
		const screen = await hello({ args: ['--hang'] });
		screen.kill('SIGTERM');
		expect(await screen.waitForExit()).toMatchObject({ exitCode: 143 });
		expect(screen.modes).toEqual(UNTOUCHED);
	});

	it('a second signal at once', async () => {
		const screen = await hello({ args: ['--hang'] });
		screen.kill('SIGTERM');
		screen.kill('SIGINT');
		expect((await screen.waitForExit()).exitCode).toBeGreaterThan(128);
		expect(screen.modes).toEqual(UNTOUCHED);
	});
});

describe('a link that hangs', () => {
	it('does not keep a signal from being heard', async () => {
		const screen = await hello({ cols: 200, rows: 50 });
		screen.stall();
		await screen.send('n');
		await pause(500);
		screen.kill('SIGTERM');
		expect(await screen.waitForExit()).toMatchObject({ exitCode: 143 });
	});

	it('builds no queue: it is given the newest frame when it moves again', async () => {
		const screen = await hello({ cols: 200, rows: 50 });
		screen.stall();
		await screen.send('n');
		await pause(1000);
		await screen.send('x');
		await pause(200);
		screen.mark();
		screen.unstall();
		await screen.waitFor('key: x');
		// A thousand frames of 10 KB were made meanwhile.
		expect(screen.since()).toBeLessThan(500_000);
	});
});

describe('a link that is slow', () => {
	it('sees no rest of a frame after the terminal was given back', async () => {
		const screen = await hello({ cols: 200, rows: 50 });
		screen.stall();
		await screen.send('n');
		await pause(400);
		await screen.send('q');
		// At once: a link that takes nothing for longer is not waited for.
		screen.unstall();
		expect(await screen.waitForExit()).toMatchObject({ exitCode: 0 });
		expect(screen.modes).toEqual(UNTOUCHED);
		expect(screen.text().trim()).toBe('');
	});
});

describe('in a shell with job control', () => {
	it.each(['Ctrl-Z', 'SIGTSTP'])('%s stops it and fg brings it back', async (way) => {
		terminal = startTerminal({
			program: ['bash', '--norc', '--noprofile', '-i'],
			cols: 60,
			rows: 12,
			env: { PS1: '$ ' },
		});
		await terminal.waitFor('$');
		terminal.type(`'${HELLO.join("' '")}'\r`);
		await terminal.waitFor('footer');
		if (way === 'Ctrl-Z') await terminal.send('Ctrl-Z');
		else process.kill(await foregroundOf(terminal.pid), 'SIGTSTP');
		await terminal.waitFor('Stopped');
		// bash itself asks for bracketed paste.
		expect(terminal.modes).toEqual({ ...UNTOUCHED, bracketedPaste: terminal.modes.bracketedPaste });
		terminal.type('echo shell lives\r');
		await terminal.waitFor(/^shell lives/m);
		terminal.type('fg\r');
		await terminal.waitFor('footer');
		expect(terminal.modes).toMatchObject(OURS);
		await terminal.send('y');
		await terminal.waitFor('key: y');
		await terminal.send('q');
		await terminal.waitFor((screen) => !screen.modes.alternateScreen);
		terminal.type('echo code $?\r');
		await terminal.waitFor('code 0');
	});

	it('goes on at once where no shell could continue it', async () => {
		const screen = await hello();
		screen.mark();
		await screen.send('Ctrl-Z');
		await screen.waitFor(() => screen.output.includes('\u001B[?1049l') && screen.modes.alternateScreen);
		await screen.waitFor('footer');
		await screen.send('y');
		await screen.waitFor('key: y');
	});
});

/** The child of a shell. */
async function foregroundOf(shell: number): Promise<number> {
	return Number((await readFile(`/proc/${shell}/task/${shell}/children`, 'utf8')).trim());
}
