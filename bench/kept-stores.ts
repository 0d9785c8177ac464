/**
 * Stores of a known size, made the way real ones are: events are appended through the store, and the engine
 * folds them. They are kept under the temporary folder, so that only the first run waits for them.
 */
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgreementFile } from '../source/engine/agreement-file.ts';
import { Engine } from '../source/engine/engine.ts';
import type { Line } from '../source/sources/lines.ts';
import { readEvent } from '../source/sources/ndjson.ts';
import { MIGRATIONS } from '../source/store/migrations.ts';
import { openSqliteStore } from '../source/store/sqlite/sqlite-store.ts';
import { EVENTS_OF_OVER, floorTickets, NOW_AT, overTickets, ticketEvents } from './tickets.ts';

/** Changes whenever stores made before are not what they should be now. */
const EDITION = 2;
const APPEND_BATCH = 10_000;

const FOLDER = join(tmpdir(), 'slatop-bench');
const FILES = ['', '-wal', '-shm'] as const;

/** Long targets, so that a million timers are open and the board is neither idle nor lost. */
const AGREEMENT = `version: 1
name: Bench
timezone: UTC
calendars:
  support: { hours: { mon-sat: ["06:00-22:00"] } }
levels:
  gold:
    calendar: always
    targets:
      first_answer: { urgent: 1h, default: 30d }
      first_assign: 40d
      first_resolve: 50d
    penalty: { per_miss: { first_answer: 50 }, currency: EUR }
  silver:
    calendar: support
    targets: { first_answer: 30d, first_assign: 35d, first_resolve: 40d }
    penalty: { per_miss: { first_answer: 20 }, currency: EUR }
rules:
  - { name: VIP, when: { field: customer_group, is: vip }, level: gold }
default_level: silver
`;

/** The agreement's file. */
export async function agreementPath(): Promise<string> {
	await mkdir(FOLDER, { recursive: true });
	const path = join(FOLDER, `sla-${EDITION}.yaml`);
	if ((await readFile(path, 'utf8').catch(() => '')) !== AGREEMENT) await writeFile(path, AGREEMENT);
	return path;
}

/** A clock that stands still at the instant the stores are made for. */
export const now = (): number => NOW_AT;

const exists = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false,
	);

/** How large a store is. */
interface Size {
	/** About so many timers are open. */
	readonly timers: number;
	/** So many tickets are over. */
	readonly over: number;
}

/** The largest that benches measure: alone, or after a year in which 10,000,000 events came, which takes long to make. */
export const largest = (full: boolean): Size => ({
	timers: 1_000_000,
	over: full ? Math.round(9_350_000 / EVENTS_OF_OVER) : 0,
});

/** What a row calls it. */
export const largestWords = (full: boolean): string =>
	full ? '1,000,000 timers and 10,000,000 events' : '1,000,000 timers';

/** The path of a store of that size. Nobody may write to it: copy it first. */
async function keptStore({ timers, over }: Size): Promise<string> {
	const path = join(
		FOLDER,
		`store-${MIGRATIONS.length}-${EDITION}-${timers}${over > 0 ? `-${over}` : ''}.db`,
	);
	if (await exists(path)) return path;
	const making = `${path}.making`;
	for (const end of FILES) await rm(making + end, { force: true });
	await makeStore(making, { timers, over });
	await rename(making, path);
	return path;
}

/** A store of a bench's own, gone with `drop`. */
export interface OwnStore {
	readonly path: string;
	drop(): Promise<void>;
}

export async function ownStore(size: number | Size): Promise<OwnStore> {
	const whole = typeof size === 'number' ? { timers: size, over: 0 } : size;
	const path = join(FOLDER, `own-${process.pid}-${whole.timers}-${Date.now().toString(36)}.db`);
	await copyFile(await keptStore(whole), path);
	return {
		path,
		drop: async () => {
			for (const end of FILES) await rm(path + end, { force: true });
		},
	};
}

function* historiesOf({ timers, over }: Size): Generator<Line[]> {
	yield* overTickets(over);
	for (const ticket of floorTickets(timers)) yield ticketEvents(ticket);
}

async function makeStore(path: string, size: Size): Promise<void> {
	const [timers, over] = [size.timers, size.over].map((count) => count.toLocaleString('en'));
	process.stderr.write(`making a store of ${timers} open timers and ${over} tickets that are over, once … `);
	const began = performance.now();
	const store = openSqliteStore(path);
	const engine = new Engine({
		store,
		now,
		holder: 'bench',
		agreementFile: new AgreementFile(await agreementPath()),
		everyS: 1_200,
	});
	let batch: ReturnType<typeof readEvent>[] = [];
	const flush = async (): Promise<void> => {
		await store.appendEvents('bench', batch);
		batch = [];
		await engine.tick();
	};
	for (const history of historiesOf(size)) {
		for (const event of history) batch.push(readEvent(event, NOW_AT));
		if (batch.length >= APPEND_BATCH) await flush();
	}
	await flush();
	await store.touchSource('bench', NOW_AT, NOW_AT);
	await engine.stop();
	const counters = await store.counters();
	await store.close();
	const open = counters.reduce((sum, { count }) => sum + count, 0);
	const seconds = Math.round((performance.now() - began) / 1000);
	process.stderr.write(`${open.toLocaleString('en')} in ${seconds} s\n`);
}
