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
	/** The numbers of tickets whose timers may stand under the agent that they had before; none: they never do. */
	readonly reassigned: string;
	/** The agent of a timer `t`, where no index is used. */
	readonly agent: string;
	/** Added where the index by agent is used: leaves out timers that stand there under the agent of before. */
	readonly standsByAgent: string;
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

const REASSIGNED = `(SELECT ticket_id FROM reassigned)`;

export const SQLITE: Dialect = {
	join: 'CROSS JOIN',
	unindexed: (column) => `+${column}`,
	reassigned: REASSIGNED,
	agent: `CASE WHEN t.ticket_id IN ${REASSIGNED} THEN (SELECT a.agent FROM ticket a WHERE a.id = t.ticket_id)
		ELSE t.agent END`,
	standsByAgent: ` AND t.ticket_id NOT IN ${REASSIGNED}`,
	like: (column) => `${column} LIKE ? ESCAPE '\\'`,
	cutsFirst: false,
	listed: (integer) => `group_concat(${integer})`,
	rows: (columns) => `json_group_array(json_array(${columns}))`,
};

export const POSTGRES: Dialect = {
	// Its planner knows from its statistics which side that is.
	join: 'JOIN',
	unindexed: (column) => column,
	reassigned: '',
	agent: 't.agent',
	standsByAgent: '',
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
