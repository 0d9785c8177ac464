/** Brings the tables of a PostgreSQL store up to date: the same steps as in a file, in PostgreSQL's words. */
import { MINUTE_MS } from '../../sla/duration.ts';
import { MIGRATIONS } from '../migrations.ts';
import { StoreError } from '../port.ts';
import type { Address } from './address.ts';
import { rendered, repeatable } from './rendering.ts';
import { Server, type Session } from './session.ts';

/** All tables that any step makes, whatever they are called later. */
const REMOVAL = `DROP TABLE IF EXISTS ${[...MIGRATIONS.join('').matchAll(/CREATE TABLE (\w+)/g)]
	.map(([, table]) => table)
	.join(', ')} CASCADE`;

const VERSION = `SELECT version FROM schema_version`;

/** What a server is told apart by. */
interface Nature {
	readonly version: string;
	/** Whether what a database orders texts by is their bytes: where it is, no column needs to say so. */
	readonly isBytewise: boolean;
}

/** Asked for by examples: who orders texts, and by which rules, each kind and age of server notes elsewhere. */
const NATURE_SQL = `SELECT version() AS version, 'B' < 'a' AND 'a-c' < 'ab' AND 'z' < 'ä' AS "isBytewise"`;

/**
 * PostgreSQL itself, with Citus too, and not a relative that speaks as it does. CockroachDB has no NOTIFY, and YugabyteDB's
 * is young: there screens look by themselves. And neither makes tables inside of a transaction: CockroachDB ends it first,
 * or refuses, and YugabyteDB makes them beside it.
 */
const isPostgres = ({ version }: Nature): boolean =>
	version.startsWith('PostgreSQL') && !version.includes('-YB-');

/** How tables are made on a server. */
interface Way {
	readonly nature: Nature;
	/** Outside of transactions. */
	readonly isAlone: boolean;
}

/** @throws {StoreError} where the server tells nothing of itself */
async function wayOf(server: Server, tables?: 'alone'): Promise<Way> {
	const [nature] = await server.rows<Nature>(NATURE_SQL);
	if (nature) return { nature, isAlone: tables === 'alone' || !isPostgres(nature) };
	throw new StoreError(`store ${server.address.name} failed: its server tells nothing of itself`);
}

/** What makes tables outside of transactions. */
const alone = (server: Server): Pick<Session, 'rows'> => ({
	rows: (sql, values) => server.makingAlone(sql, values),
});

/** @throws {StoreError} where no tables can be made */
function checkUnpooled({ name, pooled }: Address, { isAlone }: Way): void {
	if (!isAlone || !pooled) return;
	throw new StoreError(
		`store ${name}: its tables can't be made through a pooler on a server that is not PostgreSQL itself: open it once without pooled=yes`,
	);
}

/** Where it is noted that a copy into this store has not come to its end: what it comes from. */
export const HALF_COPY = 'half_copy';
/**
 * Added to the schema's version until then, from its first transaction on: no program, however new, writes to what it
 * does not know. With nothing added to it, the other tables are not all made.
 */
export const COPIED_INTO = 1_000_000;

/** @throws {StoreError} where a copy into it has begun, and has not come to its end */
async function checkWhole(server: Server, version: number): Promise<void> {
	if (version < COPIED_INTO) return;
	const [half] =
		version === COPIED_INTO
			? []
			: await server.rows<{ value: string }>(`SELECT value FROM meta WHERE key = $1`, [HALF_COPY]);
	throw new StoreError(
		`store ${server.address.name} is half a copy${half ? ` of ${half.value}` : ''}: slatop store copy, to the same place, begins it anew`,
	);
}

interface MigrateOptions {
	/** `refused`: it is not made where it is not there. */
	readonly absent?: 'refused';
	/** `alone`: tables are made outside of transactions, as relatives of PostgreSQL must; tests do so on PostgreSQL. */
	readonly tables?: 'alone';
}

/**
 * Brings a store's schema up to date, making it where there is none; several programs may do so at once.
 * @returns whether the server can tell of news
 * @throws {StoreError} where a newer slatop has been there, or another program
 */
export async function migrate(
	server: Server,
	{ absent, tables }: MigrateOptions = {},
): Promise<{ readonly tells: boolean }> {
	const { name } = server.address;
	const way = await wayOf(server, tables);
	if (!(await isThere(server))) {
		if (absent === 'refused') {
			throw new StoreError(
				`there is no store ${name}: name one with --store, or begin one with slatop import or slatop source add`,
			);
		}
		await makeSchema(server, way, 0);
	}
	// Not locked: whoever opens one that is up to date waits for nobody who writes to it.
	const version = versionIn(await server.rows(VERSION));
	await checkWhole(server, version);
	if (stepsFrom(version, name).length > 0) await bringUpToDate(server.address, way);
	return { tells: isPostgres(way.nature) };
}

/**
 * Makes the tables of a store that a copy is to fill, or brings those up to date that are there: from the transaction on
 * that makes its schema, its version says so. Those that an earlier copy has half filled are made anew.
 * @param checkFree throws where what is there must stay as it is
 * @throws {StoreError} as `migrate`
 */
export async function migrateHalf(
	server: Server,
	checkFree: (session: Session) => Promise<void>,
): Promise<void> {
	const way = await wayOf(server);
	if (!(await isThere(server))) await makeSchema(server, way, COPIED_INTO);
	await server.transaction(async (session) => {
		const version = await heldVersion(session);
		const made = version % COPIED_INTO;
		stepsFrom(made, server.address.name);
		const isHalf = version >= COPIED_INTO;
		if (made > 0) {
			// Without its note the copy that has made them does not go on.
			await (isHalf ? session.rows(`DELETE FROM meta`) : checkFree(session));
		}
		await setVersion(session, COPIED_INTO + (isHalf ? 0 : made));
	});
	await bringUpToDate(server.address, way, COPIED_INTO);
}

