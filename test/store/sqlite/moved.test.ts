import { existsSync, renameSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgreementFile } from '../../../source/engine/agreement-file.ts';
import { Engine } from '../../../source/engine/engine.ts';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import { type Store, StoreBusy, StoreError, StoreMoved } from '../../../source/store/port.ts';
import { reopening } from '../../../source/store/reopening.ts';
import { APPLICATION_ID } from '../../../source/store/sqlite/connection.ts';
import { openSqliteStore } from '../../../source/store/sqlite/sqlite-store.ts';
import { at, created, Desk, TEN_MINUTES } from '../../support/desk.ts';
import { take } from '../../support/feeding.ts';

const ALL = { direction: 'after', limit: 10_000 } as const;

let desk: Desk;
let store: Store;
/** How often the store's file has been opened. */
let opened: number;
let engine: Engine;
beforeEach(() => {
	desk = new Desk();
	opened = 0;
	store = reopening(() => {
		opened++;
		return openSqliteStore(desk.store, { waitMs: 20 });
	});
	engine = new Engine({
		store,
		now: () => Date.parse(at('12:04')),
		holder: 'test',
		agreementFile: new AgreementFile(desk.agreement),
	});
});
afterEach(async () => {
	await store.close();
	await desk.dispose();
});

const tickets = async (of: Store = store): Promise<string[]> =>
	(await of.timers({}, ALL)).map(({ ticket }) => ticket);

describe('a store whose file', () => {
	it('is deleted while it is in use says so, writes nowhere, and goes on when it is put back', async () => {
		await take(store, created('T-1', '12:00'));
		await engine.tick();
		renameSync(desk.store, `${desk.store}.away`);
		await expect(take(store, created('T-2', '12:01'))).rejects.toThrow(
			/was deleted while it was in use: put it back/,
		);
		await expect(engine.tick()).rejects.toBeInstanceOf(StoreMoved);
		await expect(tickets()).rejects.toBeInstanceOf(StoreMoved);
		expect(existsSync(desk.store)).toBe(false);
		renameSync(`${desk.store}.away`, desk.store);
		await take(store, created('T-2', '12:01'));
		await engine.tick();
		expect(await tickets()).toEqual(['T-1', 'T-2']);
	});

	it('is replaced by another says so once, and goes on with that one, and with nothing of the old', async () => {
		await take(store, created('T-1', '12:00'));
		await engine.tick();
		const version = await store.version();
		const other = openSqliteStore(`${desk.store}.other`);
		await take(other, created('X-1', '12:00'), created('X-2', '12:00'));
		await other.close();
		// The old one's log, which SQLite would take for the new one's, stays beside it.
		renameSync(`${desk.store}.other`, desk.store);
		await expect(engine.tick()).rejects.toThrow(/was replaced by another file/);
		expect(await store.version()).not.toBe(version);
		expect(await engine.tick()).toMatchObject({ led: true, tickets: 2 });
		expect(await tickets()).toEqual(['X-1', 'X-2']);
		expect(await store.agreements()).toHaveLength(1);
		expect(await store.reports.sumsZone()).toBe('UTC');
		const db = new Database(desk.store);
		expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
		db.close();
	});

	it('is judged by the agreement that is in force, also where the engine was not who found that it is another', async () => {
		await take(store, created('T-1', '12:00'));
		await engine.tick();
		const other = openSqliteStore(`${desk.store}.other`);
		await take(other, created('X-1', '12:00'));
		await other.close();
		renameSync(`${desk.store}.other`, desk.store);
		await expect(tickets()).rejects.toBeInstanceOf(StoreMoved);
		expect(await engine.tick()).toMatchObject({ led: true, tickets: 1 });
		expect(await tickets()).toEqual(['X-1']);
		expect(await store.agreements()).toHaveLength(1);
	});

	it('is replaced while several ask is opened once for all of them', async () => {
		await take(store, created('T-1', '12:00'));
		const other = openSqliteStore(`${desk.store}.other`);
		await take(other, created('X-1', '12:00'));
		await other.close();
		renameSync(`${desk.store}.other`, desk.store);
		const asked = [tickets(), store.cursor(), take(store, created('T-2', '12:01'))];
		for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected');
		expect(opened).toBe(2);
		await engine.tick();
		expect(await tickets()).toEqual(['X-1']);
	});
});

