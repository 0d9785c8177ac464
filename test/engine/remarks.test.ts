import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { DEED_SOURCE, type Deed, deedEvent } from '../../source/sla/deed.ts';
import { EventRefused, parseEvent } from '../../source/sla/event.ts';
import { formatInstant } from '../../source/sla/instant.ts';
import type { LogRow, Store } from '../../source/store/port.ts';
import { STORES, type StoreKind } from '../support/stores.ts';

const DAY_AT = Date.UTC(2026, 10, 24);
const minute = (count: number): number => DAY_AT + count * 60_000;
const AGREEMENT = `version: 1
levels: { gold: { calendar: always, targets: { first_answer: 10m, first_resolve: 1h } } }
default_level: gold
miss_reasons: [outage]
`;

let store: Store;
let engine: Engine;
let nowAt = minute(0);
let ids = 0;

async function begin(kind: StoreKind): Promise<void> {
	store = await kind.open();
	nowAt = minute(0);
	engine = new Engine({ store, now: () => nowAt, holder: 'test' });
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: AGREEMENT, files: {} });
	await desk({ type: 'created' }, 0);
	await desk({ type: 'message', actor: 'agent' }, 20);
}
afterEach(() => store.close());

/** The help desk tells of something. */
async function desk(said: Readonly<Record<string, string>>, at: number): Promise<void> {
	const raw = { id: `desk-${++ids}`, ticket: 'T-1', at: formatInstant(minute(at)), ...said };
	await store.appendEvents('desk', [{ id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) }]);
	await tick(at);
}

/** Somebody does something here; gives the id that takes it back. */
async function does(by: string, deed: Deed, at: number): Promise<string> {
	const id = `deed-${++ids}`;
	await store.appendEvents(DEED_SOURCE, [deedEvent(deed, 'T-1', { by, at: minute(at), id })]);
	await tick(at);
	return id;
}

async function tick(at: number): Promise<void> {
	nowAt = Math.max(nowAt, minute(at));
	await engine.tick();
}

const missedRow = async (): Promise<LogRow | undefined> =>
	(await store.log({ metrics: ['first_answer'] }, { direction: 'after', limit: 9 }))[0];
const missesCounted = async (): Promise<number> =>
	(await store.closedSince(0))
		.filter(({ state }) => state === 'missed')
		.reduce((sum, { count }) => sum + count, 0);

const EXCLUDE: Deed = { type: 'excluded', metric: 'first_answer', cycle: 1, reason: 'outage' };

describe.each(STORES)('what people say of a timer on $kind', (kind) => {
	beforeEach(() => begin(kind));
	test('stands beside its row of the log, with who and when', async () => {
		await does(
			'ana',
			{ type: 'explained', metric: 'first_answer', cycle: 1, reason: 'outage', text: 'mail' },
			30,
		);
		await does('bor', { type: 'remarked', metric: 'first_answer', cycle: 1, text: 'told the customer' }, 31);
		const remarks = (await missedRow())?.remarks;
		expect(remarks?.explained).toEqual({ by: 'ana', at: minute(30), reason: 'outage' });
		expect(remarks?.noted).toEqual({ by: 'bor', at: minute(31), text: 'told the customer' });
	});

	test('stands beside an open timer, and changes no clock', async () => {
		const [before] = await store.timers({}, { direction: 'after', limit: 9 });
		await does('ana', { type: 'acknowledged', metric: 'first_resolve', cycle: 1 }, 30);
		const [after] = await store.timers({}, { direction: 'after', limit: 9 });
		expect(after?.remarks.acknowledged).toEqual({ by: 'ana', at: minute(30) });
		expect({ ...after, remarks: null, countedMs: 0 }).toEqual({ ...before, remarks: null, countedMs: 0 });
	});

	test('leaves a row out of compliance, and lets it count again', async () => {
		expect(await missesCounted()).toBe(1);
		await does('ana', EXCLUDE, 30);
		expect(await missesCounted()).toBe(0);
		expect((await missedRow())?.remarks.excluded?.reason).toBe('outage');
		await does('bor', { type: 'included', metric: 'first_answer', cycle: 1 }, 31);
		expect(await missesCounted()).toBe(1);
		expect((await missedRow())?.remarks.excluded).toBeNull();
	});

	test('is taken back, and what takes it back as well', async () => {
		const excluded = await does('ana', EXCLUDE, 30);
		const undone = await does('ana', { type: 'undone', event: excluded }, 31);
		expect([await missesCounted(), (await missedRow())?.remarks.excluded]).toEqual([1, null]);
		await does('ana', { type: 'undone', event: undone }, 32);
		expect(await missesCounted()).toBe(0);
	});

	test('takes back nothing that the help desk said', async () => {
		await does('ana', { type: 'undone', event: 'desk-2' }, 30);
		expect(await missedRow()).toBeDefined();
		expect(await missesCounted()).toBe(1);
	});

	test('takes a claim back: the ticket is as it was', async () => {
		const claim = await does('ana', { type: 'assigned', agent: 'ana' }, 30);
		expect((await store.detail('T-1'))?.ticket.agent).toBe('ana');
		await does('ana', { type: 'undone', event: claim }, 31);
		expect((await store.detail('T-1'))?.ticket.agent).toBeNull();
	});

	test('must say who, and of what', () => {
		const said = { ticket: 'T-1', at: '2026-11-24T00:30:00Z', type: 'excluded', metric: 'first_answer' };
		expect(() => parseEvent({ ...said, reason: 'outage' })).toThrow(EventRefused);
		expect(() => parseEvent({ ...said, by: 'ana' })).toThrow('"reason" is missing');
		expect(() => parseEvent({ ...said, by: 'ana', reason: 'outage', cycle: 0 })).toThrow('"cycle" must be');
	});

	test('is kept by a ticket that its history folds anew', async () => {
		await does('ana', EXCLUDE, 30);
		await desk({ type: 'message', actor: 'customer' }, 5);
		expect((await missedRow())?.remarks.excluded?.by).toBe('ana');
		expect(await missesCounted()).toBe(0);
	});
});
