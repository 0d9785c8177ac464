/** The tables of a store, as its schema has them: what a copy carries over. */
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../migrations.ts';

export type Cell = string | number | null;
/** A row's values in the order of its table's columns. */
export type CopiedRow = readonly Cell[];

export interface Table {
	readonly name: string;
	readonly columns: readonly string[];
	/** Which of the columns hold texts; the others hold whole numbers. */
	readonly texts: ReadonlySet<string>;
	/** What its rows are told apart and put in order by. */
	readonly key: readonly string[];
	/** Whether rows that come are given a number where they bring none. */
	readonly isNumbered: boolean;
}

/**
 * Who runs the engine at a place is no part of what is copied from there; nor is what that place has put off, which its
 * rows are read without.
 */
const LEFT_OUT = new Set(['lease', 'reassigned']);

interface Column {
	readonly table: string;
	readonly name: string;
	readonly type: string;
	/** Its place in the primary key, from 1; 0: none. */
	readonly pk: number;
}

const COLUMNS = `SELECT m.name AS "table", c.name, c.type, c.pk FROM sqlite_schema m, pragma_table_info(m.name) c
	WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.rowid, c.cid`;

function tableOf(name: string, columns: readonly Column[]): Table {
	const keys = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
	return {
		name,
		columns: columns.map((column) => column.name),
		texts: new Set(columns.filter(({ type }) => type === 'TEXT').map((column) => column.name)),
		key: keys.map((column) => column.name),
		isNumbered: keys.length === 1 && keys[0]?.type === 'INTEGER' && /^(id|seq)$/.test(keys[0].name),
	};
}

/** Those of the schema as it is now, in the order in which they were added to it: what rows point to comes first. */
export function storeTables(): Table[] {
	const db = new Database(':memory:');
	try {
		for (const step of MIGRATIONS) db.exec(step);
		const columns = db.prepare<[], Column>(COLUMNS).all();
		const names = new Set(columns.map(({ table }) => table));
		return [...names]
			.filter((name) => !LEFT_OUT.has(name))
			.map((name) =>
				tableOf(
					name,
					columns.filter(({ table }) => table === name),
				),
			);
	} finally {
		db.close();
	}
}