describe('a store that another program keeps locked', () => {
	it('says so, loses nothing, and goes on when the lock is gone', async () => {
		await take(store, created('T-1', '12:00'));
		await engine.tick();
		const other = new Database(desk.store);
		other.exec('BEGIN IMMEDIATE');
		await expect(take(store, created('T-2', '12:01'))).rejects.toThrow(
			/is locked by another program: try again/,
		);
		await expect(engine.tick()).rejects.toBeInstanceOf(StoreBusy);
		// Who only reads waits for nobody.
		expect(await tickets()).toEqual(['T-1']);
		// An agreement that changes meanwhile is not forgotten.
		writeFileSync(desk.agreement, TEN_MINUTES.replace('10m', '20m'));
		await expect(engine.tick()).rejects.toBeInstanceOf(StoreBusy);
		other.close();
		await take(store, created('T-2', '12:01'));
		await engine.tick();
		expect(await tickets()).toEqual(['T-1', 'T-2']);
		expect(await store.agreements()).toHaveLength(2);
	});
});

describe('a store that a newer slatop has brought up to date', () => {
	it('is written no more by this one, which says why', async () => {
		await take(store, created('T-1', '12:00'));
		const newer = new Database(desk.store);
		newer.pragma(`user_version = ${MIGRATIONS.length + 1}`);
		await expect(engine.tick()).rejects.toThrow(/by a newer slatop .* end this one, and start it anew/);
		await expect(take(store, created('T-2', '12:01'))).rejects.toThrow(/by a newer slatop/);
		expect(newer.prepare('SELECT count(*) FROM event').pluck().get()).toBe(1);
		newer.close();
	});
});

describe('a store of an older version', () => {
	it.each(
		MIGRATIONS.map((_, version) => version).filter((version) => version > 0),
	)('(schema %i) is brought up to date whole, and its events are judged as any', async (version) => {
		const path = `${desk.store}.old`;
		const old = new Database(path);
		old.pragma('synchronous = OFF');
		old.pragma(`application_id = ${APPLICATION_ID}`);
		for (const step of MIGRATIONS.slice(0, version)) old.exec(step);
		old.pragma(`user_version = ${version}`);
		const raw = JSON.stringify(created('T-1', '12:00'));
		old.exec(`INSERT INTO source(id, name) VALUES (1, 'import')`);
		old
			.prepare(
				`INSERT INTO event(source, event_id, ticket, at, type, data) VALUES (1, 'a', 'T-1', ?, 'created', ?)`,
			)
			.run(Date.parse(at('12:00')), raw);
		old.close();
		const opened = openSqliteStore(path);
		await new Engine({
			store: opened,
			now: () => Date.parse(at('12:04')),
			holder: 'test',
			agreementFile: new AgreementFile(desk.agreement),
		}).tick();
		expect(await tickets(opened)).toEqual(['T-1']);
		await opened.close();
	});

	it('whose step to the next fails half way is left as it was, and says so', async () => {
		const path = `${desk.store}.odd`;
		const old = new Database(path);
		old.pragma(`application_id = ${APPLICATION_ID}`);
		for (const step of MIGRATIONS.slice(0, 1)) old.exec(step);
		// A table that a later step makes is there already: that step fails after others were taken.
		old.exec('CREATE TABLE connector (mine TEXT)');
		old.pragma('user_version = 1');
		old.close();
		expect(() => openSqliteStore(path)).toThrow(StoreError);
		const after = new Database(path);
		expect(after.pragma('user_version', { simple: true })).toBe(1);
		expect(after.prepare(`SELECT count(*) FROM sqlite_master WHERE name = 'remark'`).pluck().get()).toBe(0);
		after.close();
	});
});
