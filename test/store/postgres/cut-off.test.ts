/** A store on PostgreSQL over a network that fails: cut without a word, reset, and back again. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as importing from '../../../source/commands/import.ts';
import { Intake } from '../../../source/commands/intake.ts';
import { AgreementFile } from '../../../source/engine/agreement-file.ts';
import { Engine, type TickReport } from '../../../source/engine/engine.ts';
import { type Runner, startRunner } from '../../../source/engine/runner.ts';
import { parseEvent } from '../../../source/sla/event.ts';
import { type Store, StoreBusy } from '../../../source/store/port.ts';
import { readAddress } from '../../../source/store/postgres/address.ts';
import { openPostgresStore } from '../../../source/store/postgres/postgres-store.ts';
import { Server } from '../../../source/store/postgres/session.ts';
import { answered, at, created, Desk, ndjson, TEN_MINUTES } from '../../support/desk.ts';
import { take } from '../../support/feeding.ts';
import { runHere } from '../../support/here.ts';
import { Line } from '../../support/line.ts';
import { newPostgresUrl } from '../../support/postgres.ts';

const NOON = Date.parse(at('12:00'));
const ALL = { direction: 'after', limit: 1_000 } as const;
/** As the server is sent it, and as it says that it is done. */
const COMMIT = 'COMMIT\0';

let desk: Desk;
beforeAll(() => {
	desk = new Desk(
		`${TEN_MINUTES}escalations: [{ at: 50%, notify: lead }]\nnotify: { lead: { stderr: true } }\n`,
	);
});
afterAll(() => desk.dispose());

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

async function open(url: string): Promise<Store> {
	const store = await openPostgresStore(url, {}, {});
	closing.push(() => store.close());
	return store;
}

/** A store with a line to it: what is opened through that is cut off when the line is, and nobody else. */
async function lineTo(url: string): Promise<Line> {
	const line = await Line.to(url);
	closing.push(() => line.refuse());
	return line;
}

/** Counts rows past the line. */
async function count(url: string, table: string): Promise<number> {
	const server = new Server(readAddress(url, {}));
	try {
		const [row] = await server.rows<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
		return row?.count ?? 0;
	} finally {
		await server.close();
	}
}

function engineOn(store: Store, holder: string, now = () => NOON): Engine {
	return new Engine({ store, now, holder, agreementFile: new AgreementFile(desk.agreement) });
}

/** Runs an engine as the program does, and keeps what came of its last tick. */
function run(engine: Engine): { readonly runner: Runner; last: TickReport | Error | null } {
	const running = {
		runner: startRunner({
			engine,
			everyS: 1,
			onTick: (report) => {
				running.last = report;
			},
			onError: (error) => {
				running.last = error instanceof Error ? error : new Error(String(error));
			},
		}),
		last: null as TickReport | Error | null,
	};
	return running;
}
const LEADS = { led: true };
const STANDS_BY = { led: false };

/** The line fails when the n-th commit is sent, or answered. */
function failAt(line: Line, by: 'client' | 'server', nth: number, fail: () => void): void {
	let seen = 0;
	line.onSent = (sender, text) => {
		if (sender === by && text.includes(COMMIT) && ++seen === nth) fail();
	};
}

test('an engine that is cut off while it commits leaves the lease to the next, writes nothing late, and follows and leads again', async () => {
	const url = await newPostgresUrl();
	const line = await lineTo(url);
	const [near, far] = [await open(line.url), await open(url)];
	const first = run(engineOn(near, 'first'));
	await expect.poll(() => first.last).toMatchObject(LEADS);
	const second = run(engineOn(far, 'second'));
	await expect.poll(() => second.last).toMatchObject(STANDS_BY);
	const cut = vi.fn(() => line.stall());
	// Not what it renews its lease by: what it has made of the ticket. Its transaction is open there.
	line.onSent = (by, text) => {
		if (by === 'client' && text.includes('NOTIFY') && text.includes(COMMIT)) cut();
	};
	await take(far, created('T-1', '11:59'));
	await expect.poll(() => second.last).toMatchObject({ led: true, tickets: 1 });
	expect(cut).toHaveBeenCalled();
	line.onSent = () => {};
	await line.goOn();
	await expect.poll(() => first.last).toMatchObject(STANDS_BY);
	await second.runner.stop();
	await expect.poll(() => first.last).toMatchObject(LEADS);
	await take(far, created('T-2', '11:59'));
	await expect.poll(() => far.timers({}, ALL)).toHaveLength(2);
	expect(await far.counters()).toMatchObject([{ count: 2 }]);
	await first.runner.stop();
});

test('who is cut off while much is sent to them holds nothing against others', async () => {
	const url = await newPostgresUrl();
	const line = await lineTo(url);
	const next = await openPostgresStore(url, { leaseClock: 'asker' }, {});
	closing.push(() => next.close());
	const before = await next.acquireLease('cut off', NOON, 3_000);
	const server = new Server(readAddress(line.url, {}), { untakenMs: 200 });
	closing.push(() => server.close());
	const stalled = new Promise<void>((resolve) => {
		line.onSent = (by, text) => {
			if (by !== 'server' || !text.includes('xxxxxxxx')) return;
			line.stall();
			resolve();
		};
	});
	const stuck = server
		.transaction(async (session) => {
			await session.rows(`SELECT * FROM lease FOR UPDATE`);
			// More than there is room for on the way.
			await session.rows(`SELECT repeat('x', 100000) FROM generate_series(1, 1000)`);
		})
		.catch((error: unknown) => error);
	await stalled;
	const lease = await next.acquireLease('next', NOON + 3_001, 3_000);
	expect(lease?.epoch).toBe((before?.epoch ?? 0) + 1);
	line.reset();
	expect(await stuck).toBeInstanceOf(StoreBusy);
});

