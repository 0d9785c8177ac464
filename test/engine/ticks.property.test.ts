import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgreementFile, loadAgreement } from '../../source/engine/agreement-file.ts';
import { Engine } from '../../source/engine/engine.ts';
import { replay } from '../../source/engine/replay.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { ClosedTimer } from '../../source/sla/fold.ts';
import type { Timer } from '../../source/sla/timer.ts';
import { type RawEvent, simulateFloor } from '../../source/sources/floor/floor.ts';
import type { Store } from '../../source/store/port.ts';
import { STORES, type StoreKind } from '../support/stores.ts';

const AGREEMENT = new URL('../../data/sla.yaml', import.meta.url).pathname;
const FROM = Date.parse('2026-11-16T08:00:00+01:00');
const TO = FROM + 30 * 3_600_000;
const ALL = { direction: 'after', limit: 1_000_000 } as const;

/** A day and a quarter of a floor, of every fifth ticket. */
function someEvents(seed: number): RawEvent[] {
	const events: RawEvent[] = [];
	for (const event of simulateFloor({ seed, fromAt: FROM })) {
		if (Date.parse(event.at) > TO) return events;
		if (Number(event.ticket.slice(-1)) % 5 === 0) events.push(event);
	}
	return events;
}

const openFacts = ({
	ticket,
	metric,
	cycle,
	level,
	state,
	dueAt,
	atRiskAt,
}: Pick<Timer, 'ticket' | 'metric' | 'cycle' | 'level' | 'state' | 'dueAt' | 'atRiskAt'>): string =>
	[ticket, metric, cycle, level, state, dueAt, atRiskAt].join(' ');
const closedFacts = (
	row: Pick<ClosedTimer, 'ticket' | 'metric' | 'cycle' | 'state' | 'dueAt' | 'closedAt' | 'reason'>,
) => [row.ticket, row.metric, row.cycle, row.state, row.dueAt, row.closedAt, row.reason].join(' ');

/** Feeds a store event by event and ticks now and then; the clock stands at the last event taken, and at the end at TO. */
async function runInTicks(
	{ open }: StoreKind,
	events: readonly RawEvent[],
	sizes: readonly number[],
): Promise<Store> {
	const store = await open();
	let nowAt = FROM;
	const engine = new Engine({
		store,
		now: () => nowAt,
		holder: 'test',
		agreementFile: new AgreementFile(AGREEMENT),
	});
	let place = 0;
	for (let turn = 0; place < events.length; turn++) {
		const batch = events.slice(place, place + (sizes[turn % sizes.length] ?? 1));
		place += batch.length;
		await store.appendEvents(
			'test',
			batch.map((raw) => ({ id: String(raw.id), event: parseEvent(raw), data: JSON.stringify(raw) })),
		);
		nowAt = Math.max(nowAt, ...batch.map(({ at }) => Date.parse(at)));
		await engine.tick();
	}
	nowAt = TO;
	await engine.tick();
	return store;
}

async function expected(events: readonly RawEvent[]): Promise<{ open: string[]; closed: string[] }> {
	const { agreement } = await loadAgreement(AGREEMENT);
	const versions = [{ agreement, inForceAt: 0, movesOpen: false }];
	const { timers } = replay(events.map(parseEvent), versions, TO);
	return {
		open: timers
			.filter(({ closedAt }) => closedAt === null)
			.map(openFacts)
			.sort(),
		closed: timers
			.flatMap((timer) =>
				timer.closedAt === null
					? []
					: [closedFacts({ ...timer, closedAt: timer.closedAt, state: timer.state as ClosedTimer['state'] })],
			)
			.sort(),
	};
}

describe.each(STORES)('the engine in ticks on $kind', (kind) => {
	test('finds what one replay finds, whatever the ticks and the order of arrival', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 50 }),
				fc.array(fc.integer({ min: kind.leastBatch, max: 60 }), { minLength: 1, maxLength: 5 }),
				fc.boolean(),
				async (seed, sizes, shuffled) => {
					const inTime = someEvents(seed);
					// Late events: every third comes at the end. Its ticket's `created` may be among them.
					const late = (_: RawEvent, place: number): boolean => place % 3 === 0;
					const events = shuffled
						? [...inTime.filter((event, place) => !late(event, place)), ...inTime.filter(late)]
						: inTime;
					const store = await runInTicks(kind, events, sizes);
					const wanted = await expected(events);
					expect((await store.timers({}, ALL)).map(openFacts).sort()).toEqual(wanted.open);
					expect(
						(await store.log({}, ALL))
							.map((row) => closedFacts({ ...row, state: row.state as ClosedTimer['state'] }))
							.sort(),
					).toEqual(wanted.closed);
					await store.close();
				},
			),
			{ numRuns: kind.runs(8), seed: 11 },
		);
	});

	test('keeps its counters equal to a count', async () => {
		const store = await runInTicks(kind, someEvents(3), [7, 40]);
		const counted = new Map<string, number>();
		const add = (...key: unknown[]): void => {
			const name = key.join(' ');
			counted.set(name, (counted.get(name) ?? 0) + 1);
		};
		for (const { department, level, metric, state } of await store.timers({}, ALL))
			add(department, level, metric, state);
		for (const { department, level, metric, state } of await store.log({}, ALL))
			add(department, level, metric, state);
		const kept = new Map<string, number>();
		for (const { department, level, metric, state, count } of [
			...(await store.counters()),
			...(await store.closedSince(0)),
		]) {
			kept.set([department, level, metric, state].join(' '), count);
		}
		expect([...kept].sort()).toEqual([...counted].sort());
		await store.close();
	});

	test('changes nothing when everything is folded again under the same agreement', async () => {
		const store = await runInTicks(kind, someEvents(5), [25]);
		// What has been counted of a running timer is as of its last fold: that alone moves on.
		const facts = async () => ({
			timers: (await store.timers({}, ALL)).map(({ countedMs: _, ...row }) => row),
			log: await store.log({}, ALL),
			counters: await store.counters(),
		});
		const before = await facts();
		const [version] = await store.agreements();
		if (!version) throw new Error('no agreement was stored');
		await store.addAgreement({ ...version, inForceAt: TO, movesOpen: true });
		const engine = new Engine({ store, now: () => TO, holder: 'test' });
		await engine.tick();
		expect(await facts()).toEqual(before);
		await store.close();
	});
});
