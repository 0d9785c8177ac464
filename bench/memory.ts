import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from './bench-row.ts';
import { floorProgram } from './floors/bundle.ts';
import { largest, largestWords, ownStore } from './kept-stores.ts';
import { DASHBOARD_TEXTS, startDashboard } from './program.ts';
import { KEYS, PtyProgram } from './pty.ts';
import { median, round } from './statistics.ts';

const ROUNDS = 3;
const SETTLE_MS = 6_000;
const PAGES = 20;
const BAR = 1.5;

/** Resident memory of the whole process, engine thread and all, at 1,000,000 timers. */
export async function benchMemory(full: boolean): Promise<BenchRow[]> {
	const hello = await floorProgram('hello');
	const store = await ownStore(largest(full));
	const idle: number[] = [];
	const used: number[] = [];
	const floor: number[] = [];
	try {
		for (let round = 0; round < ROUNDS; round++) {
			const small = new PtyProgram([hello]);
			const board = await startDashboard(store.path);
			try {
				await small.shown('hello world');
				await board.shown(...DASHBOARD_TEXTS);
				await pause(SETTLE_MS);
				floor.push(small.residentMiB());
				idle.push(board.residentMiB());
				for (let page = 0; page < PAGES; page++) await board.press(KEYS.pageDown, 30);
				await pause(1_000);
				used.push(board.residentMiB());
			} finally {
				await small.stop();
				await board.stop();
			}
		}
	} finally {
		await store.drop();
	}
	const ratio = median(idle) / median(floor);
	return [
		{ name: 'memory of Ink hello world', value: round(median(floor), 0), unit: 'MiB' },
		{ name: `memory at ${largestWords(full)}`, value: round(median(idle), 0), unit: 'MiB' },
		{ name: `memory after ${PAGES} pages`, value: round(median(used), 0), unit: 'MiB' },
		{
			name: `memory at ${largestWords(full)}`,
			value: round(ratio),
			unit: 'times hello world',
			bar: `<= ${BAR}`,
			ok: ratio <= BAR,
		},
	];
}
