/** Commands that are killed at work on a store that has lived, and what must be found of it then. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStoreAt } from '../../source/commands/open.ts';
import { Engine } from '../../source/engine/engine.ts';
import type { Random } from '../../source/sources/floor/prng.ts';
import { readAddress } from '../../source/store/postgres/address.ts';
import { Server } from '../../source/store/postgres/session.ts';
import { isPostgresUrl } from '../../source/store/store-url.ts';
import { bringBack, copyFiles, faultsOf } from './held-against.ts';
import type { Killed } from './killing.ts';
import { NOW_AT } from './life.ts';
import type { Task } from './victim.ts';
import type { Victims } from './victims.ts';

/** Where it takes place. */
export interface Scene {
	readonly folder: string;
	/** A store that has lived; it stays as it is. */
	readonly whole: string;
	readonly victims: Victims;
	/** The URL of a store on PostgreSQL that is not there yet. */
	readonly newUrl: () => Promise<string>;
}

interface Work {
	readonly task: Task;
	/** After each kill: what is the matter then; nothing, where it is left out. */
	readonly afterKill?: () => Promise<string[]>;
	readonly inTheEnd: () => Promise<string[]>;
	/** What it says where an earlier one had come to its end when it was killed. */
	readonly isDone?: RegExp;
}

const NOW = new Date(NOW_AT).toISOString();
let names = 0;
const placeIn = ({ folder }: Scene, name: string): string => join(folder, `${++names}-${name}`);

function ownStore(scene: Scene): string {
	const path = placeIn(scene, 'own.db');
	copyFiles(scene.whole, path);
	return path;
}

const copying = (from: string, to: string): Task => ({ command: 'store', input: ['copy', from, to] });

/** One whose timers and log are not what its events say. */
function harmedStore(scene: Scene): string {
	const path = ownStore(scene);
	const db = new Database(path);
	db.exec('DELETE FROM sla_log WHERE id % 3 = 0; UPDATE timer SET due_at = due_at + 1; DELETE FROM counter');
	db.close();
	return path;
}

const rebuilding = (store: string): Task => ({ command: 'rebuild', flags: { store } });

const pruning = (store: string, archive: string, flags = {}): Task => ({
	command: 'prune',
	flags: { store, archive, now: NOW, before: NOW, ...flags },
});

/** A store and its archive, as a prune leaves them that nobody has killed. */
async function pruned(scene: Scene): Promise<readonly [store: string, archive: string]> {
	const pair = [ownStore(scene), placeIn(scene, 'archive.db')] as const;
	await scene.victims.whole(pruning(...pair));
	return pair;
}

/** As if some seconds had passed: nobody waits for the lease of somebody who was killed. */
async function passTime(path: string): Promise<void> {
	const sql = 'UPDATE lease SET expires_at = 0';
	if (isPostgresUrl(path)) {
		const server = new Server(readAddress(path, {}));
		// It may not be there yet.
		await server.rows(sql).catch(() => {});
		return server.close();
	}
	if (!existsSync(path)) return;
	const db = new Database(path);
	db.exec(sql);
	db.close();
}

async function tick(path: string): Promise<void> {
	const store = await openStoreAt(path);
	const engine = new Engine({ store, now: () => NOW_AT, holder: 'tick' });
	await engine.tick();
	await engine.stop();
	await store.close();
}

/** What a copy left at its place that was killed: no store, or all of it. */
async function faultsOfKilledCopy(scene: Scene, to: string): Promise<string[]> {
	if (!isPostgresUrl(to)) return existsSync(to) ? faultsOf(to, scene.whole) : [];
	try {
		return await faultsOfCopy(scene, to);
	} catch (error) {
		const said = String(error);
		return /is half a copy|there is no store/.test(said) ? [] : [`half a copy is told of as: ${said}`];
	}
}

async function faultsOfCopy(scene: Scene, to: string): Promise<string[]> {
	return isPostgresUrl(to) ? faultsOnServer(scene, to, scene.whole) : faultsOf(to, scene.whole);
}

/** As `faultsOf`, of a store on PostgreSQL. */
async function faultsOnServer(
	scene: Scene,
	url: string,
	expected: string,
	isMoved?: boolean,
): Promise<string[]> {
	const back = placeIn(scene, 'back.db');
	await bringBack(url, back);
	return faultsOf(back, expected, isMoved);
}