describe('a commit whose answer is lost', () => {
	/** One after another: the lease, the agreement, what becomes of two tickets, that it is applied, and the note. */
	test.each([1, 2, 3, 4, 5])('is nothing twice where it is the %i. of an engine', async (nth) => {
		const url = await newPostgresUrl();
		const line = await lineTo(url);
		const [near, far] = [await open(line.url), await open(url)];
		await take(far, created('T-1', '11:50'), answered('T-1', '11:55'), created('T-2', '11:54'));
		const engine = engineOn(near, 'one');
		failAt(line, 'server', nth, () => line.reset());
		await expect(engine.tick()).rejects.toThrow(StoreBusy);
		line.onSent = () => {};
		await engine.tick();
		expect(await far.agreements()).toHaveLength(1);
		expect(await far.log({}, ALL)).toMatchObject([{ ticket: 'T-1', state: 'fulfilled' }]);
		expect(await far.counters()).toMatchObject([{ count: 1 }]);
		// T-1's was overtaken, and T-2's is to be sent.
		expect(await count(url, 'alert')).toBe(1);
		await engine.stop();
	});
});

describe('what somebody posts', () => {
	const raw = created('T-1', '12:00');
	const post = {
		name: 'post',
		events: [{ line: 1, id: 'e-1', event: parseEvent(raw), data: JSON.stringify(raw) }],
		refusals: [],
	};

	test('is sent again at once where the answer to its commit is lost, and known', async () => {
		const url = await newPostgresUrl();
		const line = await lineTo(url);
		const intake = new Intake(await open(line.url));
		failAt(line, 'server', 1, () => line.reset());
		expect(await intake.take('hook', post)).toEqual({ taken: 0, known: 1, refusals: [] });
		expect(await count(url, 'event')).toBe(1);
	});

	test('is answered in time by a server that is cut off, and there once', async () => {
		const url = await newPostgresUrl();
		const line = await lineTo(url);
		const store = await open(line.url);
		failAt(line, 'server', 1, () => line.stall());
		await expect(new Intake(store, 200).take('hook', post)).rejects.toThrow('the store does not answer');
		line.onSent = () => {};
		await line.goOn();
		expect(await new Intake(store).take('hook', post)).toEqual({ taken: 0, known: 1, refusals: [] });
		expect(await count(url, 'event')).toBe(1);
	});
});

describe('an import', () => {
	/** Two batches, or a little more. */
	const EVENTS = 6_000;
	const file = (): string =>
		desk.file('many.ndjson', ndjson(Array.from({ length: EVENTS }, (_, n) => created(`T-${n}`, '12:00'))));

	test('that is cut off while a batch is written waits, and goes on by itself', async () => {
		const url = await newPostgresUrl();
		const line = await lineTo(url);
		// The first two make the tables.
		const stalled = new Promise<void>((resolve) => {
			failAt(line, 'server', 3, () => {
				line.stall();
				resolve();
			});
		});
		const imported = runHere(importing, [file()], { store: line.url, now: at('12:30') });
		await stalled;
		// The server has it; whoever sent it does not know.
		expect(await count(url, 'event')).toBeGreaterThan(0);
		await line.goOn();
		const { code, stdout } = await imported;
		expect({ code, stdout }).toEqual({
			code: 0,
			stdout: expect.stringContaining(`${EVENTS} read, ${EVENTS} taken, 0 already known, 0 refused`),
		});
		expect(await count(url, 'event')).toBe(EVENTS);
	});

	test('that loses the answer to a commit says so, and takes the rest when it is begun again', async () => {
		const url = await newPostgresUrl();
		const line = await lineTo(url);
		failAt(line, 'server', 3, () => line.reset());
		const again = () => runHere(importing, [file()], { store: line.url, now: at('12:30') });
		await expect(again()).rejects.toThrow(/lost its connection/);
		const known = await count(url, 'event');
		expect(known).toBeGreaterThan(0);
		expect((await again()).stdout).toContain(`${EVENTS - known} taken, ${known} already known`);
		expect(await count(url, 'event')).toBe(EVENTS);
	});
});

test('a screen that is cut off hears of what came meanwhile when the network is back, also where its connections are not', async () => {
	const url = await newPostgresUrl();
	const line = await lineTo(url);
	const [screen, far] = [await open(line.url), await open(url)];
	const before = await screen.version();
	line.stall();
	const looked = screen.eventTicketsAfter('', 9);
	await take(far, created('T-1', '12:00'));
	await line.goOn();
	expect(await looked).toEqual(['T-1']);
	await expect.poll(() => screen.version()).not.toBe(before);
	line.stall();
	const lost = screen.eventTicketsAfter('', 9).catch((error: unknown) => error);
	line.reset();
	expect(await lost).toBeInstanceOf(StoreBusy);
	await line.goOn();
	expect(await screen.eventTicketsAfter('', 9)).toEqual(['T-1']);
});
