/** A dashboard by somebody's own config.yaml. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, created, Desk } from '../support/desk.ts';
import type { TestTerminal } from '../support/terminal.ts';
import { cellIn, footer, rowOf, selects } from './reading.ts';

let desk: Desk;
beforeAll(async () => {
	desk = new Desk();
	await desk.import([
		created('T-1', '11:50'),
		created('T-2', '12:01'),
		created('T-3', '12:03', { subject: '漢字', url: 'https://desk.example/3' }),
	]);
	await desk.tick(at('12:07'));
});
afterAll(() => desk.dispose());

const settled = (config: string, name: string): TestTerminal => {
	mkdirSync(join(desk.folder, name, 'slatop'), { recursive: true });
	writeFileSync(join(desk.folder, name, 'slatop', 'config.yaml'), config);
	return desk.dashboard(at('12:07'), {
		cols: 120,
		rows: 36,
		env: { XDG_CONFIG_HOME: join(desk.folder, name) },
	});
};

const OWN = `theme: mine
themes:
  mine: { base: light, on_track: "#123456", symbols: { breached: X } }
colors: truecolor
language: sl
columns: { risk: [ticket, left, state] }
keys: { sort: F, help: H, filter: f, down: [J, Down], back: [B, Esc], quit: [Ctrl-q] }
`;

describe('a dashboard', () => {
	it('looks, speaks and is driven as its owner wants', async () => {
		const terminal = settled(OWN, 'own');
		await terminal.waitFor('T-3');
		expect(terminal.line(3)).toMatch(/^ +ZAHTEVEK +\S+ +STANJE$/);
		expect(rowOf(terminal, 'T-1').line).toMatch(/^ X/);
		// The first is selected, and drawn in one style.
		expect(cellIn(terminal, 'T-3', 'v roku')).toMatchObject({ fg: '#123456' });
		expect(footer(terminal)).toMatch(/B nazaj.*f filter.*H pomoč.*Ctrl-q/);
		await terminal.send('J');
		await terminal.waitFor(selects('T-2'));
		await terminal.send('f', 'zzz', 'Enter');
		await terminal.waitFor('B ga počisti');
		await terminal.send('B', 'H');
		await terminal.waitFor('J in k pomikata');
		expect(terminal.text()).toMatch(/ F +\S/);
		// Keys that were given away do nothing any more.
		await terminal.send('H', 'q', '?', ':', 'sort');
		await terminal.waitFor(/ F +\S.*\n/);
		await terminal.send('Esc', 'Ctrl-q');
		expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
	});

	it('says the first mistake with its place, and goes by what is right', async () => {
		const terminal = settled('theme: light\nkeys:\n  sort: F\n  split: F\nbell: 7\n', 'wrong');
		await terminal.waitFor(
			'config.yaml:4:10: keys.split: F is taken by sort (and 1 more: slatop config check)',
		);
		await terminal.send('F');
		await terminal.waitFor('priority: the most urgent first');
	});
});
