import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from '../support/desk.ts';
import { keyBytes, type TestTerminal } from '../support/terminal.ts';
import { floorDesk, NOW } from './floor.ts';
import { header, isWhole, LIST_TOP, selects, tickets, whatIsBroken } from './reading.ts';

let desk: Desk;
let terminal: TestTerminal;
beforeAll(async () => {
	desk = await floorDesk();
});
afterAll(() => desk.dispose());
afterEach(() => terminal.dispose());

const SIZES = [
	[80, 24],
	[200, 60],
	[40, 10],
	[120, 36],
] as const;

async function open(cols: number, rows: number): Promise<TestTerminal> {
	const opened = desk.dashboard(NOW, { cols, rows });
	await opened.waitFor(
		(screen) => /DESK/.test(screen.line(LIST_TOP)) && !/waiting|to take in/.test(screen.text()),
	);
	await opened.waitFor(isWhole(cols));
	await opened.settled();
	return opened;
}

const textOf = (screen: TestTerminal, rows: number): string => screen.screen().slice(0, rows).join('\n');

/** Everything about the first rows of a screen: their text, and how each cell is drawn. */
function picture(screen: TestTerminal, cols: number, rows: number): string {
	const cells: string[] = [textOf(screen, rows)];
	for (let y = 0; y < rows; y++) {
		for (let x = 0; x < cols; x++) {
			const { fg, bg, bold, inverse } = screen.cell(x, y);
			cells.push(`${fg}${bg}${bold}${inverse}`);
		}
	}
	return cells.join('\n');
}

/** Whether a screen is this picture; its cells are only looked at when its text is right. */
const showing = (expected: string, cols: number, rows: number) => (screen: TestTerminal) =>
	expected.startsWith(`${textOf(screen, rows)}\n`) && picture(screen, cols, rows) === expected;

describe('resizing', () => {
	it('leaves nothing of the old size behind: the screen is what a fresh start would show', async () => {
		const fresh = new Map<string, string>();
		for (const [cols, rows] of SIZES) {
			terminal = await open(cols, rows);
			fresh.set(`${cols}x${rows}`, picture(terminal, cols, rows));
			await terminal.dispose();
		}
		terminal = await open(120, 36);
		for (const [cols, rows] of SIZES) {
			terminal.resize(cols, rows);
			await terminal.waitFor(showing(fresh.get(`${cols}x${rows}`) ?? '', cols, rows));
			expect(whatIsBroken(terminal, cols)).toEqual([]);
		}
	});

	it('keeps the selection on its ticket, on the screen, through every size', async () => {
		terminal = await open(80, 24);
		await terminal.send('j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j');
		const ticket = tickets(terminal)[10] ?? '';
		await terminal.waitFor(selects(ticket));
		for (const [cols, rows] of SIZES) {
			terminal.resize(cols, rows);
			await terminal.waitFor((screen) => selects(ticket)(screen) && whatIsBroken(screen, cols).length === 0);
		}
	});

	it('says so where the terminal is too small, and comes back', async () => {
		terminal = await open(80, 24);
		for (const [cols, rows] of [
			[39, 24],
			[80, 9],
			[1, 1],
			[20, 3],
		] as const) {
			terminal.resize(cols, rows);
			await terminal.waitFor((screen) => !screen.text().includes('TICKET') && /\S/.test(screen.text()));
			expect(terminal.text().replaceAll('\n', '')).toMatch(/^[ A-Za-z0-9:.]*$/);
		}
		terminal.resize(40, 10);
		await terminal.waitFor((screen) => whatIsBroken(screen, 40).length === 0);
	});

	it('a storm of resizes ends with a whole screen', async () => {
		terminal = await open(80, 24);
		for (let step = 0; step < 60; step++) terminal.resize(41 + ((step * 37) % 160), 11 + ((step * 23) % 50));
		terminal.resize(100, 30);
		await terminal.waitFor(
			(screen) => header(screen).includes('on track') && whatIsBroken(screen, 100).length === 0,
		);
		await terminal.settled();
		expect(whatIsBroken(terminal, 100)).toEqual([]);
		expect(tickets(terminal).length).toBe(30 - LIST_TOP - 1);
	});
});

/** Numbers that look random and are the same every time (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

/** All but those that leave. */
const KEYS = [
	...[
		'j',
		'k',
		'g',
		'G',
		'h',
		'l',
		'1',
		'2',
		'3',
		'4',
		'5',
		'?',
		'w',
		'/',
		'n',
		'N',
		'x',
		'd',
		'0',
		':',
		'[',
		']',
		'{',
		'}',
	],
	...['Up', 'Down', 'Left', 'Right', 'PgUp', 'PgDn', 'Home', 'End', 'Enter', 'Esc', 'Tab', 'Shift-Tab'],
	...['Space', 'Backspace', 'Delete', 'Insert', 'F1', 'F5', 'Ctrl-d', 'Ctrl-u', 'Ctrl-f', 'Ctrl-b', 'Ctrl-l'],
	// A click, the wheel, and both on nothing.
	...['\u001B[<0;9;7M', '\u001B[<0;30;3M', '\u001B[<65;9;9M', '\u001B[<64;99;9M', '\u001B[<0;999;999M'],
	...['Ctrl-w', '漢', 'é', 'dep:bil', 'left<2h ', '\u001B[200~pasted q text\u001B[201~', 'jjjj', 'state:'],
] as const;

const STEPS = 2_000;
/** So many come at once, as a slow link delivers them; then the terminal changes its size. */
const AT_ONCE = 40;

describe('a random walk', () => {
	it(`of ${STEPS} keys and resizes ends with a living, correct screen`, async () => {
		const below = randomNumbers(2026);
		terminal = await open(120, 36);
		for (let step = 0; step < STEPS; step += AT_ONCE) {
			// Without a pause after it, Escape and the key behind it are taken as two all the same.
			for (let key = 1; key < AT_ONCE; key++) terminal.type(keyBytes(KEYS[below(KEYS.length)] ?? 'j'));
			const [cols, rows] = [40 + below(161), 10 + below(51)];
			terminal.resize(cols, rows);
			await terminal.waitFor((screen) => screen.line(0).length === cols && isWhole(cols)(screen));
		}
		// Out of whatever it is in, and to the top of the first screen, in a size of our own.
		await terminal.send('Esc', 'Esc', 'Esc', 'Esc', '1', '/', 'Esc', 'Esc', 'Esc', 'g');
		terminal.resize(120, 36);
		await terminal.waitFor(
			(screen) => whatIsBroken(screen, 120).length === 0 && screen.find('SUBJECT') !== undefined,
		);
		const oracle = await open(120, 36);
		// The footer tells of what the walk has done, and how to undo it: a new screen has done nothing.
		const expected = picture(oracle, 120, 35);
		await oracle.dispose();
		await terminal.waitFor(showing(expected, 120, 35));
		await terminal.send('q');
		expect((await terminal.waitForExit()).exitCode).toBe(0);
	}, 120_000);
});
