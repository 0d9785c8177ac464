/** The engine's thread beside a dashboard: keys are answered whatever the engine has to do. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { AgreementFile } from '../engine/agreement-file.ts';
import { nowOf } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import { startRunner } from '../engine/runner.ts';
import type { Store } from '../store/port.ts';
// Loaded with the engine: whoever takes over weeks later may find another version's files in its place.
import '../store/sqlite/timers.ts';
import { messageOf } from '../text/message.ts';
import { giveWay } from './give-way.ts';
import { openStoreAt } from './open.ts';
import { Outgoing } from './outgoing.ts';
import type { Syncs } from './sync/syncs.ts';
import { holderName } from './tick.ts';

const WORK = v.object({
	store: v.string(),
	agreement: v.object({ path: v.string(), standsIn: v.boolean() }),
	everyS: v.number(),
	clock: v.object({ shownAt: v.number(), setAt: v.number(), speed: v.number() }),
	/** Whether lines for standard error have somewhere to go: not where it is the dashboard's own terminal. */
	keepsErrors: v.boolean(),
	floor: v.nullable(v.object({ seed: v.number(), fromAt: v.number() })),
});
export type EngineWork = v.InferOutput<typeof WORK>;

/** The dashboard has made messages heard, up to this one. */
const HEARD = v.object({ heard: v.number() });

/** Between one try to open the store and the next. */
const RETRY_MS = 1_000;

const report = (problem: string | null): void => parentPort?.postMessage({ problem });
const fail = (error: unknown): void => report(messageOf(error));

/** The store, as soon as it can be opened: its server may have gone since the dashboard opened it. */
async function opened(path: string): Promise<Store> {
	for (;;) {
		try {
			return await openStoreAt(path, { bulk: true });
		} catch (error) {
			fail(error);
			await pause(RETRY_MS);
		}
	}
}

async function run(): Promise<void> {
	giveWay();
	const work = v.parse(WORK, workerData);
	const store = await opened(work.store);
	const now = nowOf(work.clock);
	// The floor's cast and subjects are loaded for the demo alone.
	const feed = work.floor ? new (await import('./floor-feed.ts')).FloorFeed(store, work.floor, now) : null;
	// Sources are nobody's business before the first tick, and the demo's floor has none.
	let syncs: Syncs | null = null;
	const look = async (leads: boolean): Promise<void> => {
		if (work.floor) return;
		syncs ??= new (await import('./sync/syncs.ts')).Syncs({ store, env: process.env, nowAt: now });
		await syncs.look(leads);
	};
	const engine = new Engine({
		store,
		now,
		holder: holderName(),
		agreementFile: new AgreementFile(work.agreement.path, work.agreement.standsIn),
		everyS: work.everyS,
	});
	const outgoing = new Outgoing({
		store,
		engine,
		now,
		surroundings: {
			env: process.env,
			stderr: work.keepsErrors ? (line) => parentPort?.postMessage({ line }) : null,
			// A simulated floor calls nobody.
			isRehearsal: work.floor !== null,
		},
		onError: fail,
	});
	const runner = startRunner({
		engine,
		everyS: work.everyS,
		...(feed ? { before: () => feed.feed() } : {}),
		onTick: ({ led }) => {
			report(null);
			look(led).catch(fail);
			outgoing.look(led).catch(fail);
		},
		onError: fail,
	});
	const noteHeard = async (id: number): Promise<void> => (await store.alerts()).noteHeard(id);
	parentPort?.on('message', async (message: unknown) => {
		if (message === 'tick') return void runner.tick();
		const heard = v.safeParse(HEARD, message);
		if (heard.success) return void noteHeard(heard.output.heard).catch(fail);
		await syncs?.stop();
		await outgoing.stop();
		await runner.stop();
		await store.close();
		process.exit(0);
	});
}

await run();
