/** A store that is made anew from its events, in a file or on PostgreSQL: what each of them does in its own way. */
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { StoreError } from '../port.ts';
import { type Address, readAddress } from '../postgres/address.ts';
import { numberOf, setMeta } from '../postgres/meta.ts';
import { checkSchema, migrate } from '../postgres/migrations.ts';
import { channelOf } from '../postgres/news.ts';
import { Server, type Session } from '../postgres/session.ts';
import { openConnection } from '../sqlite/connection.ts';
import { copyStore } from '../sqlite/copy.ts';
import { epochOf, putInPlace, REPLACED, type Standing, wasAtWork } from '../sqlite/rebuilding.ts';
import { isPostgresUrl } from '../store-url.ts';
import { addRows } from './add-rows.ts';
import { backUpServer } from './backup.ts';
import { leaderOf, PATIENT } from './postgres.ts';
import { rowsOf } from './sqlite.ts';
import { storeTables } from './tables.ts';

export interface Rebuilt {
	/** The folder in which there is room for two copies of it. */
	readonly room: string;
	/** Of its lease: whoever takes that, or tickets out of the store, counts it up. */
	epoch(): Promise<number>;
	/** Copies it as it is at one instant. */
	copyTo(file: string): Promise<unknown>;
	/**
	 * Puts what was made anew in its place, in one transaction.
	 * @param anew the file in which it was made
	 * @param was the copy, which is another afterwards
	 * @throws {StoreError} where an engine, or a prune, has been at work since the epoch was read
	 */
	putInPlace(anew: string, was: string, standing: Standing): Promise<void>;
}

const rebuiltFile = (path: string): Rebuilt => ({
	// On the same disk.
	room: dirname(path),
	epoch: async () => epochOf(path),
	copyTo: (file) => copyStore(path, file),
	putInPlace: async (anew, _, standing) => putInPlace(path, anew, standing),
});

async function onServer<T>(address: Address, work: (server: Server) => Promise<T>): Promise<T> {
	const server = new Server(address, PATIENT);
	try {
		return await work(server);
	} finally {
		await server.close();
	}
}

async function epochOn(session: Pick<Session, 'rows'>, lock = ''): Promise<number> {
	const [lease] = await session.rows<{ epoch: number }>(`SELECT epoch FROM lease ${lock}`);
	return lease?.epoch ?? 0;
}

/** Holds the lease's row until the commit. @throws {StoreError} where it is not as it stood */
async function checkStanding(session: Session, { name }: Address, was: Standing): Promise<void> {
	const epoch = await epochOn(session, 'FOR UPDATE');
	const leader = await leaderOf(session);
	const isSame =
		epoch === was.epoch &&
		((await numberOf(session, 'cursor')) ?? 0) === was.cursor &&
		(await numberOf(session, 'brought_up_to')) === was.broughtUpTo;
	if (leader !== null || !isSame) throw new StoreError(wasAtWork(name));
}

/** Puts a file's rows of what follows from events in the place of the server's. */
async function replaceOn(server: Server, file: string, standing: Standing): Promise<void> {
	const names = new Set<string>([...REPLACED, 'sla_log']);
	const tables = storeTables().filter(({ name }) => names.has(name));
	const db = openConnection(file);
	try {
		await server.transaction(async (session) => {
			await checkSchema(session, server.address.name);
			await checkStanding(session, server.address, standing);
			// What rows point to goes last, and comes first.
			for (const { name } of tables.toReversed()) await session.count(`DELETE FROM "${name}"`);
			for (const table of tables) {
				for await (const rows of rowsOf(db, table)) await addRows(session, table, rows);
			}
			const zone = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'rollup_zone'`).pluck().get();
			if (zone !== undefined) await setMeta(session, 'rollup_zone', zone);
			// Whoever led before must look anew.
			await session.count(`UPDATE lease SET epoch = epoch + 1`);
		});
	} finally {
		db.close();
	}
	for (const { name } of tables) await server.rows(`ANALYZE "${name}"`);
}

const rebuiltOnServer = (address: Address): Rebuilt => ({
	room: tmpdir(),
	epoch: () => onServer(address, (server) => epochOn(server)),
	copyTo: (file) => backUpServer(address, file),
	putInPlace: (anew, was, standing) =>
		onServer(address, async (server) => {
			// As in a file; what that is then goes over.
			putInPlace(was, anew, { ...standing, epoch: epochOf(was) });
			if ((await migrate(server)).tells) server.tellOn(channelOf(address));
			await replaceOn(server, was, standing);
		}),
});

/** @param path a file, or a URL */
export const rebuiltAt = (path: string, env: NodeJS.ProcessEnv): Rebuilt =>
	isPostgresUrl(path) ? rebuiltOnServer(readAddress(path, env)) : rebuiltFile(path);
