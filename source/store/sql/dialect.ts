/** The few words in which statements differ that are otherwise the same for SQLite and for PostgreSQL. */

/** A value that a statement takes, where a `?` stands. */
export type Value = string | number | null;

/** A statement, or a part of one, and the values that it takes. */
export interface Statement {
	readonly sql: string;
	readonly values: readonly Value[];
}

export interface Dialect {
	/** A join whose left side is read first. */
	readonly join: string;
	/** A column for which no index is used: the rows are read in the list's own order, and never sorted. */
	readonly unindexed: (column: string) => string;
	/** Whether a column has a pattern's text in it, in capitals or not; the backslash is its escape. */
	readonly like: (column: string) => string;
	/**
	 * Whether a window is cut out before its rows are joined with anything: a planner that knows how long the whole list
	 * is makes ready for all of it, which takes longer than the window itself.
	 */
	readonly cutsFirst: boolean;
	/** The integers of a group with commas between them, nulls left out. */
	readonly listed: (integer: string) => string;
	/** The rows of a group as the JSON of an array of arrays. */
	readonly rows: (columns: string) => string;
}

export const SQLITE: Dialect = {
	join: 'CROSS JOIN',
	unindexed: (column) => `+${column}`,
	like: (column) => `${column} LIKE ? ESCAPE '\\'`,
	cutsFirst: false,
	listed: (integer) => `group_concat(${integer})`,
	rows: (columns) => `json_group_array(json_array(${columns}))`,
};

export const POSTGRES: Dialect = {
	// Its planner knows from its statistics which side that is.
	join: 'JOIN',
	unindexed: (column) => column,
	like: (column) => `${column} ILIKE ?`,
	cutsFirst: true,
	listed: (integer) => `string_agg(CAST(${integer} AS TEXT), ',')`,
	rows: (columns) => `CAST(json_agg(json_build_array(${columns})) AS TEXT)`,
};

/** A statement as PostgreSQL takes it: `$1` where the first `?` stands. */
export function numbered(sql: string): string {
	let place = 0;
	return sql.replaceAll('?', () => `$${++place}`);
}
