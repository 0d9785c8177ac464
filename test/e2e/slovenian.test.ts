/** The screens in Slovenian, as files that a person can read: see screens.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textWidth } from '../../source/text/fit.ts';
import type { Desk } from '../support/desk.ts';
import type { TestTerminal } from '../support/terminal.ts';
import { floorDesk, NOW } from './floor.ts';

const SCREENS = [
	{ name: 'risk', keys: [], shows: 'ZAHTEVEK' },
	{ name: 'queues', keys: ['2'], shows: 'PREKORAČEN' },
	{ name: 'log', keys: ['3'], shows: 'ZAPRT' },
	{ name: 'compliance', keys: ['4'], shows: 'IZPOLNJENI' },
	{ name: 'help', keys: ['1', '?'], shows: 'Tipke' },
	{ name: 'ticket', keys: ['Esc', '/', '4254', 'Enter', 'Enter'], shows: 'stranka' },
	{ name: 'why', keys: ['w'], shows: 'začetek' },
	{ name: 'agreement', keys: ['5'], shows: 'Ravni' },
] as const;

let desk: Desk;
let terminal: TestTerminal;
beforeAll(async () => {
	desk = await floorDesk();
});
afterAll(() => desk.dispose());

describe('in Slovenian, by the locale', () => {
	beforeAll(async () => {
		terminal = desk.dashboard(NOW, { env: { LANG: 'sl_SI.UTF-8' } });
		await terminal.waitFor(/skladnost danes \d/);
	});

	for (const { name, keys, shows } of SCREENS) {
		it(`${name} holds the longer words at 80x24`, async () => {
			await terminal.send(...keys);
			// What a busy machine makes of the engine, until its next tick, is no picture of a screen.
			await terminal.waitFor(
				(screen) => screen.text().includes(shows) && !/POGON ZAOSTAJA/.test(screen.text()),
			);
			await terminal.settled();
			for (const line of terminal.screen()) expect(textWidth(line)).toBeLessThanOrEqual(80);
			await expect(`${terminal.text()}\n`).toMatchFileSnapshot(`screens/sl-${name}-80x24.txt`);
		});
	}
});

describe('in Slovenian, where there is no UTF-8', () => {
	it('letters go without their marks, and what tickets say is ASCII too', async () => {
		terminal = desk.dashboard(NOW, { env: { LANG: 'C' }, args: ['--lang', 'sl'] });
		await terminal.waitFor('skladnost danes');
		await terminal.send('2');
		await terminal.waitFor('PREKORACEN');
		await terminal.send('1');
		await terminal.waitFor('Cestitke! Vprasanje');
		await terminal.settled();
		expect(terminal.text()).toContain('?????????');
		expect(terminal.text()).not.toMatch(/[^ -~\n]/);
		const columns = terminal.screen().flatMap((line) => /DESK-/.exec(line)?.index ?? []);
		expect(new Set(columns).size).toBe(1);
	});
});
