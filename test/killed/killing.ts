/** Kills a store's program again and again, and holds what it leaves against what an uninterrupted one leaves. */
import { copyFileSync, mkdtempSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Random } from '../../source/sources/floor/prng.ts';
import { MIGRATIONS } from '../../source/store/migrations.ts';
import { APPLICATION_ID } from '../../source/store/sqlite/connection.ts';
import { isPostgresUrl } from '../../source/store/store-url.ts';
import { bringBack, faultsOf } from './held-against.ts';
import { live, type Plan } from './life.ts';
import { type End, Victims } from './victims.ts';

const AGREEMENT = fileURLToPath(new URL('../../data/sla.yaml', import.meta.url));
/** Where the native module is found from. */
const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Bytes of the log from which on SQLite brings it into the file: 1,000 pages. */
const LEAST_CHECKPOINT = 4_000_000;

export interface Killed {
	readonly kills: number;
	/** Lives that came to the end before they were to be killed. */
	readonly ends: number;
}

/** A store of an older schema with nothing in it. */
function olderStore(path: string, version: number): void {
	const db = new Database(path);
	db.pragma(`application_id = ${APPLICATION_ID}`);
	for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
	db.pragma(`user_version = ${version}`);
	db.close();
}

export class Killing {
	readonly folder = mkdtempSync(join(tmpdir(), 'slatop-killed-'));
	readonly victims = new Victims(this.folder);
	/** What lived uninterrupted. */
	readonly whole = join(this.folder, 'whole.db');
	private readonly plan: Omit<Plan, 'store'>;

	constructor(plan: Omit<Plan, 'store' | 'agreement'>) {
		this.plan = { ...plan, agreement: AGREEMENT };
	}

	/** Bundles the victim, and has a store live uninterrupted. */
	async begin(): Promise<void> {
		symlinkSync(PACKAGES, join(this.folder, 'node_modules'));
		await this.victims.prepare();
		await live({ ...this.plan, store: this.whole });
	}

	/**
	 * Has a store live, killed so many times at random moments, and then to the end.
	 * @param most ms after its beginning within which a life is killed
	 */
	async kill(path: string, times: number, most: number, random: Random): Promise<Killed> {
		olderStore(path, 1 + Math.floor(random.next() * (MIGRATIONS.length - 1)));
		let ends = 0;
		for (let kill = 0; kill < times; kill++) {
			if (await this.life({ ...this.plan, store: path }, random.next() * most)) ends++;
		}
		await live({ ...this.plan, store: path });
		return { kills: times - ends, ends };
	}

	/**
	 * Has a store on PostgreSQL live so, from nothing.
	 * @param url of one that is not there yet
	 */
	async killOnServer(url: string, times: number, most: number, random: Random): Promise<Killed> {
		const plan = { ...this.plan, store: url };
		let [kills, ends] = [0, 0];
		while (kills + ends < times) {
			const how = await this.lifeOnServer(plan, random.next() * most);
			if (how === 'killed') kills++;
			if (how === 'ended') ends++;
		}
		while ((await this.lifeOnServer(plan, null)) !== 'ended');
		return { kills, ends };
	}

	/** One that the server has broken off, as it does where the machine stood still meanwhile, is begun again. */
	private async lifeOnServer(plan: Plan, afterMs: number | null): Promise<End['how']> {
		const { how, said } = await this.victims.run({ life: plan }, afterMs);
		if (how === 'failed' && !/lost its connection|does not answer/.test(said)) {
			throw new Error(`a life failed: ${said}`);
		}
		return how;
	}

	/** Where a store differs from the one that lived uninterrupted. @param path a file, or a URL */
	async faults(path: string): Promise<string[]> {
		if (!isPostgresUrl(path)) return faultsOf(path, this.whole);
		const file = join(this.folder, `${Date.now()}-back.db`);
		await bringBack(path, file);
		return faultsOf(file, this.whole);
	}

	/** Tells whether it came to its end. */
	private async life(plan: Plan, afterMs: number): Promise<boolean> {
		const { how, said } = await this.victims.run({ life: plan }, afterMs);
		if (how === 'failed') throw new Error(`a life failed: ${said}`);
		return how === 'ended';
	}

	/**
	 * Stores as a loss of power in the middle of a life may leave them, each lived to the end: SQLite's log, of which
	 * nothing had been brought into the file yet, is cut to a share of its length.
	 */
	async loseTheEnd(path: string, turn: number, shares: readonly number[]): Promise<string[]> {
		const cut = shares.map((share) => ({ share, path: `${path}.${share}` }));
		const onTurn = (done: number): void => {
			if (done !== turn) return;
			const { size } = statSync(`${path}-wal`);
			if (size > LEAST_CHECKPOINT)
				throw new Error('the log has been brought into the file: take fewer turns');
			for (const { share, path: to } of cut) {
				copyFileSync(path, to);
				copyFileSync(`${path}-wal`, `${to}-wal`);
				truncateSync(`${to}-wal`, Math.floor(size * share));
			}
		};
		await live({ ...this.plan, store: path }, { onTurn });
		for (const { path: to } of cut) await live({ ...this.plan, store: to });
		return cut.map(({ path: to }) => to);
	}

	dispose(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
