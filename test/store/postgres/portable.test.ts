/** What the program sends to PostgreSQL is known to its relatives: the tables of a store here, the rest wherever it is sent. */
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import { openPostgresStore } from '../../../source/store/postgres/postgres-store.ts';
import { rendered, repeatable } from '../../../source/store/postgres/rendering.ts';
import { unknownIn, watching } from '../../support/portable.ts';
import { newPostgresUrl } from '../../support/postgres.ts';

test.each([
	['SELECT pg_advisory_lock(7)', ['pg_advisory_lock']],
	['LOCK TABLE event', ['LOCK']],
	['SELECT at / 1000 FROM event', ['/']],
	["SELECT at::timestamptz FROM event WHERE data = 'LOCK now()'", ['timestamptz']],
	['INSERT INTO source(id) VALUES ((SELECT max(id) FROM source))', ['VALUES ((SELECT']],
	['INSERT INTO meta(key) SELECT "LOCK" FROM unnest($1::text[]) AS new("LOCK")', []],
])('what was not looked up is found: %s', (sql, unknown) => {
	expect(unknownIn(sql)).toEqual(unknown);
});

test.each([
	'text',
	'text COLLATE "C"',
])('the tables of a store are of what was looked up, with %s', (text) => {
	const statements = MIGRATIONS.map((step) => rendered(step, text));
	expect([...statements, ...statements.flatMap(repeatable)].flatMap(unknownIn)).toEqual([]);
});

test.each(['', '&pooled=yes'])('so are opening a store and holding it still%s', async (how) => {
	const url = `${await newPostgresUrl()}${how}`;
	await watching(async () => {
		for (const options of [{}, { held: true }]) {
			const store = await openPostgresStore(url, options, {});
			expect(await store.detail('T-1')).toBe(null);
			await store.close();
		}
	});
});
