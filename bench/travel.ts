/** Time travel: what a step of an hour costs on a board that stands in the past, against the way there. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StoreTimeMachine } from '../source/commands/time-machine.ts';
import { HOUR_MS } from '../source/sla/duration.ts';
import { parseEventLine } from '../source/sla/event.ts';
import type { IncomingEvent, Store } from '../source/store/port.ts';
import { openSqliteStore } from '../source/store/sqlite/sqlite-store.ts';
import type { BenchRow } from './bench-row.ts';
import { eventFile } from './event-file.ts';
import { median, round } from './statistics.ts';

const EVENTS = 300_000;
const BATCH = 10_000;
const AGREEMENT = new URL('../data/sla.yaml', import.meta.url).pathname;
const STEPS = 12;
/** Of the way there. */
const BAR = 0.1;

/** Appends a file's events; gives the instant of the last. */
async function fill(store: Store, file: string): Promise<number> {
	let count = 0;
	let last = 0;
	let batch: IncomingEvent[] = [];
	for await (const line of createInterface({ input: createReadStream(file) })) {
		const { event } = parseEventLine(line);
		last = event.at;
		batch.push({ id: String(++count), event, data: line });
		if (count % BATCH > 0) continue;
		await store.appendEvents('bench', batch);
		batch = [];
	}
	await store.appendEvents('bench', batch);
	return last;
}

/** A board of a whole past, taken back hour by hour and on again. */
export async function benchTravel(): Promise<BenchRow[]> {
	const folder = await mkdtemp(join(tmpdir(), 'slatop-bench-travel-'));
	const store = openSqliteStore(join(folder, 'store.db'));
	try {
		const endAt = await fill(store, await eventFile(EVENTS));
		const machine = new StoreTimeMachine(store, AGREEMENT);
		const journey = { signal: new AbortController().signal, onProgress: () => {} };
		const wayMs = async (at: number): Promise<number> => {
			const began = performance.now();
			await machine.to(at, journey);
			return performance.now() - began;
		};
		const there = await wayMs(endAt);
		const hours = Array.from({ length: STEPS }, (_, place) => place + 1);
		const back: number[] = [];
		for (const hour of hours) back.push(await wayMs(endAt - hour * HOUR_MS));
		const on: number[] = [];
		for (const hour of hours.toReversed()) on.push(await wayMs(endAt - (hour - 1) * HOUR_MS));
		const share = median(back) / there;
		const unit = 'of the way there';
		return [
			{ name: `time travel over ${EVENTS.toLocaleString('en')} events`, value: round(there, 0), unit: 'ms' },
			{ name: 'a step of an hour on', value: round(median(on), 0), unit: 'ms' },
			{ name: 'a step of an hour back', value: round(median(back), 0), unit: 'ms' },
			{ name: 'a step of an hour back', value: round(share, 3), unit, bar: `<= ${BAR}`, ok: share <= BAR },
		];
	} finally {
		await store.close();
		await rm(folder, { recursive: true, force: true });
	}
}
