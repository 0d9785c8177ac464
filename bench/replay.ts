import { readEventFiles } from '../source/commands/event-files.ts';
import { loadAgreement } from '../source/engine/agreement-file.ts';
import { replay } from '../source/engine/replay.ts';
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

interface Times {
	/** From the file to the timers. */
	readonly all: number;
	/** From the events to the timers. */
	readonly fold: number;
}

async function replayMs(file: string, versions: readonly AgreementVersion[]): Promise<Times> {
	const began = performance.now();
	const { events } = await readEventFiles({ input: [], flags: {}, env: process.env }, [file], NOW_AT);
	const readAt = performance.now();
	if (replay(events, versions, NOW_AT).timers.length === 0) throw new Error('no timer came out');
	return { all: performance.now() - began, fold: performance.now() - readAt };
}

/** Events of the simulated floor through the fold in memory, under the sample agreement. */
export async function benchReplay(): Promise<BenchRow[]> {
	const { agreement } = await loadAgreement(AGREEMENT);
	const versions = [{ agreement, inForceAt: 0, movesOpen: false }];
	const manyFile = await eventFile(MANY);
	const fewFile = await eventFile(FEW);
	const many: Times[] = [];
	const few: Times[] = [];
	// What is measured is the engine, not its compilation.
	await replayMs(fewFile, versions);
	for (let round = 0; round < ROUNDS; round++) {
		few.push(await replayMs(fewFile, versions), await replayMs(fewFile, versions));
		many.push(await replayMs(manyFile, versions));
	}
	const allMs = median(many.map(({ all }) => all));
	const foldMs = median(many.map(({ fold }) => fold));
	const growth = allMs / median(few.map(({ all }) => all));
	const rate = (ms: number): number => (MANY / ms) * 1_000;
	return [
		{
			name: 'replay, from parsed events to timers',
			value: round(rate(foldMs), 0),
			unit: 'events a second',
			bar: `>= ${RATE_BAR.toLocaleString('en')}`,
			ok: rate(foldMs) >= RATE_BAR,
		},
		{
			name: 'replay, from the file to timers',
			value: round(rate(allMs), 0),
			unit: 'events a second',
			bar: `>= ${RATE_BAR.toLocaleString('en')}`,
			ok: rate(allMs) >= RATE_BAR,
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
