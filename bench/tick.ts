import { AgreementFile } from '../source/engine/agreement-file.ts';
import { Engine } from '../source/engine/engine.ts';
import { formatInstant } from '../source/sla/instant.ts';
import { type ReadEvent, readEvent } from '../source/sources/ndjson.ts';
import type { Store } from '../source/store/port.ts';
import { openSqliteStore } from '../source/store/sqlite/sqlite-store.ts';
import type { BenchRow } from './bench-row.ts';
import { coldRows, letGo } from './cold.ts';
import { agreementPath, largest, largestWords, ownStore } from './kept-stores.ts';
import { median, medianRatio, round } from './statistics.ts';
import { lineOf, NOW_AT, ticketCount, ticketName } from './tickets.ts';

const IDLE_TICKS = 200;
const ROUNDS = 9;

/** An engine on a store of its own, with the clock in our hand. */
export class Bench {
	/** How long the first tick took. */
	firstMs = 0;
	private at: number;

	private constructor(
		private readonly store: Store,
		private readonly engine: Engine,
		private readonly tickets: number,
		private changes: number,
	) {
		this.at = NOW_AT + changes;
	}

	/** @param changes so many tickets were changed by another before: the same event is not taken twice */
	static async on(store: Store, timers: number, changes = 0): Promise<Bench> {
		let bench: Bench | undefined;
		const engine = new Engine({
			store,
			now: () => bench?.at ?? NOW_AT,
			holder: 'bench',
			agreementFile: new AgreementFile(await agreementPath()),
			everyS: 1_200,
		});
		bench = new Bench(store, engine, ticketCount(timers), changes);
		bench.firstMs = await bench.tick();
		return bench;
	}

	async tick(): Promise<number> {
		const began = performance.now();
		await this.engine.tick();
		return performance.now() - began;
	}

	/** Changes so many tickets all over the store. */
	async change(count: number): Promise<void> {
		this.at += 1_000;
		const events: ReadEvent[] = [];
		for (let place = 0; place < count; place++) {
			// A step without common factors goes over all of them before it meets one again.
			const index = (this.changes++ * 7_919) % this.tickets;
			const at = formatInstant(this.at);
			const event = { ticket: ticketName(index), at, type: 'updated', agent: `agent ${this.changes % 50}` };
			events.push(readEvent(lineOf(event), this.at));
		}
		await this.store.appendEvents('bench', events);
	}

	/** Ticks after so many tickets all over the store have changed. */
	async tickChanged(count: number): Promise<number> {
		await this.change(count);
		return this.tick();
	}

	/** What the engine leaves for the time between ticks. */
	async settle(): Promise<number> {
		const began = performance.now();
		await this.engine.settle();
		return performance.now() - began;
	}

	async close(): Promise<void> {
		await this.engine.stop();
		await this.store.close();
	}
}

/** A tick costs what has changed, not what is stored. */
export async function benchTick(full: boolean): Promise<BenchRow[]> {
	const smallStore = await ownStore(10_000);
	const largeStore = await ownStore(largest(full));
	// As an engine opens it.
	const small = await Bench.on(openSqliteStore(smallStore.path, { bulk: true }), 10_000);
	const large = await Bench.on(openSqliteStore(largeStore.path, { bulk: true }), 1_000_000);
	const idle = { small: [] as number[], large: [] as number[] };
	const hundred = { small: [] as number[], large: [] as number[] };
	const thousand = { small: [] as number[], large: [] as number[], settled: [] as number[] };
	try {
		for (let tick = 0; tick < IDLE_TICKS; tick++) {
			idle.small.push(await small.tick());
			idle.large.push(await large.tick());
		}
		// The first of each is compiled as it runs.
		await small.tickChanged(100);
		await large.tickChanged(100);
		for (let round = 0; round < ROUNDS; round++) {
			hundred.small.push(await small.tickChanged(100));
			hundred.large.push(await large.tickChanged(100));
			thousand.small.push(await small.tickChanged(1_000));
			thousand.large.push(await large.tickChanged(1_000));
			await small.settle();
			thousand.settled.push(await large.settle());
		}
	} finally {
		await small.close();
		await large.close();
	}
	const cold = await coldRows({
		name: largestWords(full),
		timers: 1_000_000,
		open: async () => openSqliteStore(largeStore.path, { bulk: true }),
		forget: async () => letGo(largeStore.path),
	}).finally(async () => {
		await smallStore.drop();
		await largeStore.drop();
	});
	const under = (name: string, value: number, bar: number): BenchRow => ({
		name,
		value: round(value, 3),
		unit: 'ms',
		bar: `<= ${bar}`,
		ok: value <= bar,
	});
	const atMostThrice = (name: string, ratio: number): BenchRow => ({
		name,
		value: round(ratio),
		unit: 'times that at 10,000',
		bar: '<= 3',
		ok: ratio <= 3,
	});
	return [
		under('tick with nothing new at 10,000 timers', median(idle.small), 1),
		under(`tick with nothing new at ${largestWords(full)}`, median(idle.large), 1),
		{ name: 'tick with 100 changed tickets at 10,000', value: round(median(hundred.small)), unit: 'ms' },
		{
			name: `tick with 100 changed tickets at ${largestWords(full)}`,
			value: round(median(hundred.large)),
			unit: 'ms',
		},
		atMostThrice(
			`tick with 100 changed tickets at ${largestWords(full)}`,
			medianRatio(hundred.large, hundred.small),
		),
		atMostThrice(
			`tick with 1,000 changed tickets at ${largestWords(full)}`,
			medianRatio(thousand.large, thousand.small),
		),
		under(`tick with 1,000 changed tickets at ${largestWords(full)}`, median(thousand.large), 150),
		{ name: 'between two of these', value: round(median(thousand.settled)), unit: 'ms' },
		...cold,
	];
}
