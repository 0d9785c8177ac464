import { afterAll, beforeAll, expect, it } from 'vitest';
import { standingAt } from '../../source/commands/standing.ts';
import { Engine } from '../../source/engine/engine.ts';
import { OPEN_STATES } from '../../source/sla/timer.ts';
import type { Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { answered, at, created, status } from '../support/desk.ts';
import { take } from '../support/feeding.ts';

const AGREEMENT = `version: 1
timezone: UTC
levels: { gold: { calendar: always, at_risk: 50%, targets: { first_answer: 1h, first_resolve: 4h } } }
default_level: gold
`;
const EVENTS = [
	created('A', '10:00'),
	created('B', '10:20'),
	created('C', '10:40'),
	answered('C', '10:50'),
	created('D', '11:30'),
	status('D', '11:40', 'on_hold'),
];
const stores: Store[] = [];

/** A store whose engine looked at an instant for the last time. */
async function lookedAt(time: string): Promise<Store> {
	const store = openSqliteStore(':memory:');
	stores.push(store);
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: AGREEMENT, files: {} });
	await take(store, ...EVENTS);
	await new Engine({ store, now: () => Date.parse(at(time)), holder: 'test' }).tick();
	return store;
}

async function standing(
	store: Store,
	time: string,
	states: readonly string[],
	limit?: number,
): Promise<string[]> {
	const rows: string[] = [];
	for await (const page of standingAt(store, { states }, Date.parse(at(time)), limit)) {
		for (const { ticket, metric, state } of page) rows.push(`${ticket} ${metric} ${state}`);
	}
	return rows;
}

let early: Store;
let late: Store;
beforeAll(async () => {
	early = await lookedAt('11:45');
	late = await lookedAt('15:30');
});
afterAll(() => Promise.all(stores.map((store) => store.close())));

const SETS = [[], ...OPEN_STATES.map((state) => [state]), ['at_risk', 'paused'], ['breached', 'on_track']];

it.each([
	'11:45',
	'12:01',
	'13:00',
	'14:01',
	'15:30',
])('timers are listed as they stand at %s, whenever an engine looked', async (time) => {
	const now = await lookedAt(time);
	for (const states of SETS) {
		const expected = await standing(now, time, states);
		expect(await standing(early, time, states)).toEqual(expected);
		expect(await standing(late, time, states)).toEqual(expected);
		expect(await standing(early, time, states, 2)).toEqual(expected.slice(0, 2));
	}
	expect(await standing(now, time, [])).toHaveLength(7);
});
