/** What a copy to PostgreSQL leaves where it is broken off before there is anything to copy into. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverFindings } from '../../../source/reports/diagnosis.ts';
import { copyStoreTo } from '../../../source/store/copying/copy.ts';
import { PostgresSource } from '../../../source/store/copying/postgres.ts';
import { PostgresTarget } from '../../../source/store/copying/postgres-target.ts';
import { FileSource } from '../../../source/store/copying/sqlite.ts';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import { readAddress } from '../../../source/store/postgres/address.ts';
import { examineServer } from '../../../source/store/postgres/examine.ts';
import { COPIED_INTO } from '../../../source/store/postgres/migrations.ts';
import { openPostgresStore } from '../../../source/store/postgres/postgres-store.ts';
import { Server } from '../../../source/store/postgres/session.ts';
import { openSqliteStore } from '../../../source/store/sqlite/sqlite-store.ts';
import { created, Desk } from '../../support/desk.ts';
import { take } from '../../support/feeding.ts';
import { Line } from '../../support/line.ts';
import { newPostgresUrl } from '../../support/postgres.ts';

const HALF = /is half a copy( of .*store\.db)?: slatop store copy, to the same place, begins it anew/;

let desk: Desk;
beforeAll(async () => {
	desk = new Desk();
	const store = openSqliteStore(desk.store);
	await take(store, created('T-1', '12:00'));
	await store.close();
});
afterAll(() => desk.dispose());

async function copyTo(url: string): Promise<void> {
	const [source, target] = [new FileSource(desk.store), new PostgresTarget(readAddress(url, {}))];
	try {
		await copyStoreTo(source, target);
	} finally {
		await Promise.all([source.close(), target.close()]);
	}
}

/** What whoever would copy from there is told. */
async function opened(url: string): Promise<string> {
	try {
		await (await PostgresSource.open(readAddress(url, {}))).close();
		return 'it was opened';
	} catch (error) {
		return String(error);
	}
}

/** What `slatop doctor` finds of it. */
const diagnosed = async (url: string): Promise<string[]> =>
	serverFindings(await examineServer(url, {})).map(({ says }) => says);

/** Does something to what is there, as somebody with another program. */
async function change(url: string, ...statements: readonly string[]): Promise<void> {
	const server = new Server(readAddress(url, {}));
	for (const sql of statements) await server.rows(sql);
	await server.close();
}

async function expectWhole(url: string): Promise<void> {
	const store = await openPostgresStore(url);
	expect(await store.eventTicketsAfter('', 9)).toEqual(['T-1']);
	await store.close();
}

/**
 * A place that a copy was broken off at: its connections ended with a commit.
 * @param nth the commit, from 1
 * @param by `client`: the commit has not come to the server; `server`: its answer has not come back
 */
async function brokenOff(nth: number, by: 'client' | 'server', url: string): Promise<void> {
	const line = await Line.to(url);
	let commits = 0;
	line.onSent = (sender, text) => {
		if (sender === by && text.includes('COMMIT\0') && ++commits === nth) line.reset();
	};
	await expect(copyTo(line.url)).rejects.toThrow(/lost its connection/);
	await line.refuse();
}

describe('a copy that is broken off', () => {
	test('before its first transaction is written has made nothing', async () => {
		const url = await newPostgresUrl();
		await brokenOff(1, 'client', url);
		expect(await opened(url)).toMatch(/there is no store/);
	});

	test('after any later one is told of as half a copy by whoever opens it, and is begun anew', async () => {
		const url = await newPostgresUrl();
		// Its schema is made; its tables; what was there is let go; what it comes from is noted; the first rows are added.
		for (const nth of [1, 2, 1, 3, 4]) {
			await brokenOff(nth, 'server', url);
			expect(await opened(url)).toMatch(HALF);
			await expect(openPostgresStore(url)).rejects.toThrow(HALF);
			expect(await diagnosed(url)).toEqual([
				expect.stringMatching(/ is being copied into, or half a copy \(Postgre/),
			]);
		}
		await copyTo(url);
		await expectWhole(url);
	});

	test.each([
		[
			'not all tables were made, as where each is committed by itself',
			COPIED_INTO,
			'DROP TABLE tally, rollup',
		],
		['an older slatop had begun', COPIED_INTO + MIGRATIONS.length - 1, 'DROP TABLE recipient'],
	])('is begun anew where %s', async (_, version, missing) => {
		const url = await newPostgresUrl();
		await brokenOff(5, 'server', url);
		await change(url, missing, `UPDATE schema_version SET version = ${version}`);
		expect(await opened(url)).toMatch(HALF);
		await change(url, `CREATE TABLE notes (of_mine bigint)`);
		await copyTo(url);
		await expectWhole(url);
		await change(url, `SELECT of_mine FROM notes`);
	});

	test('that a newer slatop had begun is left to that one', async () => {
		const url = await newPostgresUrl();
		await brokenOff(5, 'server', url);
		await change(url, `UPDATE schema_version SET version = version + 1`);
		await expect(copyTo(url)).rejects.toThrow(/written by a newer slatop/);
	});
});

test('a store with nothing in it is left as it is while an engine runs on it', async () => {
	const url = await newPostgresUrl();
	const store = await openPostgresStore(url);
	const lease = await store.acquireLease('desk 7', Date.now(), 60_000);
	await expect(copyTo(url)).rejects.toThrow(/an engine runs on .* \(desk 7\): end it first/);
	await take(store, created('T-1', '12:00'));
	expect(await store.acquireLease('desk 7', Date.now(), 60_000)).toEqual(lease);
	await store.close();
});
