/**
 * Pictures of the screens, as files that a person can look at: test/e2e/screens/. One program is walked through all
 * of them at every size, so it also has to come back from each. After a change that is meant,
 * `npx vitest run test/e2e/screens.test.ts -u` draws them anew; look at each (`git diff test/e2e/screens`).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from '../support/desk.ts';
import type { TestTerminal } from '../support/terminal.ts';
import { floorDesk, NOW, SIZES } from './floor.ts';
import { isWhole, LIST_TOP } from './reading.ts';

/** How to get to each screen from the first, and how to know that it is there. */
const SCREENS = [
	{ name: 'risk', keys: [], shows: 'TICKET' },
	{ name: 'queues', keys: ['2'], shows: 'BREACHED' },
	{ name: 'log', keys: ['3'], shows: 'following' },
	{ name: 'compliance', keys: ['4'], shows: 'SHARE' },
	{ name: 'agreement', keys: ['5'], shows: 'Acme' },
	{ name: 'help', keys: ['1', '?'], shows: 'Keys' },
	{ name: 'filter', keys: ['1', '/', 'dep:ret'], shows: '/dep:ret' },
	{ name: 'palette', keys: ['Ctrl-u', 'Backspace', ':', 'sort'], shows: ':sort' },
	{ name: 'ticket', keys: ['Ctrl-u', 'Backspace', '/', '4254', 'Enter', 'Enter'], shows: 'status' },
	{ name: 'why', keys: ['w'], shows: 'target' },
] as const;

let desk: Desk;
beforeAll(async () => {
	desk = await floorDesk();
});
afterAll(() => desk.dispose());

let terminal: TestTerminal;
beforeAll(async () => {
	terminal = desk.dashboard(NOW);
	await terminal.waitFor(
		(screen) =>
			/DESK/.test(screen.line(LIST_TOP)) &&
			// The first frame does not wait for it.
			/compliance today/.test(screen.line(1)) &&
			!/waiting|to take in/.test(screen.text()),
	);
});

/**
 * What is read after its screen is drawn for the first time: four timers fall due in this hour. And what a busy machine
 * makes of the engine, until its next tick.
 */
const UNREAD = /in this hour +0|ENGINE BEHIND/;

/** Whether the screen has come to a size, is whole, and shows a text. */
const shown =
	(cols: number, rows: number, text: string) =>
	(screen: TestTerminal): boolean =>
		screen.line(0).length === cols &&
		/\S/.test(screen.line(rows - 1)) &&
		screen.text().includes(text) &&
		!UNREAD.test(screen.text()) &&
		isWhole(cols)(screen);

describe.each(SIZES)('at %dx%d', (cols, rows) => {
	it('comes back to the first screen from wherever it was, and fits', async () => {
		await terminal.send('Esc', 'Esc', 'Esc', '1', 'g');
		terminal.resize(cols, rows);
		await terminal.waitFor((screen) => shown(cols, rows, 'TICKET')(screen) && !/filter:/.test(screen.text()));
	});

	it.each(SCREENS)('$name looks as it should', async ({ name, keys, shows }) => {
		await terminal.send(...keys);
		await terminal.waitFor(shown(cols, rows, shows));
		await expect(`${terminal.text()}\n`).toMatchFileSnapshot(`screens/${name}-${cols}x${rows}.txt`);
	});
});
