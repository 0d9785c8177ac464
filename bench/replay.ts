import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../bundle.mjs';
import type { BenchRow } from './bench-row.ts';
import { eventFile } from './event-file.ts';
import type { ReplayTimes } from './replay-rounds.ts';
import { median, round } from './statistics.ts';

const MANY = 300_000;
const FEW = MANY / 10;
const ROUNDS = 3;
const RATE_BAR = 200_000;
const GROWTH_BAR = 11;
const AGREEMENT = new URL('../data/sla.yaml', import.meta.url).pathname;
const FOLDER = join(tmpdir(), 'slatop-bench', 'replay');

async function replayTimes(): Promise<ReplayTimes> {
	await bundle({ rounds: 'bench/replay-rounds.ts' }, FOLDER);
	const files = [await eventFile(MANY), await eventFile(FEW)];
	const args = [join(FOLDER, 'rounds.js'), AGREEMENT, ...files, String(ROUNDS)];
	const { stdout } = await promisify(execFile)(process.execPath, args);
	const times: ReplayTimes = JSON.parse(stdout);
	return times;
}

/** Events of the simulated floor through the fold in memory, under the sample agreement. */
export async function benchReplay(): Promise<BenchRow[]> {
	const { many, few, printed, parsed } = await replayTimes();
	const growth = median(many) / median(few);
	const rateOf = (times: number[]): number => round((MANY / median(times)) * 1_000, 0);
	const atLeast = (name: string, times: number[]): BenchRow => {
		const value = rateOf(times);
		const bar = `>= ${RATE_BAR.toLocaleString('en')}`;
		return { name, value, unit: 'events a second', bar, ok: value >= RATE_BAR };
	};
	return [
		atLeast('replay, from parsed events to timers', parsed),
		atLeast('replay, from the file to timers', many),
		// The bar is one of memory: printing comes after it.
		{ name: 'replay, from the file to lines', value: rateOf(printed), unit: 'events a second' },
		{
			name: `replay of ${MANY.toLocaleString('en')} events`,
			value: round(growth),
			unit: `times that of ${FEW.toLocaleString('en')}`,
			bar: `<= ${GROWTH_BAR}`,
			ok: growth <= GROWTH_BAR,
		},
	];
}
