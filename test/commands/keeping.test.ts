import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as doctor from '../../source/commands/doctor.ts';
import * as tick from '../../source/commands/tick.ts';
import type { Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { answered, at, created, Desk } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { runHere } from '../support/here.ts';
import { run } from '../support/program.ts';

let desk: Desk;
let store: Store;
beforeEach(async () => {
	desk = new Desk();
	store = openSqliteStore(desk.store);
	await take(store, created('T-1', '12:00'), created('T-2', '12:01'), answered('T-1', '12:03'));
	await runHere(tick, [], { store: desk.store, agreement: desk.agreement, now: at('12:04') });
});
afterEach(async () => {
	await store.close();
	await desk.dispose();
});

const ran = (command: Parameters<typeof runHere>[0], input: string[] = [], flags = {}) =>
	runHere(command, input, { store: desk.store, ...flags });

describe('slatop doctor', () => {
	const examine = (flags = {}) => ran(doctor, [], { agreement: desk.agreement, ...flags });
	const verdicts = async (): Promise<string[]> => {
		const { stdout } = await examine({ json: true });
		return [...stdout.matchAll(/"name":"(\w+)","verdict":"(note|problem)"/g)].map(
			([, name, verdict]) => `${name} ${verdict}`,
		);
	};

	it('says that all is well, what to do where it is not, and changes nothing', async () => {
		expect(await verdicts()).toEqual(['engine note']);
		const lease = await store.acquireLease('somebody:1', Date.now(), 60_000);
		const { code, stdout } = await examine();
		expect(code).toBe(0);
		expect(stdout).toMatch(
			/ok +engine +somebody:1 leads \(epoch \d+, last tick .*\), 0 events wait for it\n/,
		);
		expect(stdout).toMatch(
			/ok +integrity +every page and index of it is whole .*: 3 events, 1 open timer, 1 log row/,
		);
		expect(stdout.endsWith('all is well\n')).toBe(true);
		if (lease) await store.releaseLease(lease);
		await take(store, created('T-3', '12:03'), answered('T-9', '12:03'));
		expect((await examine()).stdout).toMatch(
			/problem +engine +nobody runs one .*, 2 events wait for it\n +do: slatop engine/,
		);
		expect(await verdicts()).toEqual(['engine problem', 'events note']);
	});

	it('finds what is wrong with counters, modes, the agreement, a schema and the clock', async () => {
		const db = new Database(desk.store);
		db.exec(
			`UPDATE counter SET count = 7; UPDATE meta SET value = '4000000000000' WHERE key = 'brought_up_to'`,
		);
		chmodSync(desk.store, 0o644);
		desk.file('sla.yaml', 'version: 2');
		const { code, stdout } = await examine();
		expect(code).toBe(1);
		expect(stdout).toContain('do: slatop rebuild\n');
		expect(stdout).toContain(`do: chmod 600 ${desk.store}\n`);
		expect(stdout).toMatch(/problem +clock .* timers were brought up to 2096-/);
		expect(stdout).toMatch(/problem +agreement .*sla\.yaml:1:/);
		db.pragma('user_version = 99');
		db.close();
		expect((await examine()).stdout).toContain('do: update slatop\n');
	});

	it('names what commands that were killed have left beside a store, also where there is none', async () => {
		mkdirSync(`${desk.folder}/.slatop-rebuild-x`);
		mkdirSync(`${desk.folder}/moved.db.copying-a1B2c3`);
		desk.file('copy.db.4711.new', '');
		const flags = { store: `${desk.folder}/moved.db`, agreement: desk.agreement };
		for (const { stdout } of [await examine(), await runHere(doctor, [], flags)]) {
			expect(stdout).toMatch(/x is of a slatop rebuild: at work, or killed\n +do: .*rm -r '.*rebuild-x'\n/);
			expect(stdout).toContain('moved.db.copying-a1B2c3 is of a slatop store copy or backup: ');
			expect(stdout).toContain('copy.db.4711.new is of a slatop backup: ');
		}
	});

	it('says what keeps it from being worked on, and never that a whole store wants a backup in its place', async () => {
		const locking = new Database(desk.store);
		await store.close();
		locking.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
		const locked = (await examine()).stdout;
		locking.close();
		expect(locked).toMatch(
			/problem +store .* is locked by another program.*\n +do: end the program that holds it/,
		);
		chmodSync(desk.store, 0o444);
		const somebody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
		// Where the folder may be written, SQLite reads the store as if nothing were the matter.
		for (const mode of [0o555, 0o777]) {
			chmodSync(desk.folder, mode);
			const examined = await run(['doctor', '--store', desk.store, '--agreement', desk.agreement], {
				...somebody,
				cwd: '/',
			});
			expect(examined.code).toBe(1);
			expect(examined.stdout).toMatch(
				/problem +store .* is read-only: slatop needs to write .*\n +do: see to that; nothing says/,
			);
		}
		chmodSync(desk.folder, 0o755);
		store = openSqliteStore(':memory:');
	});

	it('looks at what is damaged, not there, or no store at all', async () => {
		await store.close();
		const whole = readFileSync(desk.store);
		desk.file('store.db', Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0x5a)]));
		expect((await examine()).stdout).toMatch(
			/problem +(store|integrity) .*\n +do: put a backup in its place/,
		);
		desk.file('store.db', 'notes '.repeat(1_000));
		expect((await examine()).stdout).toContain('not a database');
		rmSync(desk.store);
		expect((await examine()).stdout).toMatch(
			/problem +store +there is no store .*\n +do: name one with --store/,
		);
		expect(existsSync(desk.store)).toBe(false);
		store = openSqliteStore(':memory:');
	});
});
