import { createReadStream } from 'node:fs';
import { readLines } from '../source/sources/lines.ts';
import type { BenchRow } from './bench-row.ts';
import { eventFile } from './event-file.ts';
import { median, medianRatio, round } from './statistics.ts';
import { timedImport } from './timed-import.ts';

const USUAL = 200_000;
const FULL = 1_000_000;
const ROUNDS = 3;
const BAR = 50_000;

/** Seconds to read the same lines and parse them as JSON, and nothing else. */
async function parseSeconds(file: string): Promise<number> {
	const began = performance.now();
	let parsed = 0;
	for await (const lines of readLines(createReadStream(file, { highWaterMark: 1 << 18 }))) {
		for (const { text } of lines) {
			const value: unknown = JSON.parse(text);
			if (value !== null) parsed++;
		}
	}
	if (parsed === 0) throw new Error('nothing was read');
	return (performance.now() - began) / 1_000;
}

/** `slatop import` to disk, against reading and parsing the file alone. */
export async function benchImport(full: boolean): Promise<BenchRow[]> {
	const count = full ? FULL : USUAL;
	const file = await eventFile(count);
	const ours: number[] = [];
	const bare: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		bare.push(await parseSeconds(file));
		ours.push((await timedImport(file)).seconds);
	}
	const perSecond = count / median(ours);
	const events = count.toLocaleString('en');
	return [
		{
			name: `import of ${events} events to disk`,
			value: round(perSecond, 0),
			unit: 'events a second',
			bar: `>= ${BAR.toLocaleString('en')}`,
			ok: perSecond >= BAR,
		},
		{
			name: `import of ${events} events to disk`,
			value: round(medianRatio(ours, bare)),
			unit: 'times reading and parsing them alone',
		},
	];
}
