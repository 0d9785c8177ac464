/** Where a store can be: what commands do with one in a file they do with one on a server. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openExistingStore } from '../../source/commands/open.ts';
import type { Store } from '../../source/store/port.ts';
import { readAddress } from '../../source/store/postgres/address.ts';
import { Server } from '../../source/store/postgres/session.ts';
import { newPostgresUrl } from './postgres.ts';

export interface Place {
	readonly kind: string;
	/** Where a store can be that is not there yet. @param folder of the test's own */
	store(folder: string): Promise<string>;
	/** Does SQL to a store, behind slatop's back. */
	harm(store: string, sql: string): Promise<void>;
	/** Keeps every other writer waiting, with half of something written, until what it gives is called. */
	hindered(store: string): Promise<() => Promise<void>>;
}

let files = 0;

/** Events are gone for whoever reads what is not committed. */
const HALF = 'DELETE FROM event WHERE seq = 1';

const FILE: Place = {
	kind: 'in a file',
	store: async (folder) => join(folder, `place-${++files}.db`),
	async harm(store, sql) {
		const db = new Database(store);
		db.pragma('foreign_keys = OFF');
		db.exec(sql);
		db.close();
	},
	async hindered(store) {
		const db = new Database(store);
		db.exec(`BEGIN IMMEDIATE; ${HALF}`);
		return async () => {
			db.exec('ROLLBACK');
			db.close();
		};
	},
};

const SERVER: Place = {
	kind: 'on PostgreSQL',
	store: newPostgresUrl,
	async harm(store, sql) {
		const server = new Server(readAddress(store, {}));
		await server.rows(sql);
		await server.close();
	},
	async hindered(store) {
		const server = new Server(readAddress(store, {}));
		let begun = (): void => {};
		let end = (): void => {};
		const hasBegun = new Promise<void>((resolve) => {
			begun = resolve;
		});
		const ended = new Promise<void>((resolve) => {
			end = resolve;
		});
		const undone = new Error('undone');
		const writing = server.transaction(async (session) => {
			await session.rows('SELECT version FROM schema_version FOR UPDATE');
			await session.rows('SELECT epoch FROM lease FOR UPDATE');
			await session.count(HALF);
			begun();
			await ended;
			throw undone;
		});
		await Promise.race([hasBegun, writing]);
		return async () => {
			end();
			await writing.catch((error: unknown) => {
				if (error !== undone) throw error;
			});
			await server.close();
		};
	},
};

export const PLACES: readonly [file: Place, server: Place] = [FILE, SERVER];

/** A store that is there. */
export const opened = (store: string): Promise<Store> =>
	openExistingStore({ input: [], flags: { store }, env: {} });
