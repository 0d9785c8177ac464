import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, created, Desk } from '../support/desk.ts';
import { PROGRAM } from '../support/program.ts';
import { startTerminal, type TestTerminal, UNTOUCHED } from '../support/terminal.ts';
import { footer, whatIsBroken } from './reading.ts';

let desk: Desk;
beforeAll(async () => {
	desk = new Desk();
	await desk.import([created('T-1', '12:00', { subject: 'Printer on fire' })]);
	return () => desk.dispose();
});

let terminal: TestTerminal;
afterEach(() => terminal.dispose());

async function open(): Promise<void> {
	terminal = desk.dashboard(at('12:04'));
	await terminal.waitFor('T-1');
	await terminal.waitFor('last event');
}

describe('leaving the dashboard', () => {
	for (const [how, leave, exitCode] of [
		['q', () => terminal.send('q'), 0],
		['Ctrl-C', () => terminal.send('Ctrl-C'), 0],
		['SIGTERM', () => terminal.kill('SIGTERM'), 143],
		['SIGHUP', () => terminal.kill('SIGHUP'), 129],
		['SIGINT', () => terminal.kill('SIGINT'), 130],
	] as const) {
		it(`by ${how} gives the terminal back as it was, with exit code ${exitCode}`, async () => {
			await open();
			terminal.mark();
			await leave();
			expect(await terminal.waitForExit()).toEqual({ exitCode, signal: undefined });
			expect(terminal.modes).toEqual(UNTOUCHED);
			expect(terminal.text().trim()).toBe('');
		});
	}

	it('in the middle of typing a filter, or under the help, works as well', async () => {
		await open();
		await terminal.send('/', 'x');
		await terminal.waitFor('/x');
		terminal.kill('SIGTERM');
		expect((await terminal.waitForExit()).exitCode).toBe(143);
		expect(terminal.modes).toEqual(UNTOUCHED);
		await terminal.dispose();
		await open();
		await terminal.send('?');
		await terminal.waitFor('Keys');
		await terminal.send('q');
		expect((await terminal.waitForExit()).exitCode).toBe(0);
		expect(terminal.modes).toEqual(UNTOUCHED);
	});

	it('works over a link that takes nothing any more', async () => {
		await open();
		terminal.stall();
		// More pictures than the link's buffer holds.
		for (let i = 0; i < 40; i++) await terminal.send('?', '2', '3', '1');
		terminal.kill('SIGTERM');
		// Nobody is there to see the terminal put back: what matters is that the program ends.
		expect((await terminal.waitForExit()).exitCode).toBe(143);
	});

	it('leaves no trace on the screen: an error is one line under the prompt', async () => {
		terminal = desk.dashboard(at('12:04'), { args: ['--tick', '70'] });
		expect((await terminal.waitForExit()).exitCode).toBe(2);
		expect(terminal.text()).toContain('--tick takes a number from 1 to 59');
		expect(terminal.modes).toEqual(UNTOUCHED);
	});
});

describe('Ctrl-Z', () => {
	it('gives the terminal to the shell, and fg draws the dashboard again as it is by then', async () => {
		terminal = startTerminal({
			program: ['/bin/bash', '--norc', '--noprofile', '-i'],
			env: { PS1: 'shell> ', HISTFILE: '/dev/null' },
		});
		await terminal.waitFor('shell>');
		const options = `--store ${desk.store} --agreement ${desk.agreement} --now ${at('12:04')} --speed 0.001`;
		terminal.type(`${process.execPath} ${PROGRAM} ${options}\r`);
		await terminal.waitFor('last event');
		await terminal.send('Ctrl-Z');
		await terminal.waitFor('Stopped');
		await terminal.waitFor(/shell>\n*$/);
		expect(terminal.modes).toEqual({ ...UNTOUCHED, bracketedPaste: terminal.modes.bracketedPaste });
		terminal.type('echo $((6 * 7)) is the answer\r');
		// The shell echoes what is typed: the terminal is out of raw mode.
		await terminal.waitFor(/echo \$\(\(6 \* 7\)\) is the answer\n42 is the answer/);
		await desk.import([created('T-2', '12:01')]);
		terminal.type('fg\r');
		await terminal.waitFor('T-2');
		expect(terminal.text()).not.toContain('shell>');
		expect(terminal.modes).toMatchObject({ alternateScreen: true, cursorVisible: false });
		expect(whatIsBroken(terminal, 80)).toEqual([]);
		await terminal.send('Down');
		await terminal.waitFor((screen) => screen.cell(0, 5).inverse);
		await terminal.send('q');
		await terminal.waitFor(/shell>\n*$/);
		terminal.type('echo code $?\r');
		await terminal.waitFor('\ncode 0');
	});

	it('is survived where no shell could ever continue the program', async () => {
		await open();
		await terminal.send('Ctrl-Z');
		await terminal.settled(300);
		expect(terminal.modes.alternateScreen).toBe(true);
		expect(footer(terminal)).toContain('q quit');
		await terminal.send('?');
		await terminal.waitFor('Keys');
	});

	it('after a SIGSTOP that nobody announced, SIGCONT draws everything again', async () => {
		await open();
		const before = terminal.text();
		terminal.kill('SIGSTOP');
		// What a shell does when its job stops: it writes its prompt over the picture.
		terminal.kill('SIGCONT');
		terminal.mark();
		await terminal.waitFor((screen) => screen.output.includes('At risk'));
		await terminal.waitFor((screen) => screen.text() === before);
		expect(terminal.modes).toMatchObject({ alternateScreen: true, cursorVisible: false });
	});
});
