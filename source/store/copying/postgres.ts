/** A store on PostgreSQL, as a copy comes from it or goes to it. */
import { randomUUID } from 'node:crypto';
import { MINUTE_MS } from '../../sla/duration.ts';
import { MIGRATIONS } from '../migrations.ts';
import { StoreError } from '../port.ts';
import type { Address } from '../postgres/address.ts';
import { LED_SQL } from '../postgres/leases.ts';
import { COPIED_INTO, HALF_COPY, migrate, stepsFrom } from '../postgres/migrations.ts';
import { type Column, carried, rowSet } from '../postgres/row-set.ts';
import { kept, Server, type Session } from '../postgres/session.ts';
import { rowsOf } from '../postgres/shared.ts';
import { BATCH, type CopySource, type CopyTarget, NEWEST_SQL, olderWords, type ReadTable } from './ends.ts';
import type { CopiedRow, Table } from './tables.ts';

const VERSION = 'SELECT version FROM schema_version';

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

const lettersOf = (row: CopiedRow): number =>
	row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0);

async function newestOf(session: Pick<Session, 'rows'>): Promise<number> {
	return (await rowsOf<{ newest: number }>(session, NEWEST_SQL))[0]?.newest ?? 0;
}

/** Which copy it is that is under way: the note's other half. */
const COPY_ID = 'half_copy_id';

const isNote = ([key]: CopiedRow): boolean => key === HALF_COPY || key === COPY_ID;

/** One end waits for the other, and nobody else for either: a large table takes as long as it takes. */
const PATIENT = { idleMs: 10 * MINUTE_MS, statementMs: 0 };

abstract class PostgresEnd {
	protected readonly server: Server;
	readonly name: string;

	constructor(address: Address) {
		this.server = new Server(address, PATIENT);
		this.name = address.name;
	}

	async leader(): Promise<string | null> {
		return (await this.server.rows<{ holder: string }>(LED_SQL, [null]))[0]?.holder ?? null;
	}

	/** Names of those that are in the schema. */
	protected async tables(): Promise<ReadonlySet<string>> {
		const rows = await this.server.rows<{ name: string }>(
			`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1`,
			[this.server.address.schema],
		);
		return new Set(rows.map(({ name }) => name));
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
		if (!(await this.tables()).has('schema_version')) throw new StoreError(`there is no store ${this.name}`);
		const [row] = await this.server.rows<{ version: number }>(VERSION);
		if ((row?.version ?? 0) < MIGRATIONS.length) throw new StoreError(olderWords(this.name));
	}
}

/**
 * Filled in batches. While that goes on its schema has a version that no program knows: nobody opens it, and whoever had
 * it open writes nothing to it. A note in it says what it is half a copy of, and which copy it is that may go on.
 */
export class PostgresTarget extends PostgresEnd implements CopyTarget {
	private readonly filled = new Set<string>();
	private readonly id = randomUUID();

	async begin(tables: readonly Table[], from: string): Promise<void> {
		const there = await this.tables();
		const ours = tables.map(({ name }) => name);
		// Before the schema is touched: a store that stays as it is keeps its age, too.
		if (there.has('schema_version') && there.has('meta')) {
			await this.dropHalf(ours.filter((name) => there.has(name)));
		}
		await migrate(this.server);
		const leader = await this.leader();
		if (leader !== null) throw new StoreError(`an engine runs on ${this.name} (${leader}): end it first`);
		await this.whileEmpty(ours, async (session) => {
			// Whoever held the lease of what was here can't write to what comes.
			await session.count(`UPDATE lease SET epoch = epoch + 1`);
			await session.count(`INSERT INTO meta(key, value) VALUES ($1, $2), ($3, $4)`, [
				HALF_COPY,
				from,
				COPY_ID,
				this.id,
			]);
			await session.count(`UPDATE schema_version SET version = version + $1`, [COPIED_INTO]);
		});
	}

	kept(row: CopiedRow): CopiedRow {
		return row.map((cell) => (typeof cell === 'string' ? kept(cell) : cell));
	}