/** The steps that a store lacks. @throws {StoreError} where a newer slatop has been there, or a copy into it is under way */
function stepsFrom(version: number, name: string): readonly string[] {
	if (version < 0 || version >= COPIED_INTO) throw beingCopiedInto(name);
	if (version <= MIGRATIONS.length) return MIGRATIONS.slice(version);
	throw new StoreError(
		`store ${name} was written by a newer slatop (schema ${version}, this one knows ${MIGRATIONS.length}): update slatop`,
	);
}

/** As long as one may stand still who brings a store up to date: others do not begin before he has ended. */
const STILL_MS = MINUTE_MS;
/** The same, where the tables are made on another connection while this one waits: each takes a second or so. */
const ALONE_STILL_MS = 30 * MINUTE_MS;

/**
 * On a connection of its own: a step over a large table takes as long as it takes.
 * @param base what is added to its version
 */
async function bringUpToDate(address: Address, way: Way, base = 0): Promise<void> {
	checkUnpooled(address, way);
	const { nature, isAlone } = way;
	const server = new Server(address, { statementMs: 0, idleMs: isAlone ? ALONE_STILL_MS : STILL_MS });
	try {
		await server.making(async (session) => {
			// Of two who do this at once, the second finds it done.
			const version = (await heldVersion(session)) - base;
			const steps = stepsFrom(version, address.name);
			if (steps.length === 0) return;
			const maker = isAlone ? alone(server) : session;
			// What nobody has ever finished is of no worth: a copy that was broken off, or tables that were made alone.
			if (version === 0) await maker.rows(REMOVAL);
			const text = nature.isBytewise ? 'text' : 'text COLLATE "C"';
			for (const step of steps) {
				const sql = rendered(step, text);
				for (const statement of isAlone ? repeatable(sql) : [sql]) await maker.rows(statement);
			}
			await setVersion(session, base + MIGRATIONS.length);
		});
	} finally {
		await server.close();
	}
}

const versionIn = ([row]: readonly { readonly version: number }[]): number => row?.version ?? 0;

/** Nobody else changes it, or appends, until the commit. */
export async function heldVersion(session: Session): Promise<number> {
	return versionIn(await session.rows(`${VERSION} FOR UPDATE`));
}

async function setVersion(session: Session, version: number): Promise<void> {
	await session.count(`UPDATE schema_version SET version = $1`, [version]);
}

/** How many stores there are in a schema: one, or none. Others call a table of theirs so, without this column in it. */
export const STORES_SQL = `(SELECT count(*) FROM information_schema.columns
	WHERE table_schema = $1 AND table_name = 'schema_version' AND column_name = 'only')`;

/** @throws {StoreError} where the schema is another program's */
export async function isThere(server: Server): Promise<boolean> {
	const { name, schema } = server.address;
	const [found] = await server.rows<{ stores: number; tables: number }>(
		`SELECT ${STORES_SQL} AS stores,
			(SELECT count(*) FROM information_schema.tables WHERE table_schema = $1) AS tables`,
		[schema],
	);
	if (found && found.stores > 0) return true;
	if (found?.tables === 0) return false;
	throw new StoreError(
		`store ${name}: the schema ${schema} is another program's: give another with ?schema=NAME`,
	);
}

/** Names of the tables that are in a schema. */
export async function tablesIn(schema: string, session: Pick<Session, 'rows'>): Promise<ReadonlySet<string>> {
	const rows = await session.rows<{ name: string }>(
		`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1`,
		[schema],
	);
	return new Set(rows.map(({ name }) => name));
}

/** The schema, with the table that counts steps in it. @param version where it was not there yet */
async function makeSchema(server: Server, way: Way, version: number): Promise<void> {
	checkUnpooled(server.address, way);
	const { schema } = server.address;
	const make = async (session: Pick<Session, 'rows'>): Promise<void> => {
		const [there] = await session.rows(
			`SELECT 1 AS there FROM information_schema.schemata WHERE schema_name = $1`,
			[schema],
		);
		// Asked first: whoever may not make schemas may have been given one.
		if (!there) await session.rows(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
		await session.rows(
			`CREATE TABLE IF NOT EXISTS schema_version ("only" bigint PRIMARY KEY CHECK ("only" = 1), version bigint NOT NULL)`,
		);
		await session.rows(`INSERT INTO schema_version VALUES (1, $1) ON CONFLICT DO NOTHING`, [version]);
	};
	await (way.isAlone ? make(alone(server)) : server.making(make));
}

/**
 * In a transaction that writes, before anything else.
 * @throws {StoreError} where a newer slatop has brought the schema up to date since it was opened: this one would write
 * what is wrong there
 */
export async function checkSchema(session: Session, name: string): Promise<void> {
	checkVersion(await session.rows(VERSION), name);
}

/**
 * Holds the row of the version until the commit: whoever else asks for it waits, and so does who brings it up to date.
 * @throws {StoreError} as `checkSchema`: it may have been brought up to date while this one waited
 */
export async function holdSchema(session: Session, name: string): Promise<void> {
	checkVersion(await session.rows(`${VERSION} FOR UPDATE`), name);
}

function checkVersion([row]: readonly { readonly version: number }[], name: string): void {
	if (row?.version === MIGRATIONS.length) return;
	if (row && row.version >= COPIED_INTO) throw beingCopiedInto(name);
	throw new StoreError(
		`store ${name} was brought up to date by a newer slatop (schema ${row?.version}, this one knows ${MIGRATIONS.length}): end this one, and start it anew`,
	);
}

const beingCopiedInto = (name: string): StoreError =>
	new StoreError(`store ${name} is being copied into: start this one anew when that is done`);
