/**
 * What the program's statements on PostgreSQL are made of. Each was looked up for CockroachDB, YugabyteDB and Citus, as
 * docs/postgresql.md says: a statement that has anything else in it fails the test that has it sent, until that was done
 * for it too, and the word added here.
 */
import { Client } from 'pg';

const KNOWN = {
	clauses: `
		SELECT DISTINCT AS FROM WHERE GROUP BY ORDER DESC LIMIT OFFSET UNION ALL WITH RECURSIVE ORDINALITY FOR UPDATE OF
		JOIN LEFT FULL ON USING INSERT INTO VALUES DELETE SET RETURNING CONFLICT DO NOTHING
		AND OR NOT IS NULL IN ANY EXISTS ILIKE CASE WHEN THEN ELSE END CAST BIGINT TEXT
		BEGIN COMMIT ROLLBACK ISOLATION LEVEL READ COMMITTED REPEATABLE ONLY LOCAL
		CREATE ALTER DROP SCHEMA TABLE INDEX UNIQUE COLUMN ADD RENAME TO IF CASCADE
		PRIMARY KEY REFERENCES CHECK DEFAULT GENERATED IDENTITY COLLATE
		ANALYZE LISTEN NOTIFY`,
	functions: `
		coalesce nullif greatest least count sum min max string_agg json_agg json_build_array unnest
		extract clock_timestamp floor split_part version setval pg_get_serial_sequence set_config`,
	operators: '= <> < > <= >= + - * % ::',
	types: 'bigint text',
};
const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));
const [CLAUSES, FUNCTIONS, OPERATORS, TYPES] = [
	words(KNOWN.clauses),
	words(KNOWN.functions),
	words(KNOWN.operators),
	words(KNOWN.types),
];

/** What one of them lacks though it has the words: Citus takes a subquery of an INSERT in a SELECT alone. */
const LACKED: readonly RegExp[] = [/\bVALUES ?\(\(SELECT\b/g];

/** Before a `(`: what is called there, unless it is a table, or a name that is given. */
const CALLED = /(?<!\b(?:INTO|ON|REFERENCES|TABLE|EXISTS|AS|RECURSIVE) )\b([a-z_]+)\(/g;

/** What has not been looked up of a statement; empty: nothing. */
export function unknownIn(sql: string): string[] {
	// Texts, and names that are quoted, may be anything.
	const plain = sql.replaceAll(/'(?:[^']|'')*'|"[^"]*"/g, ' ').replaceAll(/\s+/g, ' ');
	const all = (what: RegExp): string[] => [...plain.matchAll(what)].map(([word, part]) => part ?? word);
	return [
		...all(/\b[A-Z]{2,}\b/g).filter((word) => !CLAUSES.has(word)),
		...all(CALLED).filter((word) => !FUNCTIONS.has(word)),
		...all(/[<>=!+\-*/%|&^~#@:]+/g).filter((word) => !OPERATORS.has(word)),
		...all(/::([a-z]+)/g).filter((word) => !TYPES.has(word)),
		...LACKED.flatMap(all),
	];
}

const checked = new Set<string>();
/** How many stores are looked at now. */
let watched = 0;

function check(sql: unknown): void {
	if (watched === 0 || typeof sql !== 'string' || checked.has(sql)) return;
	const unknown = unknownIn(sql);
	if (unknown.length > 0) {
		throw new Error(
			`not looked up for PostgreSQL's relatives (see test/support/portable.ts): ${unknown.join(' ')}\nin ${sql}`,
		);
	}
	checked.add(sql);
}

Client.prototype.query = new Proxy(Client.prototype.query, {
	apply(query, client, values: readonly unknown[]) {
		check(values[0]);
		return Reflect.apply(query, client, values);
	},
});

/** From now on each statement of this process is the program's. @returns ends that, once */
export function watchStatements(): () => void {
	let isOver = false;
	watched++;
	return () => {
		if (!isOver) watched--;
		isOver = true;
	};
}

/** The same while something is done. */
export async function watching<T>(work: () => Promise<T>): Promise<T> {
	const end = watchStatements();
	try {
		return await work();
	} finally {
		end();
	}
}