	add({ name, columns, texts }: Table, rows: readonly CopiedRow[]): Promise<void> {
		this.filled.add(name);
		const named = Object.fromEntries(
			columns.map((column, place): [string, Column<CopiedRow>] => [
				column,
				[texts.has(column) ? 'text' : 'bigint', (row) => row[place] ?? null],
			]),
		);
		return this.server.transaction(async (session) => {
			await this.checkOurs(session);
			for (const some of carried(rows, lettersOf)) {
				const { names, from, values } = rowSet(some, named);
				await session.count(`INSERT INTO "${name}" (${names}) SELECT ${names} FROM ${from}`, values);
			}
		});
	}

	readonly read: ReadTable = async function* (this: PostgresTarget, table: Table) {
		for await (const rows of batches(this.server, table)) {
			// The note is the copy's own.
			yield table.name === 'meta' ? rows.filter((row) => !isNote(row)) : rows;
		}
	}.bind(this);

	async finish(tables: readonly Table[]): Promise<void> {
		for (const { name, key, isNumbered } of tables) {
			if (isNumbered && this.filled.has(name)) await this.goOnNumbering(name, key[0] ?? 'id');
		}
		// Until it has looked at them, the server knows of no index that is worth its while.
		for (const name of this.filled) await this.server.rows(`ANALYZE "${name}"`);
		await this.server.transaction(async (session) => {
			await session.rows(`${VERSION} FOR UPDATE`);
			await this.checkOurs(session);
			await session.count(`DELETE FROM meta WHERE key IN ($1, $2)`, [HALF_COPY, COPY_ID]);
			await session.count(`UPDATE schema_version SET version = version - $1`, [COPIED_INTO]);
		});
	}

	/**
	 * Does work while nobody else writes, and there is nothing in the tables.
	 * @throws {StoreError} where one of them has a row
	 */
	private whileEmpty(tables: readonly string[], work: (session: Session) => Promise<void>): Promise<void> {
		return this.server.transaction(async (session) => {
			// Whoever appends holds it as well.
			await session.rows(`${VERSION} FOR UPDATE`);
			await this.checkEmpty(session, tables);
			await work(session);
		});
	}

	/**
	 * What a copy has left half done is as if it had never been made: no copy goes on with it, and whoever opens it next
	 * makes its tables anew.
	 * @throws {StoreError} where something is there that is whole, or a newer slatop's
	 */
	private dropHalf(tables: readonly string[]): Promise<void> {
		return this.server.transaction(async (session) => {
			const [row] = await session.rows<{ version: number }>(`${VERSION} FOR UPDATE`);
			const [half] = await session.rows(`SELECT 1 AS there FROM meta WHERE key = $1`, [HALF_COPY]);
			if (!half) return this.checkEmpty(session, tables);
			stepsFrom((row?.version ?? 0) - COPIED_INTO, this.name);
			await session.rows(`DELETE FROM meta`);
			await session.count(`UPDATE schema_version SET version = 0`);
		});
	}

	/** @throws {StoreError} where another copy has begun, which has removed what this one had written */
	private async checkOurs(session: Session): Promise<void> {
		const [note] = await session.rows<{ id: string }>(`SELECT value AS id FROM meta WHERE key = $1`, [
			COPY_ID,
		]);
		if (note?.id === this.id) return;
		throw new StoreError(
			`another copy into ${this.name} has begun meanwhile: this one has ended, let that one finish`,
		);
	}

	/** @throws {StoreError} where one of the tables has a row */
	private async checkEmpty(session: Session, tables: readonly string[]): Promise<void> {
		const looks = tables.map((table) => `(SELECT count(*) FROM (SELECT 1 FROM "${table}" LIMIT 1) AS one)`);
		const [row] = await session.rows<{ count: number }>(`SELECT ${looks.join(' + ')} AS count`);
		if (row?.count === 0) return;
		throw new StoreError(
			`store ${this.name} has something in it already: name another schema with ?schema=NAME`,
		);
	}

	/** What comes is numbered after what was copied. */
	private async goOnNumbering(table: string, column: string): Promise<void> {
		await this.server.rows(
			`SELECT setval(pg_get_serial_sequence('"${table}"', '${column}'), coalesce(max("${column}"), 0) + 1, false)
			FROM "${table}"`,
		);
	}
}
