import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgreementFile } from '../../../source/engine/agreement-file.ts';
import { Engine } from '../../../source/engine/engine.ts';
import { runAnew } from '../../../source/engine/rebuild.ts';
import { parseEvent } from '../../../source/sla/event.ts';
import { copyStore } from '../../../source/store/sqlite/copy.ts';
import { PrunedFile } from '../../../source/store/sqlite/pruning.ts';
import {
	type Difference,
	differences,
	epochOf,
	feedAnew,
	putInPlace,
	type Standing,
	standingOf,
} from '../../../source/store/sqlite/rebuilding.ts';
import { openSqliteStore } from '../../../source/store/sqlite/sqlite-store.ts';
import { BEGIN, END, histories, type RawEvent } from '../../support/histories.ts';

const AGREEMENT = new URL('../../../data/sla.yaml', import.meta.url).pathname;

const LOG_BUT_ID = `ticket_id, metric, cycle, level, calendar, state, started_at, at_risk_at, due_at, closed_at, target_ms,
	counted_ms, paused_ms, reason, department, agent, superseded, excluded, judged_at, organization`;

/** Runs SQL on a store's file; gives the first value of a question. */
function sql(path: string, text: string): unknown {
	const db = new Database(path);
	db.pragma('foreign_keys = OFF');
	try {
		const statement = db.prepare(text);
		return statement.reader ? statement.pluck().get() : statement.run().changes;
	} finally {
		db.close();
	}
}

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'slatop-rebuilding-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A store in which a history has come in pieces, with a tick after each. */
async function lived(path: string, events: readonly RawEvent[], pieces: readonly number[]): Promise<void> {
	const store = openSqliteStore(path);
	let nowAt = BEGIN;
	const engine = new Engine({
		store,
		now: () => nowAt,
		holder: 'test',
		agreementFile: new AgreementFile(AGREEMENT),
	});
	for (let place = 0, turn = 0; place < events.length; turn++) {
		const batch = events.slice(place, place + (pieces[turn % pieces.length] ?? 1));
		place += batch.length;
		await store.appendEvents(
			'test',
			batch.map((raw) => ({ id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) })),
		);
		nowAt = Math.max(nowAt, ...batch.map((raw) => Date.parse(raw.at)));
		await engine.tick();
	}
	nowAt = END;
	await engine.tick();
	await engine.stop();
	await store.close();
}

/** What rebuilding finds, and what it would put in place. */
async function rebuilt(path: string): Promise<{ found: Difference[]; anew: string; standing: Standing }> {
	const was = join(mkdtempSync(join(folder, 'rebuild-')), 'was.db');
	const anew = was.replace('was.db', 'anew.db');
	const epoch = epochOf(path);
	await copyStore(path, was);
	const standing = standingOf(was, epoch);
	const store = openSqliteStore(anew);
	feedAnew(anew, was);
	await runAnew(store, standing.broughtUpTo);
	await store.close();
	return { found: differences(anew, was), anew, standing };
}

const wrong = (found: readonly Difference[]): string[] =>
	found.flatMap(({ what, missing, surplus }) =>
		missing + surplus > 0 ? [`${what} -${missing} +${surplus}`] : [],
	);

describe('what is made anew from events', () => {
	it('is what the engine has made in ticks, whatever those and the order of arrival', async () => {
		let turn = 0;
		await fc.assert(
			fc.asyncProperty(
				histories,
				fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 3 }),
				async (events, pieces) => {
					const path = join(folder, `${++turn}.db`);
					await lived(path, events, pieces);
					const { found } = await rebuilt(path);
					expect(found.flatMap(({ examples }) => examples)).toEqual([]);
					expect(wrong(found)).toEqual([]);
				},
			),
			{ numRuns: 3, seed: 3 },
		);
	});
});

/** What somebody, or a fault, may do to a store; and what is found of it. */
const HARM: readonly (readonly [sql: string, what: string])[] = [
	['DELETE FROM timer WHERE id = (SELECT min(id) FROM timer)', 'open timers'],
	[`UPDATE timer SET state = 'on_track', next_at = NULL, due_at = due_at + 1000`, 'open timers'],
	[
		'INSERT INTO sla_log SELECT (SELECT max(id) + 1 FROM sla_log), ' +
			LOG_BUT_ID +
			' FROM sla_log WHERE superseded = 0 LIMIT 1',
		'log rows',
	],
	[`UPDATE sla_log SET state = 'fulfilled' WHERE state = 'missed'`, 'log rows'],
	['UPDATE counter SET count = count + 1', 'counters'],
	['DELETE FROM rollup', 'sums'],
	['DELETE FROM ticket', 'tickets'],
];

describe('a store that is not what its events say', () => {
	it('is found out, and put right in one transaction; superseded rows stay', async () => {
		const path = join(folder, 'store.db');
		const [events = []] = fc.sample(histories, { seed: 7, numRuns: 1 });
		await lived(path, events, [4]);
		const trail = (): unknown => sql(path, 'SELECT count(*) FROM sla_log WHERE superseded = 1');
		const before = trail();
		for (const [harm, what] of HARM) {
			sql(path, harm);
			const { found, anew, standing } = await rebuilt(path);
			expect(wrong(found).join(), harm).toContain(what);
			putInPlace(path, anew, standing);
			// Whose they were only their tickets' rows could tell.
			if (what !== 'tickets') expect(trail()).toEqual(before);
		}
		expect(wrong((await rebuilt(path)).found)).toEqual([]);
	});

	it('is left as it is where an engine has been at work meanwhile', async () => {
		const path = join(folder, 'store.db');
		const [events = []] = fc.sample(histories, { seed: 7, numRuns: 1 });
		await lived(path, events, [50]);
		const { anew, standing } = await rebuilt(path);
		const store = openSqliteStore(path);
		await store.acquireLease('somebody', Date.now(), 3_000);
		expect(() => putInPlace(path, anew, standing)).toThrow(/an engine or a prune has been at work on store/);
		await store.close();
	});

	it('is left as it is where tickets were moved out of it meanwhile', async () => {
		const path = join(folder, 'store.db');
		const [events = []] = fc.sample(histories, { seed: 7, numRuns: 1 });
		await lived(path, events, [50]);
		const { anew, standing } = await rebuilt(path);
		const pruned = new PrunedFile(path);
		await pruned.alone((held) => held.drop([String(events[0]?.ticket)]));
		await pruned.close();
		// Nothing but the lease tells.
		expect(standingOf(path, standing.epoch)).toEqual(standing);
		const tickets = 'SELECT group_concat(ticket) FROM ticket';
		const left = sql(path, tickets);
		expect(() => putInPlace(path, anew, standing)).toThrow(/a prune has been at work/);
		expect(sql(path, tickets)).toEqual(left);
	});
});
