import { readEventFiles } from '../source/commands/event-files.ts';
import { loadAgreement } from '../source/engine/agreement-file.ts';
import { Replay } from '../source/engine/replay.ts';
import type { AgreementVersion } from '../source/sla/fold.ts';
import type { BenchRow } from './bench-row.ts';
import { eventFile } from './event-file.ts';
import { median, round } from './statistics.ts';
import { NOW_AT } from './tickets.ts';

const MANY = 300_000;
const FEW = MANY / 10;
const ROUNDS = 3;
const RATE_BAR = 200_000;
const GROWTH_BAR = 11;
const AGREEMENT = new URL('../data/sla.yaml', import.meta.url).pathname;

/** From the file to the timers. */
async function replayMs(file: string, versions: readonly AgreementVersion[]): Promise<number> {
	const began = performance.now();
	const { histories } = await readEventFiles({ input: [], flags: {}, env: process.env }, [file], NOW_AT);
	const { timers } = histories.handOut(() => new Replay(versions, NOW_AT)).result();
	if (timers.length === 0) throw new Error('no timer came out');
	return performance.now() - began;
}

/** Events of the simulated floor through the fold in memory, under the sample agreement. */
export async function benchReplay(): Promise<BenchRow[]> {
	const { agreement } = await loadAgreement(AGREEMENT);
	const versions = [{ agreement, inForceAt: 0, movesOpen: false }];
	const manyFile = await eventFile(MANY);
	const fewFile = await eventFile(FEW);
	const many: number[] = [];
	const few: number[] = [];
	// What is measured is the engine, not its compilation.
	await replayMs(fewFile, versions);
	for (let round = 0; round < ROUNDS; round++) {
		few.push(await replayMs(fewFile, versions), await replayMs(fewFile, versions));
		many.push(await replayMs(manyFile, versions));
	}
	const growth = median(many) / median(few);
	const rate = (MANY / median(many)) * 1_000;
	return [
		{
			name: 'replay, from the file to timers',
			value: round(rate, 0),
			unit: 'events a second',
			bar: `>= ${RATE_BAR.toLocaleString('en')}`,
			ok: rate >= RATE_BAR,
		},
		{
			name: `replay of ${MANY.toLocaleString('en')} events`,
			value: round(growth),
			unit: `times that of ${FEW.toLocaleString('en')}`,
			bar: `<= ${GROWTH_BAR}`,
			ok: growth <= GROWTH_BAR,
		},
	];
}
