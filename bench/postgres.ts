/** A store in a file and one on a PostgreSQL server of the bench's own, side by side: what durable commits cost is in it. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEvent } from '../source/sources/ndjson.ts';
import { copyStoreTo } from '../source/store/copying/copy.ts';
import { PostgresTarget } from '../source/store/copying/postgres-target.ts';
import { FileSource } from '../source/store/copying/sqlite.ts';
import type { RowKey, Store } from '../source/store/port.ts';
import { readAddress } from '../source/store/postgres/address.ts';
import { openPostgresStore } from '../source/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../source/store/sqlite/sqlite-store.ts';
import { PostgresServer } from '../test/support/postgres-server.ts';
import type { BenchRow } from './bench-row.ts';
import { coldRows, letGo } from './cold.ts';
import { ownStore } from './kept-stores.ts';
import { median, round } from './statistics.ts';
import { Bench } from './tick.ts';
import { floorTickets, NOW_AT, ticketEvents } from './tickets.ts';

const USUAL = 100_000;
const FULL = 1_000_000;
const BATCH = 10_000;
const IDLE_TICKS = 100;
const CHANGED = 1_000;
const ROUNDS = 5;
const WINDOWS = 200;
const ROWS = 40;

/** As a server is run: what it has said is committed is on its disk. */
const SETTINGS = [
	'fsync = on',
	'synchronous_commit = on',
	'full_page_writes = on',
	"shared_buffers = '256MB'",
	"max_wal_size = '2GB'",
];

/** Events a second, taken in batches as an import does. */
async function appended(store: Store, count: number): Promise<number> {
	const batches: ReturnType<typeof readEvent>[][] = [[]];
	let made = 0;
	for (const ticket of floorTickets(count)) {
		for (const event of ticketEvents(ticket)) {
			if (made++ === count) break;
			if ((batches.at(-1)?.length ?? 0) === BATCH) batches.push([]);
			batches.at(-1)?.push(readEvent(event, NOW_AT));
		}
		if (made > count) break;
	}
	const began = performance.now();
	for (const batch of batches) await store.appendEvents('import', batch);
	const seconds = (performance.now() - began) / 1_000;
	return batches.reduce((sum, { length }) => sum + length, 0) / seconds;
}

/** How long a window of the board takes, one below the other. */
async function window(store: Store): Promise<number> {
	const times: number[] = [];
	let from: RowKey | undefined;
	for (let turn = 0; turn < WINDOWS; turn++) {
		const began = performance.now();
		const rows = await store.timers({}, { direction: 'after', limit: ROWS, ...(from ? { from } : {}) });
		times.push(performance.now() - began);
		from = rows.at(-1)?.key;
	}
	return median(times);
}

async function ticks(bench: Bench): Promise<{ idle: number; changed: number }> {
	const idle: number[] = [];
	for (let turn = 0; turn < IDLE_TICKS; turn++) idle.push(await bench.tick());
	// The first is compiled as it runs.
	await bench.tickChanged(CHANGED);
	const changed: number[] = [];
	for (let turn = 0; turn < ROUNDS; turn++) {
		changed.push(await bench.tickChanged(CHANGED));
		await bench.settle();
	}
	return { idle: median(idle), changed: median(changed) };
}

async function measure(kind: string, filled: Store, empty: Store, count: number): Promise<BenchRow[]> {
	const timers = count.toLocaleString('en');
	const perSecond = await appended(empty, count);
	await empty.close();
	const windowMs = await window(filled);
	const bench = await Bench.on(filled, count);
	try {
		const { idle, changed } = await ticks(bench);
		return [
			{ name: `${kind}: ${timers} events appended`, value: round(perSecond, 0), unit: 'events a second' },
			{ name: `${kind}: a window of ${timers} timers`, value: round(windowMs, 3), unit: 'ms' },
			{ name: `${kind}: empty tick at ${timers} timers`, value: round(idle, 3), unit: 'ms' },
			{ name: `${kind}: tick with 1,000 changed of ${timers} timers`, value: round(changed), unit: 'ms' },
		];
	} finally {
		await bench.close();
	}
}

async function copied(path: string, url: string): Promise<void> {
	const from = new FileSource(path);
	const to = new PostgresTarget(readAddress(url, {}));
	try {
		await copyStoreTo(from, to);
	} finally {
		await Promise.all([from.close(), to.close()]);
	}
}

export async function benchPostgres(full: boolean): Promise<BenchRow[]> {
	const count = full ? FULL : USUAL;
	const file = await ownStore(count);
	const server = await PostgresServer.make(SETTINGS);
	try {
		const url = server.url('schema=filled');
		const began = performance.now();
		await copied(file.path, url);
		const copyS = (performance.now() - began) / 1_000;
		const open = (path: string): Store => openSqliteStore(path, { bulk: true });
		const timers = `${count.toLocaleString('en')} timers`;
		const folder = await mkdtemp(join(tmpdir(), 'slatop-bench-'));
		const rows = await measure('SQLite', open(file.path), open(join(folder, 'empty.db')), count);
		await rm(folder, { recursive: true });
		const coldFile = await coldRows({
			name: `SQLite: ${timers}`,
			timers: count,
			open: async () => open(file.path),
			forget: async () => letGo(file.path),
		});
		const [filled, empty] = await Promise.all([
			openPostgresStore(url),
			openPostgresStore(server.url('schema=empty')),
		]);
		return [
			...rows,
			...coldFile,
			...(await measure('PostgreSQL', filled, empty, count)),
			...(await coldRows({
				name: `PostgreSQL: ${timers}`,
				timers: count,
				open: () => openPostgresStore(url),
				forget: async () => {
					await server.stop();
					letGo(server.folder);
					await server.start();
				},
			})),
			{
				name: `store copy of ${timers} to PostgreSQL, proved`,
				value: round(copyS, 1),
				unit: 's',
			},
		];
	} finally {
		await server.remove();
		await file.drop();
	}
}
