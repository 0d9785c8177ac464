/** A store on PostgreSQL in the hands of several programs, and of a server that comes and goes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as doctor from '../../../source/commands/doctor.ts';
import * as importing from '../../../source/commands/import.ts';
import * as tick from '../../../source/commands/tick.ts';
import * as tickets from '../../../source/commands/tickets.ts';
import { Engine } from '../../../source/engine/engine.ts';
import { startRunner } from '../../../source/engine/runner.ts';
import type { Store } from '../../../source/store/port.ts';
import { readAddress } from '../../../source/store/postgres/address.ts';
import { openPostgresStore } from '../../../source/store/postgres/postgres-store.ts';
import { Server } from '../../../source/store/postgres/session.ts';
import { at, created, Desk, ndjson, TEN_MINUTES } from '../../support/desk.ts';
import { take } from '../../support/feeding.ts';
import { runHere } from '../../support/here.ts';
import { watching } from '../../support/portable.ts';
import { newPostgresUrl } from '../../support/postgres.ts';
import { PostgresServer } from '../../support/postgres-server.ts';

const VERSION = { inForceAt: 0, movesOpen: false, text: TEN_MINUTES, files: {} };
const ALL = { direction: 'after', limit: 1_000 } as const;
const NOON = Date.parse(at('12:00'));

const opened: Store[] = [];
async function open(url: string, options = {}): Promise<Store> {
	const store = await openPostgresStore(url, options, {});
	opened.push(store);
	return store;
}
afterEach(async () => {
	await Promise.all(opened.splice(0).map((store) => store.close()));
});

test('an engine that reads on while several import at once passes over none of their events', async () => {
	const url = await newPostgresUrl();
	const [reader, ...writers] = await Promise.all([open(url), open(url), open(url), open(url)]);
	const names = writers.map((_, writer) => Array.from({ length: 20 }, (_, place) => `T-${writer}-${place}`));
	const writing = writers.map(async (writer, place) => {
		for (const name of names[place] ?? []) await take(writer, created(name, '12:00'));
	});
	let isDone = false;
	const all = Promise.all(writing).then(() => {
		isDone = true;
	});
	const seen: string[] = [];
	for (let cursor = 0, last = false; !last; ) {
		last = isDone;
		const news = await reader.news(cursor, 1_000);
		cursor = news.cursor;
		seen.push(...news.tickets);
	}
	await all;
	expect(seen.sort()).toEqual(names.flat().sort());
});

test('a program that stands still in the middle of writing keeps nobody from taking over', async () => {
	const url = await newPostgresUrl();
	const next = await open(url, { leaseClock: 'asker' });
	const before = await next.acquireLease('paused', NOON, 3_000);
	const [woken, isHeld] = [gate(), gate()];
	const stuck = standStill(url, isHeld.open, woken.passed);
	await isHeld.passed;
	// It waits for the one that stands still, whose connection the server ends.
	const lease = await next.acquireLease('next', NOON + 3_001, 3_000);
	expect(lease?.epoch).toBe((before?.epoch ?? 0) + 1);
	woken.open();
	await expect(stuck).rejects.toThrow(/stood still for too long|lost its connection/);
});

test('engines on machines whose clocks are apart leave the lease to the one that has it', async () => {
	const url = await newPostgresUrl();
	const [late, right, early] = await Promise.all([open(url), open(url), open(url)]);
	const lease = await right.acquireLease('right', NOON, 3_000);
	expect(await late.acquireLease('late', NOON - 60_000, 3_000)).toBeNull();
	expect(await early.acquireLease('early', NOON + 60_000, 3_000)).toBeNull();
	expect(await right.acquireLease('right', NOON + 1, 3_000)).toEqual(lease);
});

/** Something that is waited for, and lets whoever waits pass. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
	let open = (): void => {};
	const passed = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { passed, open: () => open() };
}

/** Holds the lease's row in a transaction that goes on only when it is woken. */
async function standStill(url: string, onHeld: () => void, woken: Promise<void>): Promise<void> {
	const server = new Server(readAddress(url, {}), { idleMs: 100 });
	try {
		await server.transaction(async (session) => {
			await session.rows(`SELECT * FROM lease FOR UPDATE`);
			onHeld();
			await woken;
			await session.rows(`UPDATE lease SET expires_at = 0`);
		});
	} finally {
		await server.close();
	}
}

