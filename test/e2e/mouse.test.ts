import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from '../support/desk.ts';
import { type TestTerminal, UNTOUCHED } from '../support/terminal.ts';
import { floorDesk, NOW } from './floor.ts';
import { footer, LIST_TOP, selectedLine, tickets, whatIsBroken } from './reading.ts';

let desk: Desk;
let terminal: TestTerminal;
beforeAll(async () => {
	desk = await floorDesk();
	terminal = desk.dashboard(NOW, { cols: 160, rows: 36 });
	await terminal.waitFor((screen) => tickets(screen).length === 31);
});
afterAll(() => desk.dispose());

const LEFT = 0;
const [WHEEL_UP, WHEEL_DOWN] = [64, 65];

/** What a terminal sends: cells count from 1, and a button that is pressed is let go. */
function click(x: number, y: number): void {
	terminal.type(`\u001B[<${LEFT};${x + 1};${y + 1}M\u001B[<${LEFT};${x + 1};${y + 1}m`);
}
const clickOn = (text: string): void => {
	const at = terminal.find(text);
	if (!at) throw new Error(`no ${text} on the screen:\n${terminal.text()}`);
	click(at.x, at.y);
};
const wheel = (button: number, x: number, y: number): void =>
	terminal.type(`\u001B[<${button};${x + 1};${y + 1}M`);

describe('the mouse', () => {
	it('is asked for, and given back', () => {
		expect(terminal.modes.mouse).toBe('vt200');
	});

	it('selects a row, and goes into the one that is selected', async () => {
		const [, , , fourth = ''] = tickets(terminal);
		click(30, LIST_TOP + 3);
		await terminal.waitFor((screen) => selectedLine(screen).includes(fourth));
		click(30, LIST_TOP + 3);
		await terminal.waitFor('What happened');
		expect(terminal.line(3)).toContain(fourth);
		await terminal.send('Esc');
		await terminal.waitFor('TICKET');
	});

	it('moves the list by its wheel, the selection with it', async () => {
		const before = tickets(terminal);
		wheel(WHEEL_DOWN, 30, 10);
		await terminal.waitFor((screen) => selectedLine(screen).includes(before[6] ?? '-'));
		wheel(WHEEL_UP, 30, 10);
		await terminal.waitFor((screen) => selectedLine(screen).includes(before[3] ?? '-'));
	});

	it('changes the screen by its tab, and goes into a queue', async () => {
		clickOn(' 2 Queues ');
		await terminal.waitFor('BREACHED');
		clickOn('Sales');
		await terminal.waitFor((screen) => selectedLine(screen).startsWith('Sales'));
		clickOn('Sales');
		await terminal.waitFor('filter: dep:Sales');
		await terminal.send('Esc');
		await terminal.waitFor((screen) => !screen.text().includes('filter: dep'));
	});

	it('presses the keys of the footer, chooses in a menu, and leaves it by a click beside it', async () => {
		clickOn('s sort');
		await terminal.waitFor('priority: the most urgent first');
		clickOn('priority: the most urgent first');
		await terminal.waitFor('by priority');
		clickOn('s sort');
		await terminal.waitFor('priority: the most urgent first');
		click(10, 5);
		await terminal.waitFor((screen) => footer(screen).includes('q quit'));
		clickOn('? help');
		await terminal.waitFor('Keys');
		click(10, 10);
		await terminal.waitFor('TICKET');
	});

	it('goes from the list to the ticket beside it, and back', async () => {
		await terminal.send('v');
		await terminal.waitFor('What happened');
		click(150, 12);
		await terminal.waitFor((screen) => footer(screen).includes('why this due'));
		click(30, LIST_TOP + 1);
		const [, second = ''] = tickets(terminal);
		await terminal.waitFor((screen) => selectedLine(screen).includes(second.slice(0, 8)));
		expect(whatIsBroken(terminal, 160)).toEqual([]);
		await terminal.send('v');
	});

	it('does nothing where there is nothing, nor by other buttons; the modes are restored', async () => {
		await terminal.send('g');
		await terminal.waitFor((screen) => screen.cell(0, LIST_TOP).inverse);
		const before = selectedLine(terminal);
		for (const report of ['2;10;12M', '32;10;12M', '0;10;12m', '0;900;900M', '0;10;1M', '0;10;4M']) {
			terminal.type(`\u001B[<${report}`);
		}
		terminal.type('\u001B[200~\u001B[<0;10;12M\u001B[201~');
		await terminal.settled();
		expect(selectedLine(terminal)).toBe(before);
		await terminal.send('q');
		expect((await terminal.waitForExit()).exitCode).toBe(0);
		expect(terminal.modes).toEqual(UNTOUCHED);
	});

	it('is left to the terminal with --no-mouse', async () => {
		const plain = desk.dashboard(NOW, { args: ['--no-mouse'] });
		await plain.waitFor('TICKET');
		expect(plain.modes.mouse).toBe('none');
	});
});
