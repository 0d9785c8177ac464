/** Where a PostgreSQL store is, read from its URL as libpq reads one; what it leaves out comes from PGHOST and its like. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { userInfo } from 'node:os';
import type { ConnectionOptions } from 'node:tls';
import { StoreError } from '../port.ts';
import { withoutPassword } from '../store-url.ts';

/** The schema of a store's tables where its URL names none. */
const SCHEMA = 'slatop';

const MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type Mode = (typeof MODES)[number];

/** What a URL may say behind its `?`. */
const SETTINGS = ['schema', 'host', 'pooled', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
type Setting = (typeof SETTINGS)[number];

export interface Address {
	/** The store in messages: its URL without a password and without settings. */
	readonly name: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	/** Left out: it comes from PGPASSWORD, or from the file of passwords (PGPASSFILE, ~/.pgpass). */
	readonly password?: string;
	readonly database: string;
	readonly schema: string;
	/** Behind a pooler, which may lend another connection of the server to each transaction. */
	readonly pooled: boolean;
	/** false: without TLS. */
	readonly tls: false | ConnectionOptions;
}

/** On this machine: nobody else can listen in. */
const isHere = (host: string): boolean =>
	host.startsWith('/') ||
	host === 'localhost' ||
	host === '::1' ||
	(isIP(host) === 4 && host.startsWith('127.'));

const isMode = (mode: string): mode is Mode => MODES.some((known) => known === mode);

const isSetting = (name: string): name is Setting => SETTINGS.some((known) => known === name);

/**
 * Reads a URL: `postgres://USER@HOST:PORT/DATABASE?schema=NAME&sslmode=verify-full`.
 * @param env PGHOST, PGPORT, PGUSER, PGDATABASE, PGSSLMODE, PGSSLROOTCERT, PGSSLCERT and PGSSLKEY hold for what it leaves out
 * @throws {StoreError} where it can't be read; never with the password
 */
export function readAddress(url: string, env: NodeJS.ProcessEnv): Address {
	const shown = withoutPassword(url);
	const wrong = (what: string): StoreError => new StoreError(`store ${shown}: ${what}`);
	let parts: URL;
	try {
		parts = new URL(url);
	} catch {
		throw wrong('this is no URL: it looks like postgres://USER@HOST/DATABASE');
	}
	for (const name of parts.searchParams.keys()) {
		if (!isSetting(name)) throw wrong(`there is no setting ${name}: there are ${SETTINGS.join(', ')}`);
	}
	const setting = (name: Setting, variable?: string): string | undefined =>
		parts.searchParams.get(name) || (variable && env[variable]) || undefined;
	const plain = (text: string): string => {
		try {
			return decodeURIComponent(text);
		} catch {
			throw wrong('a % that stands for itself is written %25 in a URL');
		}
	};
	const host = parts.hostname.replace(/^\[(.*)\]$/, '$1') || setting('host', 'PGHOST') || 'localhost';
	const user = plain(parts.username) || env.PGUSER || userInfo().username;
	const database = plain(parts.pathname.slice(1)) || env.PGDATABASE || user;
	const schema = setting('schema') ?? SCHEMA;
	if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
		throw wrong(`schema=${schema} is no name for a schema: small letters, digits and _ make one`);
	}
	const pooled = setting('pooled') ?? 'no';
	if (pooled !== 'yes' && pooled !== 'no') {
		throw wrong(`pooled=${pooled} is no answer: say pooled=yes behind PgBouncer or another pooler`);
	}
	const password = plain(parts.password);
	const port = Number(parts.port || env.PGPORT || 5432);
	return {
		name: `postgres://${user}@${host.startsWith('/') ? '' : host}:${port}/${database}${schema === SCHEMA ? '' : `?schema=${schema}`}`,
		host,
		port,
		user,
		...(password ? { password } : {}),
		database,
		schema,
		pooled: pooled === 'yes',
		tls: readTls(host, setting, wrong),
	};
}

/** Where the archive of a store at a URL is, unless it is said: in a schema beside the store's. @throws {StoreError} as above */
export function archiveUrl(url: string, env: NodeJS.ProcessEnv): string {
	const { schema } = readAddress(url, env);
	const beside = new URL(url);
	beside.searchParams.set('schema', `${schema}_archive`);
	return beside.href;
}

/** Without a word about it: none on this machine, and to another only with a certificate that is right. */
function readTls(
	host: string,
	setting: (name: Setting, variable?: string) => string | undefined,
	wrong: (what: string) => StoreError,
): false | ConnectionOptions {
	const mode = setting('sslmode', 'PGSSLMODE') ?? (isHere(host) ? 'disable' : 'verify-full');
	if (!isMode(mode)) {
		throw wrong(
			`sslmode=${mode} would go without TLS unnoticed, or is not known: say ${MODES.join(', ')} (without it: verify-full, and none on this machine)`,
		);
	}
	if (mode === 'disable') return false;
	const file = (name: Setting, variable: string): string | undefined => {
		const path = setting(name, variable);
		try {
			return path && readFileSync(path, 'utf8');
		} catch (error) {
			throw wrong(`${name} can't be read: ${error instanceof Error ? error.message : error}`);
		}
	};
	const ca = file('sslrootcert', 'PGSSLROOTCERT');
	// Without it any certificate would do that anybody has bought for his own machine.
	if (mode === 'verify-ca' && ca === undefined) {
		throw wrong(
			'sslmode=verify-ca asks by whom the certificate is signed: name that with sslrootcert=FILE, or say sslmode=verify-full',
		);
	}
	const cert = file('sslcert', 'PGSSLCERT');
	const key = file('sslkey', 'PGSSLKEY');
	return {
		host,
		...(isIP(host) ? {} : { servername: host }),
		...(ca ? { ca } : {}),
		...(cert ? { cert } : {}),
		...(key ? { key } : {}),
		// As libpq has it: `require` checks the certificate only where it is told by whom it should be signed.
		rejectUnauthorized: mode !== 'require' || ca !== undefined,
		...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
	};
}
