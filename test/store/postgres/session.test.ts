/** The way to a PostgreSQL server: what goes wrong there is told in words, and never with the password. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StoreBusy, StoreError } from '../../../source/store/port.ts';
import { readAddress } from '../../../source/store/postgres/address.ts';
import { migrate } from '../../../source/store/postgres/migrations.ts';
import { openPostgresStore } from '../../../source/store/postgres/postgres-store.ts';
import { Server } from '../../../source/store/postgres/session.ts';
import { withoutPassword } from '../../../source/store/store-url.ts';
import { newPostgresUrl } from '../../support/postgres.ts';

let url: string;
const servers: Server[] = [];
const connect = (to: string): Server => {
	const server = new Server(readAddress(to, {}));
	servers.push(server);
	return server;
};
beforeAll(async () => {
	url = await newPostgresUrl();
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const errorOf = (to: string): Promise<Error> =>
	connect(to)
		.rows('SELECT 1')
		.then(
			() => new Error('it was reached'),
			(error: Error) => error,
		);

describe('a server that cannot be used says why', () => {
	test.each([
		['nothing listens', { port: '1' }, /cannot be reached: nothing listens there/],
		['a wrong password', { password: 'guessed' }, /refuses slatop .*PGPASSWORD/],
		['no such database', { pathname: '/gone' }, /make the database with createdb gone/],
	])('%s', async (_, change, words) => {
		const error = await errorOf(Object.assign(new URL(url), change).href);
		expect(error.message).toMatch(words);
		expect(error.message).not.toMatch(/guessed|three/);
	});

	test('an URL that is wrong is shown without its password', () => {
		expect(() => readAddress('postgres://me:secret@host/floor?sslmode=prefer', {})).toThrow(
			/store postgres:\/\/me@host\/floor.*sslmode=prefer/,
		);
		expect(() => readAddress('postgres://me:secret@host/floor?schema=a-b', {})).not.toThrow(/secret/);
	});
});

describe('an URL that a password makes unreadable', () => {
	test.each([
		'postgres://u:pa/geheim@host/db',
		'postgres://u:pa@geheim@host:x/db',
		'postgres://u:geheim?@host/db',
		'postgres://u:geheim#@host/db',
		'postgres://u@h/db?password=geheim',
		'postgres://u@h:5432/db?password=x@geheim',
		'postgres://u:geheim100%@h/db',
	])('is refused without it: %s', (to) => {
		const read = (): unknown => readAddress(to, {});
		expect(read).toThrow(StoreError);
		expect(read).not.toThrow(/geheim/);
		expect(withoutPassword(to)).not.toContain('geheim');
	});
});

describe('what an URL leaves out', () => {
	test('comes from the environment, as for psql', () => {
		const env = { PGHOST: 'db.example', PGUSER: 'ops', PGPORT: '6432', PGDATABASE: 'floor' };
		expect(readAddress('postgres:///', env)).toMatchObject({
			name: 'postgres://ops@db.example:6432/floor',
			schema: 'slatop',
		});
	});

	test('TLS with a certificate that is right is asked for, but not on this machine', () => {
		expect(readAddress('postgres://ops@db.example/floor', {}).tls).toMatchObject({
			rejectUnauthorized: true,
		});
		expect(readAddress('postgres://ops@localhost/floor', {}).tls).toBe(false);
		expect(() => readAddress('postgres://ops@db.example/floor?sslmode=verify-ca', {})).toThrow(
			/sslrootcert=FILE/,
		);
		expect(readAddress('postgres://ops@/floor'.replace('ops@', ''), { PGHOST: '/run' }).tls).toBe(false);
	});
});

describe('transactions', () => {
	test('numbers come as numbers, and a NUL as a sign that stands for it', async () => {
		const rows = await connect(url).rows(
			`SELECT $1::bigint AS at, sum(n) AS sum, $2::text AS said FROM unnest($3::bigint[]) AS n`,
			[8_640_000_000_000_000, 'a\0b', [1, 2]],
		);
		expect(rows).toEqual([{ at: 8_640_000_000_000_000, sum: 3, said: 'a\ufffdb' }]);
	});

	test('one that others get in the way of is done anew', async () => {
		const server = connect(url);
		await migrate(server);
		await server.count(`INSERT INTO meta VALUES ('a', '0'), ('b', '0')`);
		// Each takes the one first that the other takes last.
		const add = (first: string, last: string): Promise<unknown> =>
			server.transaction(async (session) => {
				for (const key of [first, last]) {
					await session.count(`UPDATE meta SET value = CAST(value AS bigint) + 1 WHERE key = $1`, [key]);
				}
			});
		await Promise.all([add('a', 'b'), add('b', 'a'), add('a', 'b'), add('b', 'a')]);
		expect(await server.rows(`SELECT value FROM meta WHERE key IN ('a', 'b')`)).toEqual([
			{ value: '4' },
			{ value: '4' },
		]);
	});

	test('whoever waits long for others is not cut short meanwhile', async () => {
		const server = new Server(readAddress(url, {}), { lockMs: 60_000 });
		servers.push(server);
		const limits = await server.rows<{ ms: number }>(
			`SELECT setting::bigint AS ms FROM pg_settings WHERE name IN ('lock_timeout', 'statement_timeout') ORDER BY name`,
		);
		expect(limits[0]?.ms).toBe(60_000);
		expect(limits[1]?.ms).toBeGreaterThan(60_000);
	});

	test('a connection that was lost on the way is told of as something to try again, and the next is new', async () => {
		const server = connect(url);
		const lost = server.transaction((session) =>
			session.rows(`SELECT pg_terminate_backend(pg_backend_pid())`),
		);
		await expect(lost).rejects.toThrow(StoreBusy);
		expect(await server.rows(`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
	});
});

describe('news', () => {
	test('whoever listens hears of a transaction that another has written, after its connection was lost too', async () => {
		const [listener, writer] = [connect(url), connect(url)];
		let heard = 0;
		await listener.listen('floor news', () => heard++);
		writer.tellOn('floor news');
		const write = (): Promise<unknown> =>
			writer.transaction((session) => session.count(`UPDATE lease SET expires_at = 0`));
		await write();
		await expect.poll(() => heard).toBe(1);
		await writer.rows(
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
		);
		await expect.poll(() => heard).toBe(2);
		// What changes nothing is no news.
		await writer.transaction((session) => session.rows(`SELECT 1`));
		await writer.quietly((session) => session.count(`UPDATE lease SET expires_at = 0`));
		await write();
		await expect.poll(() => heard).toBe(3);
	});
});

describe('behind a pooler, which lends any connection to a transaction', () => {
	const pooled = (): Server => connect(`${url}${url.includes('?') ? '&' : '?'}pooled=yes`);
	/** What holds, and what the connection was made with. */
	const LIMITS = `SELECT current_schema() AS schema, setting <> '0' AS "isSet", reset_val AS made FROM pg_settings
		WHERE name = 'lock_timeout'`;

	test('each statement and each transaction says for itself what it needs; nothing is asked of a connection', async () => {
		const server = pooled();
		await migrate(server);
		const { schema } = server.address;
		const told = [{ schema, isSet: true, made: '0' }];
		expect(await server.rows(LIMITS)).toEqual(told);
		expect(await server.transaction((session) => session.rows(LIMITS))).toEqual(told);
		expect(await server.snapshot((session) => session.rows(LIMITS))).toEqual(told);
		expect(await (await server.hold()).rows(LIMITS)).toEqual(told);
	});

	test('a statement that fails changes nothing, and the next one goes on', async () => {
		const server = pooled();
		await migrate(server);
		await expect(server.count(`INSERT INTO meta VALUES ('c', '1'), ('c', '2')`)).rejects.toThrow(StoreError);
		expect(await server.count(`INSERT INTO meta VALUES ('c', '3')`)).toBe(1);
		expect(await server.rows(`SELECT value FROM meta WHERE key = 'c'`)).toEqual([{ value: '3' }]);
	});

	test('a screen sees what others have written, though it hears nothing', async () => {
		const behind = await openPostgresStore(`${url}${url.includes('?') ? '&' : '?'}pooled=yes`);
		const direct = await openPostgresStore(url);
		try {
			const before = await behind.version();
			await direct.addAgreement({ inForceAt: 0, movesOpen: false, text: 'version: 1', files: {} });
			await expect.poll(() => behind.version()).not.toBe(before);
		} finally {
			await behind.close();
			await direct.close();
		}
	});

	test('is told by a word that is yes or no', () => {
		expect(() => readAddress('postgres://ops@db.example/floor?pooled=1', {})).toThrow(/pooled=yes/);
	});
});

describe('what is held still', () => {
	test('lets go of its connection when it cannot begin', async () => {
		const server = connect(await newPostgresUrl());
		// There are no tables.
		await expect(server.hold()).rejects.toThrow(/schema_version/);
		await server.close();
	});
});
