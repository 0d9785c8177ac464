import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as backup from '../../source/commands/backup.ts';
import { openStoreAt } from '../../source/commands/open.ts';
import * as copying from '../../source/commands/store.ts';
import * as tick from '../../source/commands/tick.ts';
import * as tickets from '../../source/commands/tickets.ts';
import type { Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { answered, at, created, Desk } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { runHere } from '../support/here.ts';
import { PLACES } from '../support/places.ts';
import { watching } from '../support/portable.ts';
import { newPostgresUrl } from '../support/postgres.ts';

describe.each(PLACES)('slatop backup of a store $kind', (place) => {
	let desk: Desk;
	let path: string;
	let store: Store;
	beforeEach(async () => {
		desk = new Desk();
		path = await place.store(desk.folder);
		store = await openStoreAt(path);
		await take(store, created('T-1', '12:00'), created('T-2', '12:01'), answered('T-1', '12:03'));
		await runHere(tick, [], { store: path, agreement: desk.agreement, now: at('12:04') });
	});
	afterEach(async () => {
		await store.close();
		await desk.dispose();
	});

	const ran = (input: readonly string[], flags = {}) =>
		watching(() => runHere(backup, input, { store: path, ...flags }));
	const left = (): string[] => readdirSync(desk.folder).filter((name) => /\.new|copying/.test(name));

	it('copies it as it is, whoever writes to it or leads meanwhile, for nobody else to read', async () => {
		const copy = `${desk.folder}/copy.db`;
		await store.acquireLease('desk 7', Date.now(), 60_000);
		const end = await place.hindered(path);
		const { code, stdout, stderr } = await ran([copy]);
		await end();
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toMatch(/copy\.db: 3 events, 2 tickets, [\d.]+ MiB, checked\n$/);
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		const copied = openSqliteStore(copy);
		expect((await copied.histories(['T-1'])).get('T-1')).toHaveLength(2);
		expect(await copied.leader(Date.now())).toBeNull();
		await copied.close();
		expect(left()).toEqual([]);
	});

	it('is brought back by store copy, to a place of either kind', async () => {
		const copy = `${desk.folder}/copy.db`;
		await ran([copy]);
		const listed = async (from: string): Promise<string> =>
			(await runHere(tickets, [], { store: from, now: at('12:04'), format: 'json' })).stdout;
		const before = await listed(path);
		expect(before).toContain('T-2');
		for (const to of [`${desk.folder}/back.db`, await newPostgresUrl()]) {
			expect(await runHere(copying, ['copy', copy, to], {})).toMatchObject({ code: 0 });
			expect(await listed(to)).toBe(before);
		}
	});

	it('overwrites nothing, makes no store, and leaves nothing half done', async () => {
		const taken = `${desk.folder}/taken.db`;
		writeFileSync(taken, 'of somebody else');
		await expect(ran([taken])).rejects.toThrow(/taken\.db is there already: give another name/);
		await expect(ran([`${desk.folder}/none/copy.db`])).rejects.toThrow(/copy\.db cannot be written/);
		await expect(ran([])).rejects.toThrow(/backup takes a file/);
		await expect(ran(['postgres://me:secret@db/x'])).rejects.toThrow(
			/backup takes a file, not postgres:\/\/me@db\/x: slatop store copy/,
		);
		const nowhere = await place.store(desk.folder);
		const copy = `${desk.folder}/copy.db`;
		// Twice: the first has made none.
		for (const _ of [1, 2])
			await expect(ran([copy], { store: nowhere })).rejects.toThrow(/there is no store/);
		await expect(ran([copy], { store: 'mysql://me:secret@db/x' })).rejects.toThrow(
			/takes a file's path or a postgres:\/\/ URL, not mysql:\/\/me@db\/x/,
		);
		expect(existsSync(copy)).toBe(false);
		expect(left()).toEqual([]);
	});
});

describe('slatop backup', () => {
	it('takes no other file for a store', async () => {
		const desk = new Desk();
		const other = desk.file('other.db', '');
		await expect(runHere(backup, [`${desk.folder}/copy.db`], { store: other })).rejects.toThrow(
			/is not a slatop store/,
		);
		expect(existsSync(`${desk.folder}/copy.db`)).toBe(false);
		await desk.dispose();
	});
});
