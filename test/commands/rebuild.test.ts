import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStoreAt } from '../../source/commands/open.ts';
import * as rebuild from '../../source/commands/rebuild.ts';
import * as tick from '../../source/commands/tick.ts';
import { runAnew } from '../../source/engine/rebuild.ts';
import { type Rebuilt, rebuiltAt } from '../../source/store/copying/rebuilding.ts';
import { StaleLease, type Store } from '../../source/store/port.ts';
import { feedAnew, standingOf } from '../../source/store/sqlite/rebuilding.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { answered, at, created, Desk, status } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { runHere } from '../support/here.ts';
import { PLACES } from '../support/places.ts';
import { watching } from '../support/portable.ts';

const EQUAL = 'timers and log are what the events say: nothing to do\n';

/** What somebody, or a fault, may do to a store; and what is found of it. */
const HARM: readonly (readonly [sql: string, what: string, isAllGone?: boolean])[] = [
	['UPDATE timer SET due_at = due_at + 60000', 'open timers: 1, 1 missing or otherwise, 1 too many'],
	['DELETE FROM timer', 'open timers: 1, 1 missing or otherwise, 0 too many'],
	[
		`UPDATE sla_log SET state = 'missed' WHERE superseded = 0`,
		'log rows: 2, 2 missing or otherwise, 2 too many',
	],
	['UPDATE counter SET count = count + 1', 'counters: '],
	['DELETE FROM rollup', 'sums: '],
	[
		'DELETE FROM sla_log; DELETE FROM timer; DELETE FROM remark; DELETE FROM ticket',
		'tickets: 3, 3 missing or otherwise',
		true,
	],
];

describe.each(PLACES)('slatop rebuild of a store $kind', (place) => {
	let desk: Desk;
	let path: string;
	let store: Store;
	let work: string;
	beforeEach(async () => {
		desk = new Desk();
		path = await place.store(desk.folder);
		store = await openStoreAt(path);
		await take(store, created('T-1', '12:00'), created('T-2', '12:01'), answered('T-1', '12:03'));
		await ticked('12:04');
		// Comes late: what was logged of T-1 is superseded.
		await take(store, answered('T-1', '12:02'), created('T-3', '12:00'), status('T-3', '12:04', 'spam'));
		await ticked('12:05');
		work = mkdtempSync(join(tmpdir(), 'slatop-room-'));
		vi.stubEnv('TMPDIR', work);
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		vi.unstubAllEnvs();
		await store.close();
		await desk.dispose();
		rmSync(work, { recursive: true });
	});

	const ticked = (now: string) => runHere(tick, [], { store: path, agreement: desk.agreement, now: at(now) });
	const ran = (flags = {}) => watching(() => runHere(rebuild, [], { store: path, ...flags }));
	const left = (): string[] =>
		[...readdirSync(work), ...readdirSync(desk.folder)].filter((name) => name.includes('rebuild'));
	const dues = async () =>
		(await store.timers({}, { direction: 'after', limit: 9 })).map(({ ticket, dueAt }) => [ticket, dueAt]);
	const copied = async (rebuilt: Rebuilt, to: string): Promise<string> => {
		await rebuilt.copyTo(to);
		return to;
	};
	const logOf = async (ticket: string) =>
		((await store.detail(ticket))?.log ?? []).map(({ state, superseded, closedAt }) =>
			[state, superseded, new Date(closedAt).toISOString()].join(' '),
		);

	it('proves that timers and log are equal to what is made anew; events that no tick has taken are no matter', async () => {
		await take(store, created('T-4', '12:03'));
		const { code, stdout } = await ran();
		expect(code).toBe(0);
		expect(stdout).toContain('open timers: 1, equal\nlog rows: 2, equal\n');
		expect(stdout.endsWith(EQUAL)).toBe(true);
		expect(left()).toEqual([]);
	});

	it('says what differs, and puts it right, whatever it is; superseded rows of the log stay', async () => {
		const before = [await logOf('T-1'), await store.counters(), await dues()];
		expect(before[0]).toHaveLength(2);
		for (const [sql, what, isAllGone = false] of HARM) {
			await place.harm(path, sql);
			const found = await ran();
			expect(found.stdout, sql).toContain(what);
			expect(found.stdout, sql).toContain('put right');
			// Whose superseded rows were only their tickets' could tell.
			if (!isAllGone) expect([await logOf('T-1'), await store.counters(), await dues()], sql).toEqual(before);
		}
		expect((await ran()).stdout.endsWith(EQUAL)).toBe(true);
		expect(left()).toEqual([]);
	});

	it('only says so with --dry-run, beside an engine too, and exits 1', async () => {
		await place.harm(path, 'UPDATE timer SET due_at = due_at + 60000');
		await store.acquireLease('somebody:1', Date.now(), 60_000);
		const dry = await ran({ dryRun: true });
		expect(dry.code).toBe(1);
		expect(dry.stdout).toContain('  should be there: {"ticket":"T-2"');
		expect(dry.stdout).toContain('slatop rebuild puts this right');
		await expect(ran()).rejects.toThrow(/an engine runs on this store \(somebody:1\): end it first/);
		expect(left()).toEqual([]);
	});

	it('leaves it as it is where an engine has been at work meanwhile, and lets none write what it found before', async () => {
		const rebuilt = rebuiltAt(path, {});
		const [was, anew] = ['was.db', 'anew.db'].map((name) => join(work, name));
		if (!was || !anew) throw new Error('no files');
		const lease = await store.acquireLease('late', Date.now(), 60_000);
		if (!lease) throw new Error('no lease');
		await store.releaseLease(lease);
		const standing = { ...standingOf(await copied(rebuilt, was), await rebuilt.epoch()) };
		const made = openSqliteStore(anew);
		feedAnew(anew, was);
		await runAnew(made, standing.broughtUpTo);
		await made.close();
		const next = await store.acquireLease('next', Date.now(), 60_000);
		const atWork = /an engine or a prune has been at work on store .* meanwhile: end it, and try again/;
		await expect(rebuilt.putInPlace(anew, was, standing)).rejects.toThrow(atWork);
		if (next) await store.releaseLease(next);
		await expect(rebuilt.putInPlace(anew, was, standing)).rejects.toThrow(atWork);
		await rebuilt.putInPlace(anew, was, { ...standing, epoch: await rebuilt.epoch() });
		await expect(store.noteApplied(lease, 7)).rejects.toThrow(StaleLease);
		if (next) await expect(store.noteApplied(next, 7)).rejects.toThrow(StaleLease);
	});
});
