import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { formatInstant } from '../../source/sla/instant.ts';
import { PRIORITIES } from '../../source/sla/ticket.ts';
import type { RowKey, Store, TimerFilter, TimerRow, Window } from '../../source/store/port.ts';
import type { TimerOrder } from '../../source/store/port-orders.ts';
import { STORES } from '../support/stores.ts';

const DAY_AT = Date.UTC(2026, 10, 24);
const MINUTE_MS = 60_000;
const AGREEMENT = `version: 1
levels:
  gold: { calendar: always, targets: { first_answer: 30m, first_resolve: 8h } }
  plain: { calendar: always, targets: { first_answer: 3h } }
rules: [{ name: VIP, when: { field: customer_group, is: vip }, level: gold }]
default_level: plain
`;
const DEPARTMENTS = ['Billing', 'Sales', 'Returns', null];
const AGENTS = ['ana', null, 'luka', 'maja', 'ana'];
/** Whom tickets go to afterwards, some of them: all of maja's do, and nobody has had zoe before. */
const NEXT_AGENTS = [
	null,
	'ana',
	undefined,
	'zoe',
	undefined,
	undefined,
	undefined,
	undefined,
	'zoe',
	undefined,
];
const ORDERS: readonly TimerOrder[] = ['due', 'started', 'arrived'];

let store: Store;
let all: readonly TimerRow[];
/** A store of seventy tickets, of which some went to another agent in a tick of its own. */
async function fill(store: Store): Promise<void> {
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: AGREEMENT, files: {} });
	const events = Array.from({ length: 70 }, (_, place) => ({
		ticket: `T-${place}`,
		at: formatInstant(DAY_AT + ((place * 37) % 70) * MINUTE_MS),
		type: 'created',
		department: DEPARTMENTS[place % 4] ?? null,
		agent: AGENTS[place % 5] ?? null,
		priority: PRIORITIES[(place * 7) % 4],
		customer_group: place % 3 === 0 ? 'vip' : null,
		subject: place % 6 === 0 ? 'Printer on fire' : 'Invoice',
	}));
	const moves = events.flatMap(({ ticket }, place) => {
		const agent = NEXT_AGENTS[place % 10];
		const at = formatInstant(DAY_AT + 80 * MINUTE_MS);
		return agent === undefined ? [] : [{ ticket, at, type: 'assigned', agent }];
	});
	const engine = new Engine({ store, now: () => DAY_AT + 90 * MINUTE_MS, holder: 'test' });
	for (const lines of [events, moves]) {
		await store.appendEvents(
			'desk',
			lines.map((raw) => ({
				id: `${raw.ticket} ${raw.type}`,
				event: parseEvent(raw),
				data: JSON.stringify(raw),
			})),
		);
		await engine.tick();
	}
}

const oneOf = (value: string | null, wanted: readonly string[] | undefined): boolean =>
	wanted === undefined || wanted.includes(value ?? '');

/** What a filter means, said again without SQL. */
const matches = (row: TimerRow, filter: TimerFilter): boolean =>
	oneOf(row.department, filter.departments) &&
	oneOf(row.agent, filter.agents) &&
	oneOf(row.level, filter.levels) &&
	oneOf(row.priority, filter.priorities) &&
	(filter.texts ?? []).every((text) => row.subject?.includes(text)) &&
	(filter.dueBefore === undefined || (row.dueAt ?? Infinity) < filter.dueBefore) &&
	(filter.dueFrom === undefined || (row.dueAt ?? Infinity) >= filter.dueFrom);

const PLACES: Readonly<Record<TimerOrder, (row: TimerRow) => number>> = {
	due: (row) => row.dueAt ?? Infinity,
	started: (row) => row.startedAt,
	arrived: (row) => Number(row.ticket.slice(2)),
};

const names = (values: readonly string[]) =>
	fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }), { nil: undefined });
const instant = fc.option(
	fc.integer({ min: 0, max: 200 }).map((minute) => DAY_AT + minute * MINUTE_MS),
	{ nil: undefined },
);
const filters = fc
	.record({
		departments: names(['Billing', 'Sales', 'Returns', '']),
		agents: names(['ana', 'luka', 'maja', 'zoe', '']),
		levels: names(['gold', 'plain']),
		priorities: names(PRIORITIES),
		texts: fc.constantFrom(undefined, ['Printer']),
		dueBefore: instant,
		dueFrom: instant,
	})
	.map(
		(filter): TimerFilter =>
			Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
	);

/** Every row, in windows of a size, from the top or from the end. */
async function walk(filter: TimerFilter, order: TimerOrder, direction: Window['direction'], limit: number) {
	const rows: TimerRow[] = [];
	for (let from: RowKey | undefined; ; ) {
		const window = await store.timers(filter, { direction, limit, ...(from ? { from } : {}) }, order);
		if (direction === 'after') rows.push(...window);
		else rows.unshift(...window);
		from = direction === 'after' ? window.at(-1)?.key : window[0]?.key;
		if (window.length < limit) return rows;
	}
}

describe.each(STORES)('on $kind', ({ open, runs }) => {
	beforeAll(async () => {
		store = await open();
		await fill(store);
		all = await store.timers({}, { direction: 'after', limit: 1_000 });
	});
	afterAll(() => store.close());

	describe('windows of the open timers', () => {
		it('put together, are the rows that match, in their order, whichever way they are read', async () => {
			await fc.assert(
				fc.asyncProperty(
					filters,
					fc.constantFrom(...ORDERS),
					fc.constantFrom<Window['direction']>('after', 'before'),
					fc.integer({ min: 1, max: 30 }),
					async (filter, order, direction, limit) => {
						const rows = await walk(filter, order, direction, limit);
						const place = PLACES[order];
						const expected = all
							.filter((row) => matches(row, filter))
							.sort((a, b) => place(a) - place(b) || a.id - b.id);
						expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
					},
				),
				{ numRuns: runs(150) },
			);
		});

		it('know the agents by name, those of no timer left out', async () => {
			expect(await store.agentNames(10)).toEqual(['ana', 'luka', 'zoe']);
			expect(await store.agentNames(2)).toEqual(['ana', 'luka']);
		});

		it('of an agent are the same once the store has done what it puts off', async () => {
			const agents = ['ana', 'luka', 'maja', 'zoe', ''];
			const read = () =>
				Promise.all([
					store.agentNames(10),
					...agents.map((agent) => walk({ agents: [agent] }, 'due', 'before', 9)),
				]);
			const before = await read();
			await store.settle();
			expect(await read()).toEqual(before);
		});
	});

	describe('what falls due by the hour', () => {
		it.each([
			0, 90.25,
		])('is counted from an instant on, for so many hours (%s minutes into the day)', async (minutes) => {
			const fromAt = DAY_AT + minutes * MINUTE_MS;
			const expected = [0, 1, 2, 3].map(
				(hour) =>
					all.filter(
						({ dueAt }) => dueAt !== null && Math.floor((dueAt - fromAt) / (60 * MINUTE_MS)) === hour,
					).length,
			);
			expect(expected.filter((count) => count > 0).length).toBeGreaterThan(1);
			expect(await store.dueByHour(fromAt, 4)).toEqual(expected);
		});
	});
});
