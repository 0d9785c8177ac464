/**
 * `npm run screenshots`: the pictures of the README, from the real program in the emulator, on the demo's floor of
 * one morning. The same every time, so that they can be made again after a change.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTerminal, type TestTerminal } from '../test/support/terminal.ts';
import { svgOf } from './svg.ts';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
/** A clock that stands still on a busy morning. */
const CLOCK = ['--now', '2026-11-24T10:00:00Z', '--speed', '0.001'];
const SIZE = { cols: 120, rows: 32 };

interface Picture {
	readonly name: string;
	/** What it shows, for who cannot see it. */
	readonly title: string;
	/** Keys from the picture before it, and what is on the screen then. */
	readonly keys: readonly string[];
	readonly shows: string | RegExp;
}

const PICTURES: readonly Picture[] = [
	{ name: 'at-risk', title: 'At risk: every open timer, soonest due first', keys: [], shows: 'SUBJECT' },
	{
		name: 'ticket',
		title: 'One ticket: its timers, and what happened',
		keys: ['j', 'j', 'Enter'],
		shows: 'What happened',
	},
	{ name: 'why', title: 'Why this due: the hours counted, day by day', keys: ['w'], shows: 'target' },
	{ name: 'queues', title: 'Queues: departments by state', keys: ['Esc', '2'], shows: 'BREACHED' },
	{
		name: 'compliance',
		title: 'Compliance: the month so far, and what falls due next',
		keys: ['4'],
		shows: 'FULFILLED',
	},
];

const isAtRest = (terminal: TestTerminal): boolean =>
	/compliance today \d/.test(terminal.text()) && !/to take in|BEHIND|waiting/.test(terminal.text());

function write(terminal: TestTerminal, name: string, title: string): void {
	const lines = Array.from({ length: SIZE.rows }, (_, y) =>
		Array.from({ length: SIZE.cols }, (_, x) => terminal.cell(x, y)),
	);
	writeFileSync(join(FOLDER, `${name}.svg`), svgOf(lines, title));
	process.stdout.write(`docs/screenshots/${name}.svg\n`);
}

/** Runs the demo until its floor's past has been taken in. */
async function demo(args: readonly string[]): Promise<TestTerminal> {
	const terminal = startTerminal({
		...SIZE,
		args: ['demo', ...CLOCK, ...args],
		env: { COLORTERM: 'truecolor' },
	});
	await terminal.waitFor(isAtRest);
	await terminal.settled(500);
	return terminal;
}

mkdirSync(FOLDER, { recursive: true });
const board = await demo([]);
for (const { name, title, keys, shows } of PICTURES) {
	await board.send(...keys);
	await board.waitFor(shows);
	await board.settled();
	write(board, name, title);
}
await board.dispose();
const wall = await demo(['--wall', '--rotate', '3600']);
write(wall, 'wall', 'A wall screen: counters in big figures');
await wall.dispose();
