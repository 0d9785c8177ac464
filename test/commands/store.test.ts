import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as store from '../../source/commands/store.ts';
import * as tick from '../../source/commands/tick.ts';
import { copyStoreTo } from '../../source/store/copying/copy.ts';
import { PostgresSource } from '../../source/store/copying/postgres.ts';
import { PostgresTarget } from '../../source/store/copying/postgres-target.ts';
import { FileSource, FileTarget } from '../../source/store/copying/sqlite.ts';
import { storeTables } from '../../source/store/copying/tables.ts';
import { MIGRATIONS } from '../../source/store/migrations.ts';
import { readAddress } from '../../source/store/postgres/address.ts';
import { openPostgresStore } from '../../source/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { answered, at, created, Desk } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { runHere } from '../support/here.ts';
import { watching } from '../support/portable.ts';
import { newPostgresUrl } from '../support/postgres.ts';

let desk: Desk;
beforeAll(async () => {
	desk = new Desk();
	const made = openSqliteStore(desk.store);
	await take(made, created('T-1', '12:00'), created('Ž-2 \u0000 "x"', '12:01'), answered('T-1', '12:03'));
	const addedAt = Date.parse(at('12:00'));
	const config = { name: 'desk', kind: 'zendesk', settings: '{}', schedule: '60s', zone: null, addedAt };
	await made.addSource(config, addedAt);
	await made.quarantine('desk', [{ place: 'ticket 7', reason: 'no "status"', record: '{}' }], addedAt);
	await made.noteImported('/drop', { name: 'a.csv', size: 7, modifiedAt: addedAt });
	await made.close();
	await runHere(tick, [], { store: desk.store, agreement: desk.agreement, now: at('12:04') });
});
afterAll(() => desk.dispose());

const place = (name: string): string => join(desk.folder, name);
/** Names of what lies in the folder, that begin so. */
const beside = (name: string): string[] => readdirSync(desk.folder).filter((other) => other.startsWith(name));
const copy = (from: string, to: string) => watching(() => runHere(store, ['copy', from, to], {}));
/** What the command does, without what it prints. */
async function copyFile(to: string, onProgress?: () => void): Promise<void> {
	const source = new FileSource(desk.store);
	const target = new FileTarget(to);
	try {
		await copyStoreTo(source, target, onProgress);
	} finally {
		await Promise.all([source.close(), target.close()]);
	}
}

/** All that is in a store's file. */
function contents(path: string): Record<string, unknown[]> {
	const db = new Database(path, { readonly: true });
	const rows = storeTables().map(({ name, key }) => [
		name,
		db
			.prepare(`SELECT * FROM "${name}" ORDER BY ${key.join(', ')}`)
			.raw()
			.all(),
	]);
	db.close();
	return Object.fromEntries(rows);
}

/** PostgreSQL has no NUL in a text. */
const withoutNul = (all: Record<string, unknown[]>): unknown =>
	JSON.parse(
		JSON.stringify(all, (_, cell: unknown) =>
			typeof cell === 'string' ? cell.replaceAll('\0', '\ufffd') : cell,
		),
	);

