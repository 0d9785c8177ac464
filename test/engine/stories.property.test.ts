/** The engine in ticks of any size, fed in any order, against one replay: any agreement, any history. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { replay } from '../../source/engine/replay.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { Timer } from '../../source/sla/timer.ts';
import type { KindCount, Store } from '../../source/store/port.ts';
import { versionsOf } from '../sla/oracle/compare.ts';
import { type Story, story } from '../sla/oracle/histories.ts';
import type { EventText } from '../sla/oracle/slow-ticket.ts';
import { STORES, type StoreKind } from '../support/stores.ts';

const RUNS = Number(process.env.HISTORIES ?? 25);
const SEED = Number(process.env.SEED ?? 5);
const ALL = { direction: 'after', limit: 1_000_000 } as const;

type Row = Pick<
	Timer,
	| 'ticket'
	| 'metric'
	| 'cycle'
	| 'level'
	| 'calendar'
	| 'state'
	| 'startedAt'
	| 'atRiskAt'
	| 'dueAt'
	| 'targetMs'
>;

const openFacts = (row: Row): string =>
	[
		...[row.ticket, row.metric, row.cycle, row.level, row.calendar, row.state, row.startedAt],
		...[row.atRiskAt, row.dueAt, row.targetMs],
	].join(' ');
const closedFacts = (row: Row & Pick<Timer, 'closedAt' | 'countedMs' | 'pausedMs' | 'reason'>): string =>
	[openFacts(row), row.closedAt, row.countedMs, row.pausedMs, row.reason].join(' ');

const atOf = ({ at }: EventText): number => Date.parse(at);

/** Feeds a store in batches, a tick after each; the clock stands at the latest event so far, and at last at `nowAt`. */
async function runInTicks(
	{ open }: StoreKind,
	{ tickets, files, nowAt }: Story,
	sizes: readonly number[],
): Promise<Store> {
	const store = await open();
	const events = tickets.flatMap(({ arrived }) => arrived);
	let clockAt = 0;
	const engine = new Engine({ store, now: () => clockAt, holder: 'test' });
	const waiting = files.map(({ text, inForceAt, movesOpen }) => ({ text, inForceAt, movesOpen, files: {} }));
	const tickAt = async (at: number): Promise<void> => {
		clockAt = Math.max(clockAt, at);
		for (let next = waiting[0]; next && next.inForceAt <= clockAt; next = waiting[0]) {
			await store.addAgreement(next);
			waiting.shift();
		}
		await engine.tick();
	};
	for (let place = 0, turn = 0; place < events.length; turn++) {
		const batch = events.slice(place, place + (sizes[turn % sizes.length] ?? 1));
		place += batch.length;
		const incoming = batch.map((raw, index) => ({
			id: `${turn} ${index}`,
			event: parseEvent(raw),
			data: JSON.stringify(raw),
		}));
		await store.appendEvents('test', incoming);
		await tickAt(Math.max(...batch.map(atOf)));
	}
	await tickAt(nowAt);
	return store;
}

const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });

const countKey = (row: Pick<KindCount, 'department' | 'level' | 'metric' | 'state'>): string =>
	[row.department, row.level, row.metric, row.state].join(' ');

describe.each(STORES)('the engine on $kind', (kind) => {
	test('finds in ticks of any size what one replay finds, and keeps its counters equal to a count', async () => {
		await fc.assert(
			fc.asyncProperty(story, sizes, async (one, batches) => {
				const store = await runInTicks(kind, one, batches);
				const events = one.tickets.flatMap((ticket) => ticket.events.map(parseEvent));
				const { timers } = replay(events, await versionsOf(one.files), one.nowAt);
				const running = timers.filter(({ closedAt }) => closedAt === null);
				const ended = timers.filter(({ closedAt }) => closedAt !== null);
				const [open, closed] = [await store.timers({}, ALL), await store.log({}, ALL)];
				expect(open.map(openFacts).sort()).toEqual(running.map(openFacts).sort());
				expect(closed.map(closedFacts).sort()).toEqual(ended.map(closedFacts).sort());
				const counted = new Map<string, number>();
				for (const row of [...open, ...closed]) {
					counted.set(countKey(row), (counted.get(countKey(row)) ?? 0) + 1);
				}
				const kept = [...(await store.counters()), ...(await store.closedSince(0))];
				expect(new Map(kept.map((row) => [countKey(row), row.count]))).toEqual(counted);
				await store.close();
			}),
			{ numRuns: kind.runs(RUNS), seed: SEED },
		);
	});
});
