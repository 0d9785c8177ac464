import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import type { BenchRow } from './bench-row.ts';
import { csvFile } from './csv-file.ts';
import { median, medianRatio, round } from './statistics.ts';
import { type TimedImport, timedImport } from './timed-import.ts';

const USUAL = 100_000;
/** What memory is held against: ten times as much to read must not take more of it. */
const LARGE = 1_000_000;
const ROUNDS = 5;
const BAR_PER_SECOND = 40_000;
const BAR_RATIO = 4;
const BAR_MIB = 150;

/** Seconds to read the same file with csv-parse, and nothing else. */
async function parseSeconds(file: string): Promise<number> {
	const began = performance.now();
	let rows = 0;
	for await (const _ of createReadStream(file).pipe(parse())) rows++;
	if (rows === 0) throw new Error('nothing was read');
	return (performance.now() - began) / 1_000;
}

/** `slatop import` of a help desk's export to disk, against reading the file with csv-parse alone. */
export async function benchCsv(full: boolean): Promise<BenchRow[]> {
	const count = full ? LARGE : USUAL;
	const file = await csvFile(count);
	const ours: TimedImport[] = [];
	const bare: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		bare.push(await parseSeconds(file));
		ours.push(await timedImport(file));
	}
	const large = full ? ours : [await timedImport(await csvFile(LARGE))];
	const seconds = ours.map((run) => run.seconds);
	const perSecond = count / median(seconds);
	const ratio = medianRatio(seconds, bare);
	const peak = median(large.map((run) => run.peakMiB));
	const name = `CSV import of ${count.toLocaleString('en')} tickets to disk`;
	return [
		{
			name,
			value: round(perSecond, 0),
			unit: 'tickets a second',
			bar: `>= ${BAR_PER_SECOND.toLocaleString('en')}`,
			ok: perSecond >= BAR_PER_SECOND,
		},
		{
			name,
			value: round(ratio),
			unit: 'times csv-parse alone',
			bar: `<= ${BAR_RATIO}`,
			ok: ratio <= BAR_RATIO,
		},
		{ name, value: round(median(ours.map((run) => run.peakMiB)), 0), unit: 'MiB at most' },
		{
			name: `CSV import of ${LARGE.toLocaleString('en')} tickets to disk`,
			value: round(peak, 0),
			unit: 'MiB at most',
			bar: `< ${BAR_MIB}`,
			ok: peak < BAR_MIB,
		},
	];
}