describe('slatop store copy', () => {
	it('carries all of a store to a database and back, and proves it', async () => {
		const url = await newPostgresUrl();
		const there = await copy(desk.store, url);
		expect(there).toMatchObject({ code: 0, stderr: '' });
		expect(there.stdout).toMatch(/^event: 3 rows, equal \([0-9a-f]{12}\)$/m);
		expect(there.stdout).toMatch(/is what .*\.db was: \d+ rows of \d+ tables, each read again and equal\n$/);
		expect(there.stdout).not.toContain('three');
		const back = place('back.db');
		expect(await copy(url, back)).toMatchObject({ code: 0 });
		const was = contents(desk.store);
		expect(was.timer?.length).toBeGreaterThan(0);
		expect(contents(back)).toEqual(withoutNul(was));
	});

	it('carries the tickets of a file under the agents that they have now', async () => {
		const moving = new Desk();
		try {
			await moving.import([created('T-1', '12:00', { agent: 'ana' })]);
			await moving.tick(at('12:01'));
			await moving.import([{ ticket: 'T-1', at: at('12:02'), type: 'assigned', agent: 'bor' }]);
			await moving.tick(at('12:03'));
			const to = join(moving.folder, 'copy.db');
			expect(await copy(moving.store, to)).toMatchObject({ code: 0, stderr: '' });
			const copied = openSqliteStore(to);
			const ticketsOf = async (agent: string) =>
				(await copied.timers({ agents: [agent] }, { direction: 'after', limit: 9 })).map(
					({ ticket }) => ticket,
				);
			expect(await ticketsOf('ana')).toEqual([]);
			expect(await ticketsOf('bor')).toContain('T-1');
			await copied.close();
		} finally {
			await moving.dispose();
		}
	});

	it('goes from file to file, as it is to the letter', async () => {
		const other = place('other.db');
		expect(await copy(desk.store, other)).toMatchObject({ code: 0 });
		expect(contents(other)).toEqual(contents(desk.store));
		expect(beside('other.db')).toEqual(['other.db']);
	});

	it('makes a whole file where two copy into it at once, and one of them is refused', async () => {
		const both = place('both.db');
		const ends = await Promise.allSettled([copyFile(both), copyFile(both)]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const refused = ends.find((end) => end.status === 'rejected');
		expect(String(refused?.reason)).toMatch(/both\.db is there already: give another name/);
		expect(contents(both)).toEqual(contents(desk.store));
		expect(beside('both.db')).toEqual(['both.db']);
	});

	it('lets a file be that came to be there meanwhile', async () => {
		const taken = place('taken.db');
		const copied = copyFile(taken, () => writeFileSync(taken, 'of somebody else'));
		await expect(copied).rejects.toThrow(/taken\.db is there already/);
		expect(readFileSync(taken, 'utf8')).toBe('of somebody else');
		expect(beside('taken.db')).toEqual(['taken.db']);
	});

	it('fills nothing that has something in it', async () => {
		const url = await newPostgresUrl();
		await copy(desk.store, url);
		await expect(copy(desk.store, url)).rejects.toThrow(/has something in it already: .*another schema/);
		await expect(copy(url, desk.store)).rejects.toThrow(/is there already: give another name/);
		await expect(copy(place('none.db'), url)).rejects.toThrow(/there is no store/);
		await expect(runHere(store, ['copy', url], {})).rejects.toThrow(/takes two stores/);
	});

	it('makes no store of what is not there to be copied, and changes none that is older', async () => {
		const mistyped = await newPostgresUrl();
		const to = place('of-nothing.db');
		await expect(copy(mistyped, to)).rejects.toThrow(/there is no store/);
		await expect(copy(mistyped, to)).rejects.toThrow(/there is no store/);
		const older = place('older.db');
		await copyFile(older);
		const db = new Database(older);
		db.pragma(`user_version = ${MIGRATIONS.length - 1}`);
		await expect(copy(older, to)).rejects.toThrow(/older\.db is an older slatop's: open it once/);
		expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length - 1);
		db.close();
		writeFileSync(older, '');
		await expect(copy(older, to)).rejects.toThrow(/older\.db is not a slatop store/);
		expect(readFileSync(older, 'utf8')).toBe('');
		expect(beside('of-nothing.db')).toEqual([]);
	});

	it('copies nothing from under an engine', async () => {
		const led = place('led.db');
		await copy(desk.store, led);
		const opened = openSqliteStore(led);
		await opened.acquireLease('desk 7', Date.now(), 60_000);
		await opened.close();
		const to = place('from-led.db');
		await expect(copy(led, to)).rejects.toThrow(/an engine runs on .*led\.db \(desk 7\).*end it first/);
		expect(existsSync(to)).toBe(false);
	});

	it('tells of events that came meanwhile', async () => {
		const from = place('busy.db');
		await copy(desk.store, from);
		const url = await newPostgresUrl();
		const writer = openSqliteStore(from);
		const source = new FileSource(from);
		const target = new PostgresTarget(readAddress(url, {}));
		let wrote: Promise<unknown> | null = null;
		const copied = await copyStoreTo(source, target, () => {
			wrote ??= take(writer, created('T-9', '12:05'));
		});
		expect(copied.missed).toBe(1);
		expect(copied.tables.find(({ table }) => table === 'event')?.rows).toBe(3);
		await Promise.all([source.close(), target.close(), writer.close(), wrote]);
		rmSync(from);
	});

	it('lets nobody else write to a database that is copied into', async () => {
		const url = await newPostgresUrl();
		const opened = await openPostgresStore(url);
		const [first, second] = [1, 2].map(() => new PostgresTarget(readAddress(url, {})));
		const tables = storeTables();
		const archived = tables.find(({ name }) => name === 'archived_ticket');
		if (!first || !second || !archived) throw new Error('nothing to copy');
		await first.begin(tables, 'here');
		await expect(take(opened, created('T-1', '12:00'))).rejects.toThrow(/is being copied into/);
		await first.add(archived, [['T-0']]);
		await second.begin(tables, 'there');
		await expect(first.add(archived, [['T-1']])).rejects.toThrow(/another copy .* has begun meanwhile/);
		await expect(first.finish(tables)).rejects.toThrow(/another copy .* has begun meanwhile/);
		await second.finish(tables);
		await take(opened, created('T-1', '12:00'));
		await Promise.all([first.close(), second.close(), opened.close()]);
		const back = place('second.db');
		await copy(url, back);
		expect(contents(back).archived_ticket).toEqual([]);
	});

	it('reads a database once, also where the server breaks it off', async () => {
		const url = await newPostgresUrl();
		await (await openPostgresStore(url)).close();
		const source = await PostgresSource.open(readAddress(url, {}));
		let times = 0;
		const broken = source.reading(async () => {
			times++;
			throw Object.assign(new Error('conflict with recovery'), { code: '40001' });
		});
		await expect(broken).rejects.toThrow(/try again/);
		expect(times).toBe(1);
		await source.close();
	});

	it('leaves no store where it was broken off, and begins it anew', async () => {
		const url = await newPostgresUrl();
		const half = new PostgresTarget(readAddress(url, {}));
		const tables = storeTables();
		await half.begin(tables, 'somewhere');
		const archived = tables.find(({ name }) => name === 'archived_ticket');
		if (archived) await half.add(archived, [['T-0']]);
		await half.close();
		await expect(PostgresSource.open(readAddress(url, {}))).rejects.toThrow(
			/is half a copy of somewhere: slatop store copy, to the same place, begins it anew/,
		);
		expect(await copy(desk.store, url)).toMatchObject({ code: 0 });
		const back = place('anew.db');
		await copy(url, back);
		expect(contents(back).archived_ticket).toEqual([]);
	});
});
