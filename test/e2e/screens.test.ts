/**
 * Pictures of the screens, as files that a person can look at: test/e2e/screens/. After a change that is
 * meant, `npx vitest run test/e2e/screens.test.ts -u` draws them anew; look at each.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';
import type { TestTerminal } from '../support/terminal.ts';
import { AGREEMENT, FLOOR, NOW } from './floor.ts';
import { isWhole, whatIsBroken } from './reading.ts';

const SIZES = [
	[80, 24],
	[120, 36],
	[200, 60],
	[40, 10],
] as const;

/** How to get to each screen from the first, and how to know that it is there. */
const SCREENS = [
	{ name: 'risk', keys: [], shows: 'TICKET' },
	{ name: 'queues', keys: ['2'], shows: 'BREACHED' },
	{ name: 'log', keys: ['3'], shows: 'CLOSED' },
	{ name: 'compliance', keys: ['4'], shows: 'FULFILLED' },
	{ name: 'agreement', keys: ['5'], shows: 'Acme' },
	{ name: 'help', keys: ['1', '?'], shows: 'Keys' },
	{ name: 'filter', keys: ['1', '/', 'dep:ret'], shows: '/dep:ret' },
	{ name: 'ticket', keys: ['Ctrl-u', '4254', 'Enter', 'Enter'], shows: 'status' },
	{ name: 'why', keys: ['w'], shows: 'target' },
] as const;

let desk: Desk;
beforeAll(async () => {
	desk = new Desk(AGREEMENT);
	await desk.import(FLOOR);
	await desk.tick(NOW);
});
afterAll(() => desk.dispose());

for (const [cols, rows] of SIZES) {
	describe(`at ${cols}x${rows}`, () => {
		let terminal: TestTerminal;
		beforeAll(async () => {
			terminal = desk.dashboard(NOW, { cols, rows });
			await terminal.waitFor(
				(screen) =>
					/DESK/.test(screen.line(LIST_LINE)) &&
					// The first frame does not wait for it.
					/compliance today/.test(screen.line(1)) &&
					!/waiting|to take in/.test(screen.text()),
			);
		});
		afterAll(() => terminal.dispose());

		for (const { name, keys, shows } of SCREENS) {
			it(`${name} looks as it should`, async () => {
				await terminal.send(...keys);
				await terminal.waitFor(shows);
				await terminal.waitFor(isWhole(cols));
				await terminal.settled();
				expect(whatIsBroken(terminal, cols)).toEqual([]);
				await expect(`${terminal.text()}\n`).toMatchFileSnapshot(`screens/${name}-${cols}x${rows}.txt`);
			});
		}
	});
}

/** The first row of a list. */
const LIST_LINE = 4;
