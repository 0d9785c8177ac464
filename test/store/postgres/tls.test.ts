/** TLS on the way to a server: whom it is spoken with, and who is refused. */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readAddress } from '../../../source/store/postgres/address.ts';
import { Server } from '../../../source/store/postgres/session.ts';
import { postgresServer } from '../../support/postgres.ts';

const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

const IS_SPOKEN = 'SELECT ssl AS "isSpoken" FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

/** Whether TLS is spoken with the server of an URL. */
async function isSpoken(url: string | URL): Promise<boolean | undefined> {
	const server = new Server(readAddress(String(url), {}));
	servers.push(server);
	return (await server.rows<{ isSpoken: boolean }>(IS_SPOKEN))[0]?.isSpoken;
}

/** The shared server's URL under a name, with how TLS is wanted, and whom to believe. */
async function urlOf(hostname: string, mode: string, authority?: string): Promise<URL> {
	const { url, folder } = await postgresServer();
	const to = Object.assign(new URL(url), { hostname });
	to.searchParams.set('sslmode', mode);
	if (authority) to.searchParams.set('sslrootcert', join(folder, `${authority}.crt`));
	return to;
}

describe('a server that speaks TLS', () => {
	test.each([
		['disable', 'localhost', undefined, false],
		['require', 'localhost', undefined, true],
		['require', '127.0.0.1', 'ca', true],
		['verify-ca', '127.0.0.1', 'ca', true],
		['verify-full', 'localhost', 'ca', true],
	] as const)('is spoken with as it is wanted: %s, at %s, with %s', async (mode, host, authority, spoken) => {
		expect(await isSpoken(await urlOf(host, mode, authority))).toBe(spoken);
	});

	test.each([
		['verify-full', 'localhost', undefined, /not trusted .*sslrootcert=FILE/],
		['verify-full', 'localhost', 'other', /not trusted .*sslrootcert=FILE/],
		['verify-full', '127.0.0.1', 'ca', /not for 127\.0\.0\.1 .*name the host as the certificate does/],
		['verify-ca', 'localhost', 'other', /not trusted .*sslrootcert=FILE/],
		['require', 'localhost', 'other', /not trusted .*sslrootcert=FILE/],
	] as const)('is refused where it is not who it should be: %s, at %s, with %s', async (mode, host, authority, words) => {
		const refused = isSpoken(await urlOf(host, mode, authority));
		await expect(refused).rejects.toThrow(words);
		await expect(refused).rejects.not.toThrow(/three/);
	});

	test('is refused where what should say who it is is not named, or cannot be read', async () => {
		await expect(urlOf('localhost', 'verify-ca', 'gone').then(isSpoken)).rejects.toThrow(
			/sslrootcert can't be read: .*gone\.crt/,
		);
		await expect(urlOf('localhost', 'verify-ca').then(isSpoken)).rejects.toThrow(
			/name that with sslrootcert/,
		);
	});
});
