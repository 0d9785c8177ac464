import { afterAll, describe, it } from 'vitest';
import { at, Desk } from '../support/desk.ts';
import { newPostgresUrl } from '../support/postgres.ts';
import { Running } from '../support/program.ts';

const CLOCK = ['--now', at('12:04'), '--speed', '0.001'];

const desks: Desk[] = [];
const running: Running[] = [];
afterAll(async () => {
	for (const engine of running) engine.kill('SIGKILL');
	for (const desk of desks) await desk.dispose();
});

const STORES = {
	'a file': async (desk: Desk) => desk.store,
	PostgreSQL: async () => newPostgresUrl(),
} as const;
const KINDS = ['a file', 'PostgreSQL'] as const;

/** Two engines on a store of their own: the first leads, and the second waits for its turn. */
async function engines(kind: (typeof KINDS)[number]): Promise<readonly [Running, Running]> {
	const desk = new Desk();
	desks.push(desk);
	const store = await STORES[kind](desk);
	const start = (): Running => {
		const engine = new Running(['engine', '--store', store, '--agreement', desk.agreement, ...CLOCK]);
		running.push(engine);
		return engine;
	};
	const first = start();
	await first.said('engine runs');
	const second = start();
	await second.said('another engine leads: standing by');
	return [first, second];
}

// Mostly they wait for a lease to run out: side by side, they wait once.
describe.concurrent('the next engine', () => {
	it.each(KINDS)('takes over from one that was killed, on %s', async (kind) => {
		const [first, second] = await engines(kind);
		first.kill('SIGKILL');
		await second.said('engine runs');
	});

	it.each(
		KINDS,
	)('takes over from one that is not heard of, which stands by when it wakes, on %s', async (kind) => {
		const [first, second] = await engines(kind);
		first.kill('SIGSTOP');
		await second.said('engine runs');
		first.kill('SIGCONT');
		await first.said('another engine leads: standing by');
	});
});
