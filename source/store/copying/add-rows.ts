/** Rows of any table on their way to PostgreSQL. */
import { type Column, carried, rowSet } from '../postgres/row-set.ts';
import type { Session } from '../postgres/session.ts';
import type { CopiedRow, Table } from './tables.ts';

const lettersOf = (row: CopiedRow): number =>
	row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0);

/** Adds rows inside of a transaction, as they were read. */
export async function addRows(
	session: Session,
	{ name, columns, texts }: Table,
	rows: readonly CopiedRow[],
): Promise<void> {
	const named = Object.fromEntries(
		columns.map((column, place): [string, Column<CopiedRow>] => [
			column,
			[texts.has(column) ? 'text' : 'bigint', (row) => row[place] ?? null],
		]),
	);
	for (const some of carried(rows, lettersOf)) {
		const { names, from, values } = rowSet(some, named);
		await session.count(`INSERT INTO "${name}" (${names}) SELECT ${names} FROM ${from}`, values);
	}
}
