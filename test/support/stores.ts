/** The kinds of store: what is said of one holds for each. */
import { afterAll } from 'vitest';
import type { Store } from '../../source/store/port.ts';
import { readAddress } from '../../source/store/postgres/address.ts';
import { openPostgresStore } from '../../source/store/postgres/postgres-store.ts';
import { Server } from '../../source/store/postgres/session.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
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

/** One schema a test file, emptied for each store: making its tables would take longer than most tests do. */
class Schema {
	private url: string | null = null;
	private server: Server | null = null;

	async open(): Promise<Store> {
		this.url ??= await newPostgresUrl();
		const store = await openPostgresStore(this.url, { leaseClock: 'asker' }, {});
		this.server ??= new Server(readAddress(this.url, {}));
		const tables = await this.server.rows<{ name: string }>(
			`SELECT table_name AS name FROM information_schema.tables
			WHERE table_schema = $1 AND table_name NOT IN ('schema_version', 'lease')`,
			[this.server.address.schema],
		);
		await this.server.rows(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} RESTART IDENTITY`);
		await this.server.rows(`UPDATE lease SET holder = '', epoch = 0, expires_at = 0`);
		return store;
	}

	async close(): Promise<void> {
		await this.server?.close();
	}
}

const schema = new Schema();
afterAll(() => schema.close());

export const STORES: readonly StoreKind[] = [
	{ kind: 'SQLite', open: async () => openSqliteStore(':memory:'), runs: (many) => many, leastBatch: 1 },
	{ kind: 'PostgreSQL', open: () => schema.open(), runs: (many) => Math.ceil(many / 25), leastBatch: 40 },
];
