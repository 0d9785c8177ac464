import type { BenchRow } from './bench-row.ts';
import { floorProgram } from './floors/bundle.ts';
import { largest, largestWords, ownStore } from './kept-stores.ts';
import { DASHBOARD_TEXTS, startDashboard } from './program.ts';
import { PtyProgram } from './pty.ts';
import { median, medianRatio, round } from './statistics.ts';

const ROUNDS = 15;
const BAR = 1.5;

async function firstFrame(
	start: () => PtyProgram | Promise<PtyProgram>,
	texts: readonly string[],
): Promise<number> {
	const program = await start();
	try {
		return await program.shown(...texts);
	} finally {
		await program.stop();
	}
}

/** From the start of the process to its first complete frame, against a bundled Ink "hello world". */
export async function benchFirstFrame(full: boolean): Promise<BenchRow[]> {
	const hello = await floorProgram('hello');
	const small = await ownStore(1_000);
	const large = await ownStore(largest(full));
	const times = { hello: [] as number[], small: [] as number[], large: [] as number[] };
	try {
		// The first round warms the file system's cache and is not counted.
		for (let round = -1; round < ROUNDS; round++) {
			const helloMs = await firstFrame(() => new PtyProgram([hello]), ['hello world']);
			const smallMs = await firstFrame(() => startDashboard(small.path), DASHBOARD_TEXTS);
			const largeMs = await firstFrame(() => startDashboard(large.path), DASHBOARD_TEXTS);
			if (round < 0) continue;
			times.hello.push(helloMs);
			times.small.push(smallMs);
			times.large.push(largeMs);
		}
	} finally {
		await small.drop();
		await large.drop();
	}
	const ratioRow = (name: string, ours: readonly number[]): BenchRow => {
		const ratio = medianRatio(ours, times.hello);
		return { name, value: round(ratio), unit: 'times hello world', bar: `<= ${BAR}`, ok: ratio <= BAR };
	};
	return [
		{ name: 'first frame of Ink hello world', value: round(median(times.hello)), unit: 'ms' },
		{ name: 'first frame at 1,000 timers', value: round(median(times.small)), unit: 'ms' },
		{ name: `first frame at ${largestWords(full)}`, value: round(median(times.large)), unit: 'ms' },
		ratioRow('first frame at 1,000 timers', times.small),
		ratioRow(`first frame at ${largestWords(full)}`, times.large),
	];
}
