import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { type Runner, startRunner } from '../../source/engine/runner.ts';
import { type Lease, NO_AGREEMENT, StaleLease, type Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { at, created, TEN_MINUTES } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { STORES } from '../support/stores.ts';

const NOON = Date.parse(at('12:00'));
const DAY_MS = 86_400_000;
const VERSION = { inForceAt: 0, movesOpen: false, text: TEN_MINUTES, files: {} };
const NOTE = { tickedAt: 0, everyS: 1, agreementProblem: null, agreement: NO_AGREEMENT };
const DELIVERY = { recipient: 'duty', at: NOON, channel: 'bell', text: '', alerts: 0, ok: true, said: '' };
const RUN = {
	report: 'daily',
	doneAt: NOON,
	madeAt: null,
	said: null,
	failures: 0,
	failingSince: null,
	nextTryAt: null,
	problem: null,
};
const ALL = { direction: 'after', limit: 100 } as const;

let store: Store;
const runners: Runner[] = [];
beforeEach(async () => {
	vi.useFakeTimers({ now: NOON });
	await begin(openSqliteStore(':memory:'));
});
afterEach(async () => {
	for (const runner of runners.splice(0)) await runner.stop();
	await store.close();
	vi.useRealTimers();
});

async function begin(opened: Store): Promise<void> {
	store = opened;
	await store.addAgreement(VERSION);
}

const engine = (holder: string): Engine => new Engine({ store, now: () => Date.now(), holder });
const states = async (): Promise<string[]> =>
	(await store.timers({}, ALL)).map(({ ticket, state }) => `${ticket} ${state}`);

async function lease(holder: string): Promise<Lease> {
	const got = await store.acquireLease(holder, Date.now(), 3_000);
	if (!got) throw new Error(`${holder} got no lease`);
	return got;
}

/** Engines that run as the program runs them, each noting whether it leads. */
function start(holder: string, everyS: number): { readonly led: boolean[]; readonly runner: Runner } {
	const led: boolean[] = [];
	const runner = startRunner({
		engine: engine(holder),
		everyS,
		onTick: (report) => led.push(report.led),
		onError: (error) => {
			throw error;
		},
	});
	runners.push(runner);
	return { led, runner };
}

describe.each(STORES)('an engine that was paused and wakes up late, on $kind', ({ open }) => {
	beforeEach(async () => {
		await store.close();
		// A server answers in its own time.
		vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
		await begin(await open());
	});

	it('can write nothing once another has taken over', async () => {
		const paused = await lease('first');
		vi.setSystemTime(NOON + 3_001);
		const next = await lease('second');
		const empty = { fromCursor: 0, toCursor: 0, tickets: [], nowAt: NOON, timezone: 'UTC' };
		await expect(store.commitTick({ ...empty, lease: paused })).rejects.toBeInstanceOf(StaleLease);
		await expect(store.noteTick(paused, NOTE)).rejects.toBeInstanceOf(StaleLease);
		await expect(store.noteApplied(paused, 1)).rejects.toBeInstanceOf(StaleLease);
		await expect(store.addAgreement(VERSION, paused)).rejects.toBeInstanceOf(StaleLease);
		const alerts = await store.alerts();
		const runs = await store.reportRuns();
		for (const write of [
			() => alerts.settle(paused, { delivery: DELIVERY, alerts: [] }),
			() => alerts.holdAlerts(paused, 'duty', NOON, NOON + 1),
			() => alerts.mendClock(paused, NOON),
			() => alerts.keepRecipients(paused, []),
			() => runs.putRun(paused, RUN),
			() => runs.keepRuns(paused, []),
		]) {
			await expect(write()).rejects.toBeInstanceOf(StaleLease);
		}
		await store.releaseLease(paused);
		expect(await store.leader(Date.now())).toMatchObject({ holder: 'second' });
		expect(await store.agreements()).toHaveLength(1);
		await store.noteTick(next, { ...NOTE, tickedAt: 7 });
		expect((await store.status()).tickedAt).toBe(7);
	});

	it('notes what has gone out all the same where its lease ran out and nobody else led', async () => {
		const first = await lease('first');
		vi.setSystemTime(NOON + 3_001);
		expect((await lease('first')).epoch).not.toBe(first.epoch);
		const runs = await store.reportRuns();
		await runs.putRun(first, { ...RUN, madeAt: NOON });
		expect(await runs.runs()).toMatchObject([{ report: 'daily', madeAt: NOON }]);
		const alerts = await store.alerts();
		await alerts.settle(first, { delivery: DELIVERY, alerts: [] });
		expect(await alerts.forScreens(0)).toMatchObject([{ recipient: 'duty', at: NOON }]);
	});

	it('does its tick anew, and leads on, where its lease is another by then, but still its own', async () => {
		await take(store, created('T-1', '12:00'));
		const { news } = store;
		vi.spyOn(store, 'news').mockImplementationOnce(async (...asked) => {
			vi.setSystemTime(NOON + 3_001);
			await lease('first');
			return news.apply(store, asked);
		});
		expect(await engine('first').tick()).toMatchObject({ led: true, tickets: 1 });
	});

	it('stands by, and its tick takes nothing, until the other is gone', async () => {
		const [first, second] = [engine('first'), engine('second')];
		await first.tick();
		vi.setSystemTime(NOON + DAY_MS);
		await take(store, created('T-1', '12:00'));
		expect(await second.tick()).toMatchObject({ led: true, tickets: 1 });
		expect(await first.keep()).toBe(false);
		expect(await first.tick()).toMatchObject({ led: false, tickets: 0 });
		await second.stop();
		expect(await first.tick()).toMatchObject({ led: true });
	});

	it('whose clock goes forth and back leaves every timer as if it had gone on evenly', async () => {
		const only = engine('only');
		await take(store, created('T-1', '12:00'), created('T-2', '11:55'));
		await only.tick();
		const before = { states: await states(), counters: await store.counters() };
		expect(before.states).toEqual(['T-2 at_risk', 'T-1 on_track']);
		vi.setSystemTime(NOON + DAY_MS);
		await only.tick();
		expect(await states()).toEqual(['T-2 breached', 'T-1 breached']);
		vi.setSystemTime(NOON);
		expect(await only.tick()).toMatchObject({ changedByTime: 2 });
		expect({
			states: await states(),
			counters: (await store.counters()).filter(({ count }) => count > 0),
		}).toEqual(before);
		expect(await only.tick()).toMatchObject({ changedByTime: 0 });
		vi.setSystemTime(NOON + 5 * 60_000);
		await only.tick();
		expect(await states()).toEqual(['T-2 at_risk', 'T-1 at_risk']);
		vi.setSystemTime(NOON + 5 * 60_000 + 1);
		await only.tick();
		expect(await states()).toEqual(['T-2 breached', 'T-1 at_risk']);
	});
});

describe('the next engine', () => {
	it.each([1, 10, 59])('takes over within five seconds, however seldom they tick (%i s)', async (everyS) => {
		await lease('dead'); // and it never renews it
		const { led } = start('next', everyS);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(led).not.toContain(true);
		await vi.advanceTimersByTimeAsync(4_000);
		expect(led).toContain(true);
	});

	it('leaves a lease that was renewed while it waited to ask for it', async () => {
		await store.acquireLease('first', NOON + 400, 3_000);
		expect(await store.acquireLease('second', NOON, 3_000)).toBeNull();
	});

	it('leaves the lease to one that lives, also between ticks that are far apart', async () => {
		const first = start('first', 30);
		await vi.advanceTimersByTimeAsync(10);
		const second = start('second', 30);
		await vi.advanceTimersByTimeAsync(90_000);
		expect(first.led.length).toBeLessThanOrEqual(5);
		expect(first.led).not.toContain(false);
		expect(second.led).not.toContain(true);
	});
});

describe('a clock that is set', () => {
	it('back does not let the lease of a dead engine outlive it', async () => {
		await lease('dead');
		vi.setSystemTime(NOON - DAY_MS);
		const { led } = start('next', 1);
		await vi.advanceTimersByTimeAsync(4_000);
		expect(led).toContain(true);
	});

	it('back a little is waited for, and not for longer than a lease lasts', async () => {
		await lease('dead');
		vi.setSystemTime(NOON - 2_000);
		const { led } = start('next', 1);
		await vi.advanceTimersByTimeAsync(4_000);
		expect(led).toContain(true);
	});

	it('back or forth does not stop an engine that runs', async () => {
		const { led } = start('only', 1);
		for (const jumpMs of [-DAY_MS, DAY_MS, 30 * DAY_MS, -30 * DAY_MS]) {
			await vi.advanceTimersByTimeAsync(2_000);
			const before = led.length;
			vi.setSystemTime(Date.now() + jumpMs);
			await vi.advanceTimersByTimeAsync(3_000);
			expect(led.length - before).toBeGreaterThanOrEqual(2);
		}
		expect(led).not.toContain(false);
	});
});

describe('a machine that was asleep for a day', () => {
	it('finds at its first beat what has come due, and goes on', async () => {
		const { led } = start('only', 1);
		await vi.advanceTimersByTimeAsync(10);
		await take(store, created('T-1', '12:00'));
		await vi.advanceTimersByTimeAsync(1_000);
		expect(await states()).toEqual(['T-1 on_track']);
		vi.setSystemTime(NOON + DAY_MS);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(await states()).toEqual(['T-1 breached']);
		expect(led).not.toContain(false);
	});
});
