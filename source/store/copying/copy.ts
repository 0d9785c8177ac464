/** Copies a store to another place, of whatever kind, and proves that it is the same there. */
import { createHash } from 'node:crypto';
import { StoreError } from '../port.ts';
import type { CopySource, CopyTarget, ReadTable } from './ends.ts';
import { type CopiedRow, storeTables, type Table } from './tables.ts';

export interface CopiedTable {
	readonly table: string;
	readonly rows: number;
	/** Of all rows in order. */
	readonly sha256: string;
}

export interface StoreCopy {
	readonly tables: readonly CopiedTable[];
	/** Events that have come to the source meanwhile: they are not in the copy. */
	readonly missed: number;
}

/** Is told the table that is under way, and how many of its rows are done. */
export type OnProgress = (table: string, rows: number) => void;

/** Adds rows up to what two tables are held against each other by. */
class Sum {
	private readonly hash = createHash('sha256');
	count = 0;

	add(rows: readonly CopiedRow[]): void {
		this.count += rows.length;
		for (const row of rows) this.hash.update(`${JSON.stringify(row)}\n`);
	}

	of({ name }: Table): CopiedTable {
		return { table: name, rows: this.count, sha256: this.hash.digest('hex') };
	}
}

async function sendTable(table: Table, read: ReadTable, to: CopyTarget, onProgress: OnProgress) {
	const sum = new Sum();
	for await (const batch of read(table)) {
		const rows = batch.map((row) => to.kept(row));
		await to.add(table, rows);
		sum.add(rows);
		onProgress(`copying ${table.name}`, sum.count);
	}
	return sum.of(table);
}

async function checkTable(table: Table, sent: CopiedTable, to: CopyTarget, onProgress: OnProgress) {
	const sum = new Sum();
	for await (const rows of to.read(table)) {
		sum.add(rows);
		onProgress(`reading ${table.name} again`, sum.count);
	}
	const found = sum.of(table);
	if (sent.rows === found.rows && sent.sha256 === found.sha256) return;
	throw new StoreError(
		`${to.name}: ${table.name} is not what was read (${found.rows} rows for ${sent.rows}): this is no store, copy again`,
	);
}

/**
 * Copies everything but the lease, whoever works on it meanwhile. The source is read as it is at one instant; the target
 * is a store only once all of it is there, and found to be equal.
 * @throws {StoreError} where something is in the target's place, or the copy is not equal
 */
export async function copyStoreTo(
	from: CopySource,
	to: CopyTarget,
	onProgress: OnProgress = () => {},
): Promise<StoreCopy> {
	const tables = storeTables();
	await to.begin(tables, from.name);
	const { sent, newest } = await from.reading(async (read, newestThen) => {
		const sums: CopiedTable[] = [];
		for (const table of tables) sums.push(await sendTable(table, read, to, onProgress));
		return { sent: sums, newest: newestThen };
	});
	for (const [place, table] of tables.entries()) {
		const sum = sent[place];
		if (sum) await checkTable(table, sum, to, onProgress);
	}
	await to.finish(tables);
	// Fewer than none, where the source was pruned meanwhile.
	return { tables: sent, missed: Math.max(0, (await from.newest()) - newest) };
}

/**
 * As `copyStoreTo`, of a store that moves: nobody goes on at the old place.
 * @throws {StoreError} also where an engine runs on the source
 */
export async function moveStoreTo(
	from: CopySource,
	to: CopyTarget,
	onProgress?: OnProgress,
): Promise<StoreCopy> {
	const leader = await from.leader();
	if (leader !== null) {
		throw new StoreError(
			`an engine runs on ${from.name} (${leader}), and what it writes meanwhile would be missing: end it first, and every dashboard`,
		);
	}
	return copyStoreTo(from, to, onProgress);
}
