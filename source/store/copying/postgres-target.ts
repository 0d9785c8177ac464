/** A store on PostgreSQL, as a copy goes to it. */
import { randomUUID } from 'node:crypto';
import { StoreError } from '../port.ts';
import { COPIED_INTO, HALF_COPY, heldVersion, migrateHalf, tablesIn } from '../postgres/migrations.ts';
import { kept, type Session } from '../postgres/session.ts';
import { addRows } from './add-rows.ts';
import type { CopyTarget, ReadTable } from './ends.ts';
import { batches, leaderOf, PostgresEnd } from './postgres.ts';
import type { CopiedRow, Table } from './tables.ts';

/** Which copy it is that is under way: the note's other half. */
const COPY_ID = 'half_copy_id';

const isNote = ([key]: CopiedRow): boolean => key === HALF_COPY || key === COPY_ID;

/**
 * Filled in batches. From the transaction on that makes its schema until it is whole, that has a version that no program
 * knows: nobody opens it, and whoever had it open writes nothing to it. Once there are tables, a note in them says what
 * it is half a copy of, and which copy it is that may go on.
 */
export class PostgresTarget extends PostgresEnd implements CopyTarget {
	private readonly filled = new Set<string>();
	private readonly id = randomUUID();

	async begin(tables: readonly Table[], from: string): Promise<void> {
		await migrateHalf(this.server, (session) => this.checkFree(session, tables));
		await this.server.transaction(async (session) => {
			const isHalf = (await heldVersion(session)) > COPIED_INTO;
			if (!isHalf || (await this.copyUnderWay(session)) !== null) throw this.another();
			// Whoever held the lease of what was here can't write to what comes.
			await session.count(`UPDATE lease SET epoch = epoch + 1`);
			await session.count(`INSERT INTO meta(key, value) VALUES ($1, $2), ($3, $4)`, [
				HALF_COPY,
				from,
				COPY_ID,
				this.id,
			]);
		});
	}

	kept(row: CopiedRow): CopiedRow {
		return row.map((cell) => (typeof cell === 'string' ? kept(cell) : cell));
	}

	add(table: Table, rows: readonly CopiedRow[]): Promise<void> {
		this.filled.add(table.name);
		return this.server.transaction(async (session) => {
			await this.checkOurs(session);
			await addRows(session, table, rows);
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
			await heldVersion(session);
			await this.checkOurs(session);
			await session.count(`DELETE FROM meta WHERE key IN ($1, $2)`, [HALF_COPY, COPY_ID]);
			await session.count(`UPDATE schema_version SET version = version - $1`, [COPIED_INTO]);
		});
	}

	/** @throws {StoreError} where another copy has begun, which has removed what this one had written */
	private async checkOurs(session: Session): Promise<void> {
		if ((await this.copyUnderWay(session)) !== this.id) throw this.another();
	}

	/** Which copy it is that may fill it; null: none has said so. */
	private async copyUnderWay(session: Session): Promise<string | null> {
		const [note] = await session.rows<{ id: string }>(`SELECT value AS id FROM meta WHERE key = $1`, [
			COPY_ID,
		]);
		return note?.id ?? null;
	}

	private another(): StoreError {
		return new StoreError(
			`another copy into ${this.name} has begun meanwhile: this one has ended, let that one finish`,
		);
	}

	/** @throws {StoreError} where one of the tables has a row, or an engine runs */
	private async checkFree(session: Session, tables: readonly Table[]): Promise<void> {
		const there = await tablesIn(this.server.address.schema, session);
		const looks = tables
			.filter(({ name }) => there.has(name))
			.map(({ name }) => `(SELECT count(*) FROM (SELECT 1 FROM "${name}" LIMIT 1) AS one)`);
		const [row] = await session.rows<{ count: number }>(`SELECT ${looks.join(' + ')} AS count`);
		if (row?.count !== 0) {
			throw new StoreError(
				`store ${this.name} has something in it already: name another schema with ?schema=NAME`,
			);
		}
		const leader = await leaderOf(session);
		if (leader !== null) throw new StoreError(`an engine runs on ${this.name} (${leader}): end it first`);
	}

	/** What comes is numbered after what was copied. */
	private async goOnNumbering(table: string, column: string): Promise<void> {
		await this.server.rows(
			`SELECT setval(pg_get_serial_sequence('"${table}"', '${column}'), coalesce(max("${column}"), 0) + 1, false)
			FROM "${table}"`,
		);
	}
}
