/** The kinds of store: what is said of one holds for each. */
import type { Store } from '../../source/store/port.ts';
import { readAddress } from '../../source/store/postgres/address.ts';
import { openPostgresStore } from '../../source/store/postgres/postgres-store.ts';
import { Server } from '../../source/store/postgres/session.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { watchStatements } from './portable.ts';
import { newPostgresUrl } from './postgres.ts';

export interface StoreKind {
	readonly kind: string;
	/** Opens an empty store; the one before it is closed by then. */
	open(): Promise<Store>;
	/** How many runs of a property it is worth: each costs this one more. @param many those of the other */
	runs(many: number): number;
	/** Events in a batch at the least: a tick costs this one more. */
	readonly leastBatch: number;
}

/** One schema for all test files of a process, emptied for each store: making its tables would take longer than most tests do. */
let url: string | null = null;

async function openEmptied(): Promise<Store> {
	url ??= await newPostgresUrl();
	const store = await openPostgresStore(url, { leaseClock: 'asker' }, {});
	const server = new Server(readAddress(url, {}));
	const tables = await server.rows<{ name: string }>(
		`SELECT table_name AS name FROM information_schema.tables
		WHERE table_schema = $1 AND table_name NOT IN ('schema_version', 'lease')`,
		[server.address.schema],
	);
	await server.rows(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} RESTART IDENTITY`);
	await server.rows(`UPDATE lease SET holder = '', epoch = 0, expires_at = 0`);
	await server.close();
	const unwatch = watchStatements();
	return {
		...store,
		close: () => {
			unwatch();
			return store.close();
		},
	};
}

export const STORES: readonly [file: StoreKind, server: StoreKind] = [
	{ kind: 'SQLite', open: async () => openSqliteStore(':memory:'), runs: (many) => many, leastBatch: 1 },
	{ kind: 'PostgreSQL', open: openEmptied, runs: (many) => Math.ceil(many / 25), leastBatch: 40 },
];