test('a screen hears of what another program writes, and a list that is held still does not change', async () => {
	const url = await newPostgresUrl();
	const [screen, other] = await Promise.all([open(url), open(url)]);
	await other.addAgreement(VERSION);
	const before = await screen.version();
	const held = await open(url, { held: true });
	await take(other, created('T-1', '12:00'));
	await expect.poll(() => screen.version()).not.toBe(before);
	expect(await screen.eventTicketsAfter('', 9)).toEqual(['T-1']);
	expect(await held.eventTicketsAfter('', 9)).toEqual([]);
});

test('two agreements that are added at once are numbered one after another', async () => {
	const url = await newPostgresUrl();
	const stores = await Promise.all([open(url), open(url)]);
	const added = await Promise.all(stores.map((store) => store.addAgreement(VERSION)));
	expect(added.map(({ id }) => id).sort()).toEqual([1, 2]);
});

describe('a store that is looked at and is not there', () => {
	test('is told of, and not made', async () => {
		const url = await newPostgresUrl();
		const desk = new Desk();
		const flags = { store: url, agreement: desk.agreement };
		await expect(runHere(tickets, [], flags)).rejects.toThrow(/there is no store postgres:/);
		const looked = await runHere(doctor, [], flags);
		expect(looked.stdout).toMatch(/there is no store at/);
		await desk.dispose();
	});
});

describe('a server of its own', () => {
	let server: PostgresServer;
	beforeAll(async () => {
		server = await PostgresServer.make();
	});
	afterAll(() => server.remove());

	test('is refused where it speaks no TLS and that is wanted', async () => {
		await expect(open(server.url('sslmode=require'))).rejects.toThrow(/speaks no TLS: .*sslmode=disable/);
	});

	test('is gone back to by an engine that runs, and by a screen, when it was restarted', async () => {
		const store = await open(server.url());
		await store.addAgreement(VERSION);
		await store.version();
		const problems: unknown[] = [];
		const engine = new Engine({ store, now: () => NOON, holder: 'one' });
		const runner = startRunner({ engine, everyS: 1, onError: (error) => problems.push(error) });
		await take(store, created('T-1', '11:59'));
		await expect.poll(() => store.timers({}, ALL)).toHaveLength(1);
		await server.stop();
		await server.start();
		await take(store, created('T-2', '11:59'));
		await expect.poll(() => store.timers({}, ALL)).toHaveLength(2);
		// It says so while it does not hear yet.
		await expect.poll(() => store.version().catch(() => null)).not.toBeNull();
		const before = await store.version();
		await take(store, created('T-3', '11:59'));
		await expect.poll(() => store.version()).not.toBe(before);
		await runner.stop();
	});
});

describe('commands', () => {
	test('work on it as on a file, and doctor says how it is', async () => {
		const desk = new Desk();
		const flags = { store: await newPostgresUrl(), agreement: desk.agreement, now: at('12:06') };
		const events = desk.file('events.ndjson', ndjson([created('T-1', '12:00'), created('T-2', '12:05')]));
		expect((await watching(() => runHere(importing, [events], flags))).code).toBe(0);
		expect((await watching(() => runHere(tick, [], flags))).code).toBe(0);
		const { stdout } = await watching(() => runHere(tickets, [], { ...flags, format: 'ndjson' }));
		expect(
			stdout
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line).ticket),
		).toEqual(['T-1', 'T-2']);
		const killed = mkdtempSync(join(tmpdir(), '.slatop-rebuild-'));
		const looked = await watching(() => runHere(doctor, [], flags));
		rmSync(killed, { recursive: true });
		expect(looked.stdout).toContain(`${killed} is of a slatop rebuild: at work, or killed\n`);
		expect(looked.stdout).toMatch(
			/ok +store +postgres:\/\/slatop@127\.0\.0\.1:\d+\/floor\S*, PostgreSQL [\d.]+/,
		);
		expect(looked.stdout).toMatch(/ok +integrity +it can be read: 2 events, 2 open timers/);
		expect(looked.stdout).not.toContain(new URL(flags.store).password);
		await desk.dispose();
	});
});
