/** The order by agent, which ticks leave for when nobody waits. */
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../../source/engine/engine.ts';
import type { Store } from '../../../source/store/port.ts';
import { openSqliteStore } from '../../../source/store/sqlite/sqlite-store.ts';
import { at, created, Desk, type EventLine, TEN_MINUTES } from '../../support/desk.ts';
import { take } from '../../support/feeding.ts';

const NOW = Date.parse(at('12:05'));
const assigned = (agent: string): EventLine => ({ ticket: 'T-1', at: at('12:02'), type: 'assigned', agent });

let desk: Desk;
let store: Store;
beforeEach(() => {
	desk = new Desk();
	store = openSqliteStore(desk.store, { waitMs: 0 });
});
afterEach(async () => {
	await store.close();
	await desk.dispose();
});

const tick = async (): Promise<void> => {
	const engine = new Engine({ store, now: () => NOW, holder: 'test' });
	await engine.tick();
	await engine.stop();
};

/** A ticket of Ana's that went to Bor, in a tick of its own. */
async function moved(event = assigned('bor')): Promise<void> {
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: TEN_MINUTES, files: {} });
	await take(store, created('T-1', '12:00', { agent: 'ana' }));
	await tick();
	await take(store, event);
	await tick();
}

/** Under whom its timers stand in the file, and how many tickets are still to be put right. */
function inFile(): { readonly agents: unknown; readonly left: unknown } {
	const db = new Database(desk.store, { readonly: true });
	const value = (sql: string): unknown => db.prepare(sql).pluck().get();
	const agents = value(`SELECT group_concat(DISTINCT agent) FROM timer`);
	const left = value(`SELECT count(*) FROM reassigned`);
	db.close();
	return { agents, left };
}

describe('a ticket that goes to another agent', () => {
	it('stands where it did in the order by agent until nobody waits', async () => {
		await moved();
		expect(inFile()).toEqual({ agents: 'ana', left: 1 });
		await store.settle();
		expect(inFile()).toEqual({ agents: 'bor', left: 0 });
	});

	it('stands there where more of it changes than its agent, and is found as it is', async () => {
		await moved({ ticket: 'T-1', at: at('12:02'), type: 'updated', agent: 'bor', priority: 'high' });
		expect(inFile()).toEqual({ agents: 'ana', left: 1 });
		const found = await store.timers({ agents: ['bor'] }, { direction: 'after', limit: 9 });
		expect(found.map(({ agent, priority }) => ({ agent, priority }))).toEqual([
			{ agent: 'bor', priority: 'high' },
		]);
	});

	it('waits for the next time where another writes, and for the next program where this one ends', async () => {
		await moved();
		const other = new Database(desk.store);
		other.exec('BEGIN IMMEDIATE');
		await store.settle();
		other.exec('ROLLBACK');
		other.close();
		expect(inFile()).toEqual({ agents: 'ana', left: 1 });
		await store.close();
		store = openSqliteStore(desk.store, { waitMs: 0 });
		await take(store, created('T-2', '12:03', { agent: 'bor' }));
		await tick();
		await store.settle();
		expect(inFile()).toEqual({ agents: 'bor', left: 0 });
	});
});
