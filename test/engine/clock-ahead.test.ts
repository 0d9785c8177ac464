import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { HOUR_MS, MINUTE_MS } from '../../source/sla/duration.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { formatInstant } from '../../source/sla/instant.ts';
import type { Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { STORES } from '../support/stores.ts';

const NOW_AT = Date.UTC(2026, 10, 24, 12);
const YEAR_MS = 365 * 24 * HOUR_MS;

const terms = (target: string): string =>
	`version: 1\nlevels: { gold: { calendar: always, targets: { first_answer: ${target} } } }\ndefault_level: gold\n`;

async function ticket(store: Store, at: number): Promise<void> {
	const raw = { id: `${at}`, ticket: `T-${at}`, at: formatInstant(at), type: 'created' };
	await store.appendEvents('desk', [{ id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) }]);
}

/** The minutes that tickets are given, in the order of their creation. */
async function targets(store: Store): Promise<number[]> {
	const rows = await store.timers({}, { direction: 'after', limit: 99 }, 'started');
	return rows.map(({ targetMs }) => targetMs / MINUTE_MS);
}

const add = (store: Store, text: string, inForceAt: number, movesOpen = false) =>
	store.addAgreement({ inForceAt, movesOpen, text, files: {} });

describe.each(
	STORES,
)('on $kind, a version of the agreement that a clock which was ahead has dated', (kind) => {
	it('comes into force when the clock is right again, and is overtaken by the next', async () => {
		const store = await kind.open();
		let nowAt = NOW_AT;
		const engine = new Engine({ store, now: () => nowAt, holder: 'test' });
		await add(store, terms('10m'), NOW_AT - YEAR_MS);
		await ticket(store, nowAt);
		await engine.tick();
		await add(store, terms('20m'), nowAt + YEAR_MS);
		await engine.tick();
		nowAt += HOUR_MS;
		await ticket(store, nowAt);
		await engine.tick();
		nowAt += HOUR_MS;
		await add(store, terms('30m'), nowAt);
		nowAt += HOUR_MS;
		await ticket(store, nowAt);
		await engine.tick();
		expect(await targets(store)).toEqual([10, 20, 30]);
		await store.close();
	});

	it('moves open timers then, where it moves them', async () => {
		const store = await kind.open();
		const engine = new Engine({ store, now: () => NOW_AT, holder: 'test' });
		await add(store, terms('10m'), NOW_AT - YEAR_MS);
		await ticket(store, NOW_AT);
		await engine.tick();
		await add(store, terms('20m'), NOW_AT + YEAR_MS, true);
		await engine.tick();
		expect(await targets(store)).toEqual([20]);
		await engine.tick();
		expect(await store.agreements()).toHaveLength(3);
		await store.close();
	});
});

describe('the versions of an agreement', () => {
	it('are in the order in which they were added, none later than the next, and as they were dated where that is so', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }), async (instants) => {
				const store = openSqliteStore(':memory:');
				for (const [place, at] of instants.entries()) await add(store, `${place}`, at);
				const versions = await store.agreements();
				expect(versions.map(({ text }) => text)).toEqual(instants.map((_, place) => `${place}`));
				for (const [place, { inForceAt }] of versions.entries()) {
					expect(inForceAt).toBe(Math.min(...instants.slice(place)));
				}
				await store.close();
			}),
			{ numRuns: 40 },
		);
	});
});
