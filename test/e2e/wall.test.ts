/** As in screens.test.ts, of the wall screen: `npx vitest run test/e2e/wall.test.ts -u` draws the pictures anew. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Desk } from '../support/desk.ts';
import { UNTOUCHED } from '../support/terminal.ts';
import { floorDesk, NOW, SIZES } from './floor.ts';

let desk: Desk;
beforeAll(async () => {
	desk = await floorDesk();
});
afterAll(() => desk.dispose());

it('the wall screen looks as it should at every size, each state in its colour, and takes the keys of the board', async () => {
	const terminal = desk.dashboard(NOW, { args: ['--wall', '--rotate', '3600'] });
	// What a busy machine makes of the engine, until its next tick, is no picture of the wall.
	const clockAt = (cols: number, rows: number) => (screen: typeof terminal) =>
		/14:05:0\d$/.test(screen.line(rows - 1)) &&
		screen.line(rows - 1).length === cols &&
		!/ENGINE BEHIND/.test(screen.text());
	await terminal.waitFor(/next \d.*compliance today/);
	for (const [cols, rows] of SIZES) {
		terminal.resize(cols, rows);
		await terminal.waitFor(clockAt(cols, rows));
		await expect(`${terminal.text()}\n`).toMatchFileSnapshot(`screens/wall-${cols}x${rows}.txt`);
	}
	const colourOf = (text: string): string => {
		const { x = 0, y = 0 } = terminal.find(text) ?? {};
		return terminal.cell(x, y).fg;
	};
	expect(['breached', 'at risk', 'on track', 'paused'].map(colourOf)).toEqual([
		'ansi:1',
		'ansi:3',
		'ansi:2',
		'ansi:6',
	]);
	await terminal.send('Tab');
	await terminal.waitFor((screen) => screen.line(0).startsWith(' Billing'));
	await terminal.send('Space');
	await terminal.waitFor('HELD');
	await terminal.send('q');
	expect((await terminal.waitForExit()).exitCode).toBe(0);
	expect(terminal.modes).toEqual(UNTOUCHED);
});
