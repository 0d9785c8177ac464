/** Kills a store's program again and again, and holds what it leaves against what an uninterrupted one leaves. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { bundle } from '../../bundle.mjs';
import type { Random } from '../../source/sources/floor/prng.ts';
import { MIGRATIONS } from '../../source/store/migrations.ts';
import { APPLICATION_ID } from '../../source/store/sqlite/connection.ts';
import { copyStore } from '../../source/store/sqlite/copy.ts';
import { differences } from '../../source/store/sqlite/rebuilding.ts';
import { live, type Plan } from './life.ts';

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

/** What is compared beside what follows from events: these themselves in their order, and who is told of what. */
const KEPT = [
	'SELECT seq, event_id, ticket, at, type, data FROM event ORDER BY seq',
	'SELECT name FROM source ORDER BY id',
	'SELECT cursor FROM connector',
	`SELECT key, value FROM meta WHERE key IN ('cursor', 'applied_agreement', 'rollup_zone', 'brought_up_to') ORDER BY key`,
	'SELECT in_force_at, moves_open, text FROM agreement ORDER BY id',
	'SELECT alert_id, ticket, metric, cycle, step, repeat, recipient, step_at, state FROM alert ORDER BY alert_id',
	'SELECT ticket, next_at FROM alert_due ORDER BY ticket',
	'PRAGMA integrity_check',
];

function kept(path: string): string[] {
	const db = new Database(path);
	try {
		return KEPT.map((sql) => JSON.stringify(db.prepare(sql).all()));
	} finally {
		db.close();
	}
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
	readonly folder = mkdtempSync(join(PACKAGES, '.slatop-killed-'));
	private readonly whole = join(this.folder, 'whole.db');
	private readonly plan: Omit<Plan, 'store'>;

	constructor(plan: Omit<Plan, 'store' | 'agreement'>) {
		this.plan = { ...plan, agreement: AGREEMENT };
	}

	/** Bundles the victim, and has a store live uninterrupted. */
	async begin(): Promise<void> {
		await bundle({ victim: fileURLToPath(new URL('victim.ts', import.meta.url)) }, this.folder);
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
			if (await this.life(path, random.next() * most)) ends++;
		}
		await live({ ...this.plan, store: path });
		return { kills: times - ends, ends };
	}

	/** Where a store differs from the one that lived uninterrupted. */
	async faults(path: string): Promise<string[]> {
		const copies = [this.whole, path].map((store) => `${store}.${Date.now()}.copy`);
		await copyStore(this.whole, copies[0] ?? '');
		await copyStore(path, copies[1] ?? '');
		const derived = differences(copies[1] ?? '', copies[0] ?? '').flatMap(
			({ what, missing, surplus, examples }) =>
				missing + surplus > 0 ? [`${what}: ${missing} missing, ${surplus} too many`, ...examples] : [],
		);
		const expected = kept(this.whole);
		const stored = kept(path).flatMap((text, place) =>
			text === expected[place] ? [] : [`${KEPT[place]}: ${text.slice(0, 500)}`],
		);
		return [...derived, ...stored];
	}

	/** Tells whether it came to its end. */
	private life(path: string, afterMs: number): Promise<boolean> {
		const victim = spawn(
			process.execPath,
			[join(this.folder, 'victim.js'), JSON.stringify({ ...this.plan, store: path })],
			{
				stdio: ['ignore', 'pipe', 'inherit'],
			},
		);
		let said = '';
		victim.stdout.setEncoding('utf8').on('data', (text: string) => {
			if (said === '') setTimeout(() => victim.kill('SIGKILL'), afterMs);
			said += text;
		});
		return new Promise((resolve, reject) => {
			victim.on('error', reject);
			victim.on('close', () => resolve(said.includes('ends')));
		});
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
