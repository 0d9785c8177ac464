import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { AsOf } from '../../source/engine/as-of.ts';
import { Engine } from '../../source/engine/engine.ts';
import type { Journey, PastSource } from '../../source/engine/past.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { parseInstant } from '../../source/sla/instant.ts';
import type { BoardStore, Store, StoredAgreement } from '../../source/store/port.ts';
import type { MemoryStore } from '../../source/store/port-memory.ts';
import { NAMES } from '../../source/store/port-reports.ts';
import { openMemoryStore } from '../../source/store/sqlite/memory-store.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { byText, sumsByText } from '../support/by-text.ts';
import { STORES } from '../support/stores.ts';

const DAY_AT = parseInstant('2026-11-24T00:00:00Z') ?? 0;
const MINUTE_MS = 60_000;
const minute = (count: number): number => DAY_AT + count * MINUTE_MS;

const agreementText = (minutes: number): string => `version: 1
timezone: UTC
calendars:
  day: { hours: { mon-sun: ["06:00-09:00", "10:00-20:00"] } }
levels:
  gold:
    calendar: day
    targets: { first_answer: ${minutes}m, next_answer: 20m, first_resolve: 3h, total_resolution: 4h }
  basic:
    calendar: always
    targets: { first_answer: 2h, first_resolve: 5h, agent_work: 2h }
rules:
  - { when: { field: customer_group, is: vip }, level: gold }
default_level: basic
`;

const AGREEMENT: StoredAgreement = {
	id: 1,
	inForceAt: DAY_AT,
	movesOpen: false,
	text: agreementText(30),
	files: {},
};

const journey = (): Journey => ({ signal: new AbortController().signal, onProgress: () => {} });

type Raw = Readonly<Record<string, string>>;

const stores: Store[] = [];
async function closeAll(): Promise<void> {
	for (const store of stores.splice(0)) await store.close();
}
afterEach(closeAll);
function kept<S extends Store>(store: S): S {
	stores.push(store);
	return store;
}
/** Small, so that all that is done piece by piece is so. */
const SIZES = { spanEvents: 3, batchTickets: 2, stepTickets: 100 };
const pastOf = (source: PastSource, memory: MemoryStore = kept(openMemoryStore())): AsOf =>
	new AsOf(source, memory, { sizes: SIZES });
async function begun(source: PastSource, at: number): Promise<AsOf> {
	const asOf = pastOf(source);
	await asOf.begin(at, journey());
	return asOf;
}
const stepped = (asOf: AsOf, at: number): Promise<boolean> => asOf.step(at, journey());

let ids = 0;
async function feed(store: Store, raws: readonly Raw[]): Promise<void> {
	const events = raws.map((raw) => ({
		id: String(++ids),
		event: parseEvent(raw),
		data: JSON.stringify(raw),
	}));
	await store.appendEvents('test', events);
}

/** A store fed only what happened by an instant, and ticked then. */
async function fresh(
	raws: readonly Raw[],
	agreements: readonly StoredAgreement[],
	at: number,
): Promise<Store> {
	const store = kept(openSqliteStore(':memory:'));
	for (const [place, agreement] of agreements.entries()) {
		if (place === 0 || agreement.inForceAt <= at) await store.addAgreement(agreement);
	}
	await feed(
		store,
		raws.filter((raw) => (parseInstant(raw.at ?? '') ?? 0) <= at),
	);
	await new Engine({ store, now: () => at, holder: 'test' }).tick();
	return store;
}

const ALL = { limit: 10_000, direction: 'after' } as const;

/** All that a board shows, without the places of rows in a store. */
async function shown(store: BoardStore): Promise<unknown> {
	const timers = await store.timers({}, ALL);
	const log = await store.log({}, ALL);
	return {
		// Of a timer that runs, what was counted by its last folding says nothing.
		timers: byText(
			timers.map(({ id: _, key: { order }, ...row }) => ({
				...row,
				order,
				countedMs: row.state === 'paused' ? row.countedMs : null,
			})),
		),
		dues: timers.map(({ dueAt }) => dueAt),
		log: byText(log.map(({ id: _, key: { order }, ...row }) => ({ ...row, order }))),
		counters: byText(await store.counters()),
		tallies: [...byText(await store.tallies(0)), ...byText(await store.departmentTallies(0))],
		closed: byText(await store.closedSince(0)),
		dueByHour: await store.dueByHour(DAY_AT, 48),
		agreement: (await store.status()).agreement,
	};
}

