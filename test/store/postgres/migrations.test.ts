/** The tables of a store on PostgreSQL: made by the same steps as those in a file. */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import { readAddress } from '../../../source/store/postgres/address.ts';
import { checkSchema, holdSchema, migrate, migrateHalf } from '../../../source/store/postgres/migrations.ts';
import { rendered, repeatable } from '../../../source/store/postgres/rendering.ts';
import { Server } from '../../../source/store/postgres/session.ts';
import { openConnection } from '../../../source/store/sqlite/connection.ts';
import { newPostgresUrl } from '../../support/postgres.ts';

const servers: Server[] = [];
function connect(url: string): Server {
	// The test's own transactions may wait for as long as the machine has other things to do.
	const server = new Server(readAddress(url, {}), { idleMs: 60_000 });
	servers.push(server);
	return server;
}
afterEach(async () => {
	await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** What has shipped: of each step the beginning of its SHA-256. A new step adds one; none of these ever changes. */
const SHIPPED =
	'948909df38ce bd6e402deaf9 20592fc19b76 d02a80593031 32bbb556a586 78057fb5b155 0788c2ce9662 aa71059fbaa5 c989a94f9b9a 8c7deca5abac 30aace6d2a3f 8cf3fdee6704 eea3f9291088'.split(
		' ',
	);

test('a step that has shipped stays what it was: stores of every age go the same way', () => {
	const digests = MIGRATIONS.map((step) => createHash('sha256').update(step).digest('hex').slice(0, 12));
	expect(digests.slice(0, SHIPPED.length)).toEqual(SHIPPED);
});

/** On a server that makes tables inside of transactions, and on one that does not. */
const WAYS = [{}, { tables: 'alone' }] as const;

describe.each(WAYS)('a store that is not there yet, made with %o', (way) => {
	test('is given the tables, columns and indexes of one in a file', async () => {
		const server = connect(await newPostgresUrl());
		await migrate(server, way);
		const { schema } = server.address;
		const columns = await server.rows<{ name: string }>(
			`SELECT table_name || '.' || column_name AS name FROM information_schema.columns
			WHERE table_schema = $1 AND table_name <> 'schema_version'
			ORDER BY (table_name || '.' || column_name) COLLATE "C"`,
			[schema],
		);
		const indexes = await server.rows<{ name: string }>(
			`SELECT indexname AS name FROM pg_indexes WHERE schemaname = $1 AND indexname NOT LIKE '%key'
			ORDER BY indexname COLLATE "C"`,
			[schema],
		);
		const db = openConnection(':memory:');
		const names = (sql: string): unknown[] => db.prepare(sql).all();
		expect(columns).toEqual(
			names(
				`SELECT m.name || '.' || c.name AS name FROM sqlite_schema m, pragma_table_info(m.name) c
				WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1`,
			),
		);
		expect(indexes).toEqual(
			names(`SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite%' ORDER BY 1`),
		);
		db.close();
	});

	test('is made once, by however many programs at the same time', async () => {
		const url = await newPostgresUrl();
		const opened = await Promise.all([1, 2, 3, 4].map(() => migrate(connect(url), way)));
		expect(opened.every(({ tells }) => tells)).toBe(true);
		expect(await connect(url).rows(`SELECT count(*) AS count FROM lease`)).toEqual([{ count: 1 }]);
	});

	test('is made by one who is told more than once that another has made it', async () => {
		const url = new URL(await newPostgresUrl());
		const database = `made_${randomBytes(8).toString('hex')}`;
		const everywhere = connect(url.href);
		await everywhere.rows(`CREATE DATABASE ${database}`);
		url.pathname = database;
		const server = connect(url.href);
		// What two who make it at once meet for an instant: it is there already, and cannot be seen yet.
		await server.rows(`CREATE SEQUENCE public.told`);
		await server.rows(`CREATE FUNCTION public.tell() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
			IF nextval('public.told') < 3 THEN RAISE unique_violation; END IF;
		END $$`);
		await server.rows(`CREATE EVENT TRIGGER told ON ddl_command_start EXECUTE FUNCTION public.tell()`);
		await migrate(server, way);
		expect(await server.rows(`SELECT version FROM schema_version`)).toEqual([{ version: MIGRATIONS.length }]);
		await server.close();
		await everywhere.rows(`DROP DATABASE ${database}`);
	});

	test('is made anew where that was broken off', async () => {
		const server = connect(await newPostgresUrl());
		await server.rows(`CREATE SCHEMA ${server.address.schema}`);
		await server.rows(`CREATE TABLE schema_version AS SELECT 1::bigint AS "only", 0::bigint AS version`);
		await server.rows(`CREATE TABLE sums (name text)`);
		await server.rows(`CREATE TABLE source (id bigint)`);
		await migrate(server, way);
		expect(await server.rows(`SELECT name, heard_at FROM source`)).toEqual([]);
		expect(await server.rows(`SELECT dimension FROM rollup`)).toEqual([]);
	});

	test('orders texts by their bytes, as a file does', async () => {
		const server = connect(await newPostgresUrl());
		await migrate(server, way);
		await server.count(`INSERT INTO archived_ticket VALUES ('b'), ('B'), ('a'), ('Ä'), ('A-2'), ('A1')`);
		expect(await server.rows(`SELECT ticket FROM archived_ticket ORDER BY ticket`)).toEqual(
			['A-2', 'A1', 'B', 'a', 'b', 'Ä'].map((ticket) => ({ ticket })),
		);
	});
});

test('an older one brings its sums along', async () => {
	const server = connect(await newPostgresUrl());
	const older = MIGRATIONS.slice(
		0,
		MIGRATIONS.findIndex((step) => step.includes('RENAME TO rollup')),
	);
	await server.making(async (session) => {
		await session.rows(`CREATE SCHEMA ${server.address.schema}`);
		await session.rows(
			`CREATE TABLE schema_version AS SELECT 1::bigint AS "only", ${older.length}::bigint AS version`,
		);
		for (const step of older) await session.rows(rendered(step, 'text'));
		await session.rows(
			`INSERT INTO rollup VALUES (7, 'day', 20500, '', 'gold', 'first_answer', 2, 1, 0, 0, 9, 8, 7, '01.01.01')`,
		);
	});
	await migrate(server);
	const [sum] = await server.rows(`SELECT * FROM rollup`);
	expect(Object.values(sum ?? {})).toEqual([
		'day',
		20_500,
		'',
		'gold',
		'first_answer',
		2,
		1,
		0,
		0,
		9,
		8,
		7,
		'01.01.01',
	]);
});

describe('where tables are made outside of transactions', () => {
	/** Its tables change names: what is broken off between the two is begun anew only where it was never finished. */
	const isSwap = (step: string): boolean => step.includes('RENAME TO rollup');

	test('a step that was broken off after any of its statements is done again', async () => {
		const server = connect(await newPostgresUrl());
		await server.making(async (session) => {
			await session.rows(`CREATE SCHEMA ${server.address.schema}`);
			for (const step of MIGRATIONS) {
				const statements = repeatable(rendered(step, 'text'));
				for (const statement of statements) {
					await session.rows(statement);
					if (isSwap(step)) continue;
					await session.rows('SAVEPOINT broken_off');
					for (const again of statements) await session.rows(again);
					await session.rows('ROLLBACK TO SAVEPOINT broken_off');
				}
			}
			expect(await session.rows(`SELECT * FROM lease`)).toHaveLength(1);
		});
	});

	test('a store goes on where bringing it up to date was broken off', async () => {
		const server = connect(await newPostgresUrl());
		await migrate(server);
		await server.count(`INSERT INTO source(name) VALUES ('desk')`);
		await server.count(`UPDATE schema_version SET version = version - 1`);
		await migrate(server, { tables: 'alone' });
		expect(await server.rows(`SELECT name FROM source`)).toEqual([{ name: 'desk' }]);
		expect(await server.rows(`SELECT version FROM schema_version`)).toEqual([{ version: MIGRATIONS.length }]);
	});

	test('they are not made through a pooler, which forgets in between where they belong', async () => {
		const server = connect(`${await newPostgresUrl()}&pooled=yes`);
		await expect(migrate(server, { tables: 'alone' })).rejects.toThrow(/open it once without pooled=yes/);
		await migrate(server);
		await migrate(server, { tables: 'alone' });
	});
});

test('a schema may have a name that is a word of the language', async () => {
	const server = connect((await newPostgresUrl()).replace(/schema=.*/, 'schema=user'));
	await migrate(server);
	await server.rows(`DROP SCHEMA "user" CASCADE`);
});

test('one that is up to date is opened while another appends to it', async () => {
	const url = await newPostgresUrl();
	const [appender, opener] = [connect(url), connect(url)];
	await migrate(appender);
	await appender.transaction(async (session) => {
		await holdSchema(session, 'here');
		await migrate(opener);
	});
});

test('one who waited while it was brought up to date does not write to it', async () => {
	const url = await newPostgresUrl();
	const [newer, older] = [connect(url), connect(url)];
	await migrate(newer);
	let append: Promise<unknown> = Promise.resolve();
	await newer.transaction(async (session) => {
		await session.count(`UPDATE schema_version SET version = version + 1`);
		append = older.transaction(async (waits) => {
			await checkSchema(waits, 'here');
			await holdSchema(waits, 'here');
		});
		append.catch(() => {});
	});
	await expect(append).rejects.toThrow(/brought up to date by a newer slatop/);
});

describe('a schema that is not ours', () => {
	test('of a newer slatop is left alone, when it is opened and once it is open', async () => {
		const server = connect(await newPostgresUrl());
		await migrate(server);
		await server.count(`UPDATE schema_version SET version = version + 1`);
		await expect(migrate(server)).rejects.toThrow(/written by a newer slatop .*update slatop/);
		await expect(server.transaction((session) => checkSchema(session, 'here'))).rejects.toThrow(
			/brought up to date by a newer slatop/,
		);
	});

	test('of another program is left alone', async () => {
		const server = connect(await newPostgresUrl());
		const { schema } = server.address;
		await server.rows(`CREATE SCHEMA ${schema}`);
		await server.rows(`CREATE TABLE invoices (id bigint)`);
		await expect(migrate(server)).rejects.toThrow(new RegExp(`schema ${schema} is another program's`));
	});

	test('of another program that counts its own steps in a table of the same name is left alone, too', async () => {
		const server = connect(await newPostgresUrl());
		await server.rows(`CREATE SCHEMA ${server.address.schema}`);
		await server.rows(`CREATE TABLE schema_version AS SELECT 0 AS installed_rank, null::text AS version`);
		await server.rows(`CREATE TABLE event AS SELECT 'theirs' AS what`);
		await expect(migrate(server)).rejects.toThrow(/is another program's/);
		await expect(migrateHalf(server, async () => {})).rejects.toThrow(/is another program's/);
		expect(await server.rows(`SELECT what FROM event`)).toEqual([{ what: 'theirs' }]);
	});
});
