/** A store as it is after the machine was started: on the disk alone. */
import { execFileSync } from 'node:child_process';
import type { Store } from '../source/store/port.ts';
import type { BenchRow } from './bench-row.ts';
import { median, round } from './statistics.ts';
import { Bench } from './tick.ts';

const ROUNDS = 3;
const CHANGED = 1_000;
const ROWS = 40;
/** More than were changed in a store before it came here. */
const FROM = 100_000;

/**
 * Has the system let go of what it keeps in memory of a file, or of all files in a folder. Nobody may have them open.
 * @throws where there is no GNU dd, which asks for it without being root
 */
export function letGo(path: string): void {
	// What has not been written yet can't be let go of.
	execFileSync('sync', ['-f', path]);
	const asked = ['dd', 'if={}', 'iflag=nocache', 'count=0', 'status=none'];
	execFileSync('find', [path, '-type', 'f', '-exec', ...asked, ';'], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A store that is closed, and how it is opened and forgotten. */
export interface Closed {
	/** As a row calls it: `SQLite: 1,000,000 timers`. */
	readonly name: string;
	readonly timers: number;
	open(): Promise<Store>;
	/** Has whatever keeps it in memory let go of it. */
	forget(): Promise<void>;
}

async function windowMs(store: Store): Promise<number> {
	const began = performance.now();
	await store.timers({}, { direction: 'after', limit: ROWS });
	return performance.now() - began;
}

/** The first window, and the first tick, of who opens a store of which nothing is in memory. */
export async function coldRows({ name, timers, open, forget }: Closed): Promise<BenchRow[]> {
	const windows: number[] = [];
	const ticks: number[] = [];
	for (let changes = FROM; changes < FROM + ROUNDS * CHANGED; changes += CHANGED) {
		await forget();
		const looked = await open();
		windows.push(await windowMs(looked));
		await looked.close();
		const before = await Bench.on(await open(), timers, changes);
		await before.change(CHANGED);
		await before.close();
		await forget();
		const bench = await Bench.on(await open(), timers, changes + CHANGED);
		ticks.push(bench.firstMs);
		await bench.close();
	}
	return [
		{ name: `${name}, cold: the first window`, value: round(median(windows), 1), unit: 'ms' },
		{ name: `${name}, cold: the first tick, with 1,000 changed`, value: round(median(ticks), 0), unit: 'ms' },
	];
}