/** All that its reports read. */
async function reported({ reports }: Pick<BoardStore, 'reports'>): Promise<unknown> {
	const between = { fromAt: DAY_AT, toAt: minute(3 * 24 * 60) };
	return {
		bounds: await reports.judgedBounds(),
		sums: await sumsByText(reports),
		counted: byText(await reports.counted(between, NAMES, true, {})),
		breaches: byText(await reports.openBreaches(between)),
	};
}

const time = fc.integer({ min: 5 * 60, max: 22 * 60 });
const kind = fc.oneof(
	fc.constantFrom<Raw>(
		{ type: 'message', actor: 'agent' },
		{ type: 'message', actor: 'customer' },
		{ type: 'no_answer_needed' },
		{ type: 'updated', customer_group: 'vip' },
		{ type: 'updated', department: 'Sales' },
	),
	fc
		.constantFrom('open', 'answered', 'postponed', 'resolved', 'spam', 'closed')
		.map((status): Raw => ({ type: 'status', status })),
);
const at = (count: number): string => new Date(minute(count)).toISOString();
/** A desk's day: tickets, and what happens to them, in any order of arrival. */
const desk = fc
	.record({
		tickets: fc.array(fc.record({ at: time, group: fc.constantFrom('vip', 'none') }), {
			minLength: 1,
			maxLength: 6,
		}),
		events: fc.array(fc.record({ ticket: fc.nat(5), at: time, kind }), { maxLength: 40 }),
	})
	.map(({ tickets, events }): Raw[] => [
		...tickets.map(
			({ at: count, group }, place): Raw => ({
				ticket: `T-${place}`,
				type: 'created',
				at: at(count),
				customer_group: group,
				department: 'Billing',
			}),
		),
		...events.map(
			({ ticket, at: count, kind: raw }): Raw => ({ ...raw, ticket: `T-${ticket}`, at: at(count) }),
		),
	]);
const versions = fc
	.uniqueArray(time, { minLength: 1, maxLength: 3 })
	.chain((times) =>
		fc.tuple(
			fc.constant(times.sort((a, b) => a - b)),
			fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
		),
	)
	.map(([times, moves]) =>
		times.map(
			(count, place): StoredAgreement => ({
				id: place + 1,
				inForceAt: minute(count),
				movesOpen: place > 0 && moves[place] === true,
				text: agreementText(30 + place * 25),
				files: {},
			}),
		),
	);

