/** What a PostgreSQL server tells of the store on it, without making or changing anything. */
import { messageOf } from '../../text/message.ts';
import { MIGRATIONS } from '../migrations.ts';
import type { ServerFacts } from '../port-health.ts';
import { readAddress } from './address.ts';
import { SERVER_NOW } from './leases.ts';
import { COPIED_INTO, STORES_SQL } from './migrations.ts';
import { Server } from './session.ts';

const SERVER_SQL = `SELECT split_part(version(), ' on ', 1) AS engine, ${SERVER_NOW} AS "nowAt",
	${STORES_SQL} AS stores`;

interface About {
	readonly engine: string;
	readonly nowAt: number;
	readonly stores: number;
}

const COUNTS_SQL = `SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM timer) AS timers,
	(SELECT count(*) FROM sla_log) AS "logRows",
	(SELECT count(*) FROM event e WHERE NOT EXISTS (
		SELECT 1 FROM event c WHERE c.ticket = e.ticket AND c.type = 'created')) AS waiting,
	(SELECT count(*) FROM (
		SELECT coalesce(department, '') AS department, coalesce(level, '') AS level, metric, state, count(*) AS count
		FROM timer GROUP BY 1, 2, 3, 4) there
		FULL JOIN (SELECT * FROM counter WHERE count <> 0) kept USING (department, level, metric, state)
		WHERE there.count IS DISTINCT FROM kept.count) AS miscounted`;

/** Whether there is a store. @throws {StoreError} also where its server is away */
export async function isStoreAt(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	const address = readAddress(url, env);
	const server = new Server(address);
	try {
		const [about] = await server.rows<About>(SERVER_SQL, [address.schema]);
		return about !== undefined && about.stores > 0;
	} finally {
		await server.close();
	}
}

/** @throws {StoreError} where the URL can't be read; what the server says is among the facts */
export async function examineServer(url: string, env: NodeJS.ProcessEnv): Promise<ServerFacts> {
	const address = readAddress(url, env);
	const server = new Server(address, { statementMs: 0 });
	const facts: ServerFacts = {
		name: address.name,
		hasTls: address.tls !== false,
		aheadMs: 0,
		engine: '',
		problem: null,
		schema: 0,
		newestSchema: MIGRATIONS.length,
		isStore: false,
		isHalfCopy: false,
		counts: null,
	};
	try {
		const [about] = await server.rows<About>(SERVER_SQL, [address.schema]);
		if (!about || about.stores === 0) return { ...facts, engine: about?.engine ?? '' };
		const aheadMs = Date.now() - about.nowAt;
		const [version] = await server.rows<{ version: number }>(`SELECT version FROM schema_version`);
		const schema = version?.version ?? 0;
		const isCurrent = schema === MIGRATIONS.length;
		const [counts] = isCurrent ? await server.rows<NonNullable<ServerFacts['counts']>>(COUNTS_SQL) : [];
		const isHalfCopy = schema >= COPIED_INTO;
		return {
			...facts,
			...{ engine: about.engine, aheadMs, schema, isStore: true, isHalfCopy, counts: counts ?? null },
		};
	} catch (error) {
		return { ...facts, problem: messageOf(error) };
	} finally {
		await server.close();
	}
}
