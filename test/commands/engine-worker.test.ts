import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineWork } from '../../source/commands/engine-worker.ts';
import { workerFile } from '../../source/commands/worker-file.ts';
import { openPostgresStore } from '../../source/store/postgres/postgres-store.ts';
import { at, created, Desk } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { Line } from '../support/line.ts';
import { newPostgresUrl } from '../support/postgres.ts';

let desk: Desk;
beforeAll(() => {
	desk = new Desk();
});
afterAll(() => desk.dispose());

it('an engine beside a dashboard begins as soon as its store can be opened, and says why it does not', async () => {
	const url = await newPostgresUrl();
	const store = await openPostgresStore(url);
	await take(store, created('T-1', '12:00'));
	const line = await Line.to(url);
	await line.refuse();
	const nowAt = Date.parse(at('12:04'));
	const workerData: EngineWork = {
		store: line.url,
		agreement: { path: desk.agreement, standsIn: false },
		everyS: 1,
		clock: { shownAt: nowAt, setAt: Date.now(), speed: 0.001 },
		keepsErrors: false,
		floor: null,
	};
	// As a dashboard does, but for what that does to its own heap.
	const worker = new Worker(workerFile('engine-worker'), { workerData });
	const problems: unknown[] = [];
	worker.on('message', ({ problem }: { readonly problem: unknown }) => problems.push(problem));
	const last = () => problems.at(-1);
	await expect.poll(last).toMatch(/cannot be reached: nothing listens there/);
	await line.goOn();
	await expect.poll(last).toBeNull();
	expect(await store.timers({}, { direction: 'after', limit: 9 })).toMatchObject([{ ticket: 'T-1' }]);
	await worker.terminate();
	await Promise.all([line.refuse(), store.close()]);
});