describe.each(STORES)('the board as it stood, from $kind', ({ open, runs }) => {
	/** The store that is looked back at; what was opened before it is closed. */
	async function source(raws: readonly Raw[], agreements: readonly StoredAgreement[]): Promise<Store> {
		await closeAll();
		const store = await open();
		stores.push(store);
		for (const agreement of agreements) await store.addAgreement(agreement);
		await feed(store, raws);
		return store;
	}

	test('is that of a store which was fed what had happened by then, and ticked then', async () => {
		await fc.assert(
			fc.asyncProperty(desk, versions, time, async (raws, agreements, then) => {
				const asOf = await begun(await source(raws, agreements), minute(then));
				expect(await shown(asOf)).toEqual(await shown(await fresh(raws, agreements, minute(then))));
			}),
			{ numRuns: runs(25) },
		);
	});

	test('is the same whether it is gone to at once or step by step, on and back', async () => {
		const steps = fc.array(time, { minLength: 2, maxLength: 5 });
		await fc.assert(
			fc.asyncProperty(desk, versions, steps, async (raws, agreements, times) => {
				const store = await source(raws, agreements);
				let asOf = pastOf(store);
				for (const then of times.map(minute)) {
					if (!(await stepped(asOf, then))) asOf = await begun(store, then);
					const expected = await fresh(raws, agreements, then);
					expect(await shown(asOf)).toEqual(await shown(expected));
					expect(await reported(asOf)).toEqual(await reported(expected));
				}
			}),
			{ numRuns: runs(15) },
		);
	});

	test('takes in what arrives late between two steps', async () => {
		const early: Raw[] = [
			{ ticket: 'T-1', type: 'created', at: at(600) },
			{ ticket: 'T-2', type: 'created', at: at(610) },
		];
		const late: Raw = { ticket: 'T-1', type: 'message', actor: 'agent', at: at(620) };
		const store = await source(early, [AGREEMENT]);
		const asOf = await begun(store, minute(700));
		await feed(store, [late]);
		expect(await stepped(asOf, minute(701))).toBe(true);
		expect(await shown(asOf)).toEqual(await shown(await fresh([...early, late], [AGREEMENT], minute(701))));
	});

	test('shows of a ticket only what had happened', async () => {
		const raws: Raw[] = [
			{ ticket: 'T-1', type: 'created', at: at(600) },
			{ ticket: 'T-1', type: 'message', actor: 'agent', at: at(620) },
			{ ticket: 'T-2', type: 'created', at: at(630) },
		];
		const asOf = await begun(await source(raws, [AGREEMENT]), minute(610));
		const detail = await asOf.detail('T-1');
		expect(detail?.history).toEqual([JSON.stringify(raws[0])]);
		expect(detail?.timers.map(({ metric }) => metric)).toContain('first_answer');
		expect(await asOf.detail('T-2')).toBeNull();
		expect((await asOf.status()).sources).toMatchObject([{ lastEventAt: minute(600) }]);
	});

	test('keeps nothing of what is yet to happen when it goes back', async () => {
		const raws: Raw[] = [
			{ ticket: 'T-1', type: 'created', at: at(600) },
			{ ticket: 'T-2', type: 'created', at: at(610), agent: 'Ana' },
			{ ticket: 'T-2', type: 'message', actor: 'agent', at: at(620) },
			{ ticket: 'T-1', type: 'status', status: 'closed', at: at(630) },
		];
		const asOf = await begun(await source(raws, [AGREEMENT]), minute(700));
		expect(await asOf.log({}, ALL)).not.toEqual([]);
		expect(await stepped(asOf, minute(605))).toBe(true);
		expect(await asOf.log({}, ALL)).toEqual([]);
		expect(await asOf.detail('T-2')).toBeNull();
		expect(await asOf.agentNames(10)).toEqual([]);
		expect((await asOf.status()).sources).toMatchObject([{ lastEventAt: minute(600) }]);
		expect(await stepped(asOf, minute(599))).toBe(true);
		expect(await asOf.counters()).toEqual([]);
		expect((await asOf.status()).sources).toEqual([]);
	});

	test('keeps the order in which tickets came, on and back', async () => {
		const raws: Raw[] = [
			{ ticket: 'T-1', type: 'created', at: at(600) },
			{ ticket: 'T-2', type: 'created', at: at(610) },
			{ ticket: 'T-1', type: 'status', status: 'closed', at: at(620) },
			{ ticket: 'T-2', type: 'status', status: 'closed', at: at(630) },
			{ ticket: 'T-1', type: 'status', status: 'open', at: at(640) },
			{ ticket: 'T-3', type: 'created', at: at(650) },
		];
		const asOf = await begun(await source(raws, [AGREEMENT]), minute(660));
		for (const then of [660, 635, 641, 605, 660, 642].map(minute)) {
			expect(await stepped(asOf, then)).toBe(true);
			const expected = await fresh(raws, [AGREEMENT], then);
			const named = async (store: BoardStore): Promise<unknown> => ({
				timers: (await store.timers({}, ALL, 'arrived')).map(({ ticket }) => ticket),
				log: (await store.log({}, ALL, 'ticket')).map(({ ticket }) => ticket),
			});
			expect(await named(asOf)).toEqual(await named(expected));
		}
	});

	test('does not go on where tickets were moved to the archive meanwhile, or the file was replaced', async () => {
		const store = await source([{ ticket: 'T-1', type: 'created', at: at(600) }], [AGREEMENT]);
		let [tickets, opening] = [2, {}];
		const reports = { ...store.reports, archived: async () => ({ tickets, judged: null }) };
		const asOf = await begun({ ...store, reports, opening: async () => opening }, minute(700));
		expect(await stepped(asOf, minute(690))).toBe(true);
		tickets = 3;
		expect(await stepped(asOf, minute(680))).toBe(false);
		expect(await stepped(asOf, minute(710))).toBe(false);
		tickets = 2;
		expect(await stepped(asOf, minute(680))).toBe(true);
		opening = {};
		expect(await stepped(asOf, minute(670))).toBe(false);
	});

	test('forgets, going back, a ticket of which only what was dated before its beginning is left', async () => {
		const raws: Raw[] = [
			{ ticket: 'T-1', type: 'message', actor: 'agent', at: at(590) },
			{ ticket: 'T-1', type: 'created', at: at(600) },
		];
		const asOf = await begun(await source(raws, [AGREEMENT]), minute(700));
		expect(await stepped(asOf, minute(595))).toBe(true);
		expect(await asOf.detail('T-1')).toBeNull();
		expect(await asOf.timers({}, ALL)).toEqual([]);
		expect(await asOf.counters()).toEqual([]);
	});

	test('does not go on under other versions than those in force, nor by more than is quicker', async () => {
		const raws = [600, 610, 620].map(
			(count): Raw => ({ ticket: `T-${count}`, type: 'created', at: at(count) }),
		);
		const store = await source(raws, [AGREEMENT]);
		const asOf = new AsOf(store, kept(openMemoryStore()), { sizes: { ...SIZES, stepTickets: 2 } });
		expect(await stepped(asOf, minute(700))).toBe(false);
		await asOf.begin(minute(700), journey());
		expect(await stepped(asOf, minute(599))).toBe(false);
		expect(await stepped(asOf, minute(609))).toBe(true);
		await store.addAgreement({ ...AGREEMENT, inForceAt: minute(650) });
		expect(await stepped(asOf, minute(699))).toBe(false);
		expect(await stepped(asOf, minute(605))).toBe(true);
	});

	test('stays as it was, and goes on, where a step is not gone to its end', async () => {
		const raws = [600, 610, 620, 630, 640].flatMap((count): Raw[] => [
			{ ticket: `T-${count}`, type: 'created', at: at(count) },
			{ ticket: `T-${count}`, type: 'status', status: 'closed', at: at(count + 5) },
		]);
		const memory = openMemoryStore();
		const asOf = pastOf(await source(raws, [AGREEMENT]), kept(memory));
		await asOf.begin(minute(650), journey());
		const before = await shown(asOf);
		const leaving = new AbortController();
		const onProgress = (share: number): void => {
			if (share > 0) leaving.abort();
		};
		await expect(asOf.step(minute(601), { signal: leaving.signal, onProgress })).rejects.toThrow(/abort/i);
		expect(await shown(asOf)).toEqual(before);
		expect((await asOf.detail('T-640'))?.history).toHaveLength(2);
		expect(await stepped(asOf, minute(651))).toBe(true);
		const { forget } = memory;
		memory.forget = () => Promise.reject(new Error('out of memory'));
		await expect(stepped(asOf, minute(601))).rejects.toThrow('out of memory');
		memory.forget = forget;
		expect(await shown(asOf)).toEqual(before);
		expect(await stepped(asOf, minute(649))).toBe(false);
	});

	test('goes by the fallback where the store keeps no agreement yet', async () => {
		const store = await source([{ ticket: 'T-1', type: 'created', at: at(600), customer_group: 'vip' }], []);
		const asOf = new AsOf(store, kept(openMemoryStore()), { fallback: async () => AGREEMENT });
		await asOf.begin(minute(625), journey());
		expect(await asOf.timers({}, ALL)).toHaveLength(3);
		expect(await asOf.agreements()).toHaveLength(1);
	});
});