const aCopy = (scene: Scene, task: Task, to: string): Work => ({
	task,
	afterKill: () => faultsOfKilledCopy(scene, to),
	inTheEnd: () => faultsOfCopy(scene, to),
	isDone: /has something in it already|is there already/,
});

export const WORKS = {
	backup: async (scene) => {
		const to = placeIn(scene, 'backup.db');
		return aCopy(scene, { command: 'backup', input: [to], flags: { store: scene.whole } }, to);
	},
	'backup from PostgreSQL': async (scene) => {
		const [store, to] = [await scene.newUrl(), placeIn(scene, 'backup.db')];
		await scene.victims.whole(copying(scene.whole, store));
		return aCopy(scene, { command: 'backup', input: [to], flags: { store } }, to);
	},
	'copy to a file': async (scene) => {
		const to = placeIn(scene, 'copy.db');
		return aCopy(scene, copying(scene.whole, to), to);
	},
	'copy to PostgreSQL': async (scene) => {
		const to = await scene.newUrl();
		return aCopy(scene, copying(scene.whole, to), to);
	},
	'copy from PostgreSQL': async (scene) => {
		const [from, to] = [await scene.newUrl(), placeIn(scene, 'copy.db')];
		await scene.victims.whole(copying(scene.whole, from));
		return aCopy(scene, copying(from, to), to);
	},
	rebuild: async (scene) => {
		const store = harmedStore(scene);
		return { task: rebuilding(store), inTheEnd: async () => faultsOf(store, scene.whole) };
	},
	'rebuild on PostgreSQL': async (scene) => {
		const store = await scene.newUrl();
		await scene.victims.whole(copying(harmedStore(scene), store));
		return { task: rebuilding(store), inTheEnd: () => faultsOfCopy(scene, store) };
	},
	prune: async (scene) => {
		const [rightStore, rightArchive] = await pruned(scene);
		const [store, archive] = [ownStore(scene), placeIn(scene, 'archive.db')];
		return {
			task: pruning(store, archive),
			afterKill: async () => {
				await passTime(archive);
				return [];
			},
			inTheEnd: async () => [...faultsOf(store, rightStore), ...faultsOf(archive, rightArchive, true)],
		};
	},
	'prune on PostgreSQL': async (scene) => {
		const [rightStore, rightArchive] = await pruned(scene);
		const [store, archive] = [await scene.newUrl(), await scene.newUrl()];
		await scene.victims.whole(copying(scene.whole, store));
		return {
			task: pruning(store, archive),
			afterKill: async () => {
				await passTime(archive);
				return [];
			},
			inTheEnd: async () => [
				...(await faultsOnServer(scene, store, rightStore)),
				...(await faultsOnServer(scene, archive, rightArchive, true)),
			],
		};
	},
	'prune --undo on PostgreSQL': async (scene) => {
		const [store, archive] = [await scene.newUrl(), await scene.newUrl()];
		await scene.victims.whole(copying(scene.whole, store));
		await scene.victims.whole(pruning(store, archive));
		return {
			task: pruning(store, archive, { undo: true }),
			inTheEnd: async () => {
				await tick(store);
				return faultsOnServer(scene, store, scene.whole, true);
			},
		};
	},
	'prune --undo': async (scene) => {
		const [store, archive] = await pruned(scene);
		return {
			task: pruning(store, archive, { undo: true }),
			inTheEnd: async () => {
				await tick(store);
				return faultsOf(store, scene.whole, true);
			},
		};
	},
} as const satisfies Readonly<Record<string, (scene: Scene) => Promise<Work>>>;

export type Name = keyof typeof WORKS;

/**
 * Kills a command so many times at most at random moments, and lets it come to its end.
 * @param most ms after its beginning within which it is killed
 */
export async function killCommand(
	scene: Scene,
	name: Name,
	times: number,
	most: number,
	random: Random,
): Promise<Killed & { readonly faults: readonly string[] }> {
	const work: Work = await WORKS[name](scene);
	const faults: string[] = [];
	let kills = 0;
	for (let turn = 0; turn <= times; turn++) {
		const isLast = turn === times;
		const { how, said } = await scene.victims.run(work.task, isLast ? null : random.next() * most);
		if (how === 'ended' || (how === 'failed' && kills > 0 && work.isDone?.test(said))) break;
		if (how === 'failed') faults.push(`${name} failed: ${said}`);
		else kills++;
		faults.push(...((await work.afterKill?.()) ?? []));
	}
	faults.push(...(await work.inTheEnd()));
	return { kills, ends: 1, faults };
}
