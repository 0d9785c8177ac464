/** A store on PostgreSQL, as a copy comes from it or goes to it. */
import { MINUTE_MS } from '../../sla/duration.ts';
import { StoreError } from '../port.ts';
import { Access } from '../postgres/access.ts';
import type { Address } from '../postgres/address.ts';
import { LED_SQL } from '../postgres/leases.ts';
import { HALF_COPY, migrate } from '../postgres/migrations.ts';
import { type Column, rowSet } from '../postgres/row-set.ts';
import { kept, Server, type Session } from '../postgres/session.ts';
import { rowsOf } from '../postgres/shared.ts';
import { BATCH, type CopySource, type CopyTarget, NEWEST_SQL, type ReadTable } from './ends.ts';
import type { CopiedRow, Table } from './tables.ts';

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

async function* batches(
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

/** One end waits for the other, and nobody else for either. */
const PATIENT = { idleMs: 10 * MINUTE_MS, statementMs: 10 * MINUTE_MS };

abstract class PostgresEnd {
	protected readonly server: Server;
	protected readonly access: Access;
	readonly name: string;

	constructor(address: Address) {
		this.server = new Server(address, PATIENT);
		this.access = new Access(this.server);
		this.name = address.name;
	}

	async leader(): Promise<string | null> {
		return (await this.access.rows<{ holder: string }>(LED_SQL, [null]))[0]?.holder ?? null;
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
			await migrate(source.server);
			return source;
		} catch (error) {
			await source.close();
			throw error;
		}
	}

	reading<T>(work: (read: ReadTable, newest: number) => Promise<T>): Promise<T> {
		return this.access.reading(async (session) =>
			work((table) => batches(session, table), await newestOf(session)),
		);
	}

	newest(): Promise<number> {
		return newestOf(this.access);
	}
}

/** Filled in batches; a note in it says that it is not whole yet, and nobody opens it while that is there. */
export class PostgresTarget extends PostgresEnd implements CopyTarget {
	private readonly filled = new Set<string>();

	async begin(tables: readonly Table[], from: string): Promise<void> {
		await migrate(this.server, { halfCopy: 'welcome' });
		const leader = await this.leader();
		if (leader !== null) throw new StoreError(`an engine runs on ${this.name} (${leader}): end it first`);
		const [half] = await this.access.rows(`SELECT 1 AS there FROM meta WHERE key = $1`, [HALF_COPY]);
		const names = tables.map(({ name }) => `"${name}"`);
		if (half) await this.access.rows(`TRUNCATE ${names.join(', ')}`);
		else await this.checkEmpty(names);
		await this.access.writing(async (session) => {
			// Whoever held the lease of what was here can't write to what comes.
			await session.count(`UPDATE lease SET epoch = epoch + 1`);
			await session.count(`INSERT INTO meta(key, value) VALUES ($1, $2)`, [HALF_COPY, from]);
		});
	}

	kept(row: CopiedRow): CopiedRow {
		return row.map((cell) => (typeof cell === 'string' ? kept(cell) : cell));
	}

	add({ name, columns, texts }: Table, rows: readonly CopiedRow[]): Promise<void> {
		this.filled.add(name);
		const set = rowSet<CopiedRow>(
			rows,
			Object.fromEntries(
				columns.map((column, place): [string, Column<CopiedRow>] => [
					column,
					[texts.has(column) ? 'text' : 'bigint', (row) => row[place] ?? null],
				]),
			),
		);
		return this.access.writing(async (session) => {
			await session.count(
				`INSERT INTO "${name}" (${set.names}) SELECT ${set.names} FROM ${set.from}`,
				set.values,
			);
		});
	}

	readonly read: ReadTable = async function* (this: PostgresTarget, table: Table) {
		for await (const rows of batches(this.access, table)) {
			// The note is the copy's own.
			yield table.name === 'meta' ? rows.filter(([key]) => key !== HALF_COPY) : rows;
		}
	}.bind(this);

	async finish(tables: readonly Table[]): Promise<void> {
		for (const { name, key, isNumbered } of tables) {
			if (isNumbered && this.filled.has(name)) await this.goOnNumbering(name, key[0] ?? 'id');
		}
		// Until it has looked at them, the server knows of no index that is worth its while.
		for (const name of this.filled) await this.access.rows(`ANALYZE "${name}"`);
		await this.access.writing(async (session) => {
			await session.count(`DELETE FROM meta WHERE key = $1`, [HALF_COPY]);
		});
	}

	/** @throws {StoreError} where one of the tables has a row */
	private async checkEmpty(tables: readonly string[]): Promise<void> {
		const looks = tables.map((table) => `(SELECT count(*) FROM (SELECT 1 FROM ${table} LIMIT 1) AS one)`);
		const [row] = await this.access.rows<{ count: number }>(`SELECT ${looks.join(' + ')} AS count`);
		if (row?.count === 0) return;
		throw new StoreError(
			`store ${this.name} has something in it already: name another schema with ?schema=NAME`,
		);
	}

	/** What comes is numbered after what was copied. */
	private async goOnNumbering(table: string, column: string): Promise<void> {
		await this.access.rows(
			`SELECT setval(pg_get_serial_sequence('"${table}"', '${column}'), coalesce(max("${column}"), 0) + 1, false)
			FROM "${table}"`,
		);
	}
}
