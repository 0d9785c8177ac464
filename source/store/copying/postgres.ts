/** A store on PostgreSQL, as a copy comes from it; `postgres-target.ts` is for those that go to it. */
import { MINUTE_MS } from '../../sla/duration.ts';
import { MIGRATIONS } from '../migrations.ts';
import { StoreError } from '../port.ts';
import type { Address } from '../postgres/address.ts';
import { LED_SQL } from '../postgres/leases.ts';
import { isThere, migrate } from '../postgres/migrations.ts';
import { Server, type Session } from '../postgres/session.ts';
import { rowsOf } from '../postgres/shared.ts';
import { BATCH, type CopySource, NEWEST_SQL, olderWords, type ReadTable } from './ends.ts';
import type { CopiedRow, Table } from './tables.ts';

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** A table's rows in the order of its key. */
export async function* batches(
	session: Pick<Session, 'rows'>,
	{ name, columns, key }: Table,
): AsyncGenerator<CopiedRow[]> {
	const places = key.map((column) => columns.indexOf(column));
	const from = `(${list(key)}) > (${key.map((_, place) => `$${place + 1}`).join(', ')})`;
	for (let last: CopiedRow | undefined; ; ) {
		const where = last ? `WHERE ${from}` : '';
		const sql = `SELECT ${list(columns)} FROM "${name}" ${where} ORDER BY ${list(key)} LIMIT ${BATCH}`;
		const after = last;
		const values = after ? places.map((place) => after[place] ?? null) : [];
		const found = await session.rows<Record<string, CopiedRow[number]>>(sql, values);
		const rows = found.map((row): CopiedRow => columns.map((column) => row[column] ?? null));
		if (rows.length > 0) yield rows;
		last = rows.at(-1);
		if (rows.length < BATCH) return;
	}
}

async function newestOf(session: Pick<Session, 'rows'>): Promise<number> {
	return (await rowsOf<{ newest: number }>(session, NEWEST_SQL))[0]?.newest ?? 0;
}

/** Who runs an engine on a store; null: nobody. */
export async function leaderOf(session: Pick<Session, 'rows'>): Promise<string | null> {
	return (await session.rows<{ holder: string }>(LED_SQL, [null]))[0]?.holder ?? null;
}

/** One end waits for the other, and nobody else for either: a large table takes as long as it takes. */
export const PATIENT = { idleMs: 10 * MINUTE_MS, statementMs: 0 };

export abstract class PostgresEnd {
	protected readonly server: Server;
	readonly name: string;

	constructor(address: Address) {
		this.server = new Server(address, PATIENT);
		this.name = address.name;
	}

	leader(): Promise<string | null> {
		return leaderOf(this.server);
	}

	close(): Promise<void> {
		return this.server.close();
	}
}

export class PostgresSource extends PostgresEnd implements CopySource {
	/** @throws {StoreError} where there is no store that could be copied */
	static async open(address: Address): Promise<PostgresSource> {
		const source = new PostgresSource(address);
		try {
			await source.checkReady();
			await migrate(source.server);
			return source;
		} catch (error) {
			await source.close();
			throw error;
		}
	}

	/** Not begun anew where the server breaks it off: the rows that have gone over would go over twice. */
	async reading<T>(work: (read: ReadTable, newest: number) => Promise<T>): Promise<T> {
		const held = await this.server.hold();
		return held.snapshot(async (session) =>
			work((table) => batches(session, table), await newestOf(session)),
		);
	}

	newest(): Promise<number> {
		return newestOf(this.server);
	}

	/** What is copied is not changed: neither made nor brought up to date. */
	private async checkReady(): Promise<void> {
		if (!(await isThere(this.server))) throw new StoreError(`there is no store ${this.name}`);
		const [row] = await this.server.rows<{ version: number }>(`SELECT version FROM schema_version`);
		if ((row?.version ?? 0) < MIGRATIONS.length) throw new StoreError(olderWords(this.name));
	}
}
