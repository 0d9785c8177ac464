import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { IncomingEvent, Store } from '../../source/store/port.ts';
import { SourceAhead, SourceGone, type SyncStep } from '../../source/store/port-sources.ts';
import { TEN_MINUTES } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { STORES } from '../support/stores.ts';

const AT = Date.parse('2026-11-24T12:00:00Z');
const CONFIG = {
	name: 'desk',
	kind: 'liveagent',
	settings: '{}',
	schedule: '60s',
	zone: null,
	addedAt: AT,
};

const created = (ticket: string, time = '2026-11-24T10:00:00Z'): IncomingEvent => {
	const raw = { ticket, at: time, type: 'created', id: `t:${ticket}` };
	return { id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) };
};

const status = (ticket: string, to: string): IncomingEvent => {
	const raw = { ticket, at: '2026-11-24T11:00:00Z', type: 'status', status: to, id: `s:${ticket}` };
	return { id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) };
};

const assigned = (ticket: string, time: string): IncomingEvent => {
	const raw = { ticket, at: time, type: 'assigned', agent: 'ana', id: `a:${ticket}` };
	return { id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) };
};

const step = (events: readonly IncomingEvent[], more: Partial<SyncStep> = {}): SyncStep => ({
	source: 'desk',
	events,
	refused: [],
	read: [],
	cursor: '{"page":1}',
	at: AT,
	lateAt: AT,
	...more,
});

describe.each(STORES)('the store of a source on $kind', ({ open }) => {
	let store: Store;
	beforeEach(async () => {
		store = await open();
		await store.addSource(CONFIG, AT);
	});
	afterEach(() => store.close());

	it('keeps the cursor with the events that it stands for', async () => {
		expect(await store.commitSync(step([created('T-1'), created('T-2')]))).toEqual({
			taken: 2,
			known: 0,
			refused: [],
			waiting: 0,
		});
		expect(await store.commitSync(step([created('T-2')], { cursor: '{"page":2}' }))).toEqual({
			taken: 0,
			known: 1,
			refused: [],
			waiting: 0,
		});
		const [source] = await store.configuredSources();
		expect(source).toMatchObject({ cursor: '{"page":2}', heardAt: AT, lastEventAt: AT - 7_200_000 });
	});

	it('knows which of its tickets have an open timer', async () => {
		await store.commitSync(step([created('T-1'), created('T-2'), created('T-3'), status('T-2', 'resolved')]));
		await take(store, { ticket: 'U-1', at: '2026-11-24T10:00:00Z', type: 'created' });
		await store.addAgreement({ inForceAt: 0, movesOpen: false, text: TEN_MINUTES, files: {} });
		await new Engine({ store, now: () => AT, holder: 'test' }).tick();
		const open = await store.openTicketsOf('desk', 0, 9);
		expect(open.map(({ ticket }) => ticket)).toEqual(['T-1', 'T-3']);
		expect(await store.openTicketsOf('desk', open[0]?.number ?? 0, 9)).toEqual(open.slice(1));
		expect(await store.openTicketsOf('desk', 0, 1)).toEqual(open.slice(0, 1));
	});

	it('finds the tickets of one behind very many of others', async () => {
		await store.addAgreement({ inForceAt: 0, movesOpen: false, text: TEN_MINUTES, files: {} });
		const others = Array.from({ length: 1_100 }, (_, place) => created(`U-${place}`));
		await store.appendEvents('elsewhere', [...others.slice(0, 1_050), created('T-0')]);
		const engine = new Engine({ store, now: () => AT, holder: 'test' });
		await engine.tick();
		await store.commitSync(step([created('T-1')]));
		await store.appendEvents('elsewhere', others.slice(1_050));
		await engine.tick();
		await store.commitSync(step([created('T-2')]));
		await engine.tick();
		const names = async (limit: number) =>
			(await store.openTicketsOf('desk', 0, limit)).map(({ ticket }) => ticket);
		expect(await names(9)).toEqual(['T-1', 'T-2']);
		expect(await names(1)).toEqual(['T-1']);
		expect(await store.openTicketsOf('nobody', 0, 9)).toEqual([]);
	});

	it('keeps what waits with the cursor, each event once, and tells it by its ticket and by its time', async () => {
		const [early, late] = [assigned('T-1', '2026-11-24T13:00:00Z'), status('T-2', 'resolved')];
		expect(await store.commitSync(step([created('T-1')], { waiting: [late, early] }))).toMatchObject({
			taken: 1,
			waiting: 2,
		});
		expect(await store.commitSync(step([], { waiting: [early] }))).toMatchObject({ waiting: 0 });
		expect((await store.configuredSources())[0]).toMatchObject({ waiting: 2 });
		expect(await store.waitingUntil('desk', AT, 9)).toEqual([late.data]);
		expect(await store.waitingUntil('desk', early.event.at, 9)).toEqual([late.data, early.data]);
		expect((await store.sourceHistories('desk', ['T-1'])).get('T-1')).toEqual([
			created('T-1').data,
			early.data,
		]);
		expect(await store.commitSync(step([early], { settled: [early.id] }))).toMatchObject({
			taken: 1,
			waiting: -1,
		});
		await store.removeSource('desk');
		await store.addSource(CONFIG, AT);
		expect((await store.configuredSources())[0]).toMatchObject({ waiting: 0 });
	});

	it('sets a source up otherwise without losing how far it has come, and forgets what went wrong', async () => {
		await store.commitSync(step([]));
		await store.noteSync('desk', { at: AT, problem: 'no answer', nextAt: AT + 900_000 });
		const setup = { name: 'desk', settings: '{"url":"https://new"}', schedule: '5m', zone: 'UTC' };
		expect(await store.changeSource(setup, AT + 60_000)).toBe(true);
		expect((await store.configuredSources())[0]).toMatchObject({
			...setup,
			cursor: '{"page":1}',
			problem: null,
			failures: 0,
			nextAt: null,
			lateAt: AT + 60_000,
			addedAt: CONFIG.addedAt,
		});
		expect(await store.changeSource({ ...setup, name: 'nobody' }, AT)).toBe(false);
	});

	it('takes nothing of a source that was removed meanwhile', async () => {
		await store.removeSource('desk');
		await expect(store.commitSync(step([created('T-1')]))).rejects.toBeInstanceOf(SourceGone);
		expect((await store.status()).backlog).toBe(0);
	});

	it('takes nothing of a sync that was paused while another read on, and leaves the cursor where that is', async () => {
		await store.commitSync(step([created('T-1')], { fromCursor: null }));
		await store.commitSync(step([], { fromCursor: '{"page":1}', cursor: '{"page":9}' }));
		const late = step([created('T-2')], { fromCursor: '{"page":1}', cursor: '{"page":2}' });
		await expect(store.commitSync(late)).rejects.toBeInstanceOf(SourceAhead);
		expect((await store.configuredSources())[0]?.cursor).toBe('{"page":9}');
		expect((await store.status()).backlog).toBe(1);
	});

	it('puts what cannot be taken into quarantine, once, and says how often it was met', async () => {
		const refused = [{ place: 'ticket 7', reason: '"status" is missing', record: '{}' }];
		const tooEarly = assigned('T-1', '2026-11-24T09:00:00Z');
		const counts = await store.commitSync(step([created('T-1'), tooEarly], { refused }));
		expect(counts).toMatchObject({
			taken: 1,
			known: 0,
			refused: ['ticket 7', 'event a:T-1 of ticket T-1'],
		});
		await store.commitSync(step([], { refused, at: AT + 1_000 }));
		expect(await store.quarantined('desk', 10)).toEqual([
			{ source: 'desk', at: AT + 1_000, times: 2, ...refused[0] },
			{
				source: 'desk',
				at: AT,
				times: 1,
				place: 'event a:T-1 of ticket T-1',
				reason: 'dated before its ticket was created (2026-11-24T10:00:00Z)',
				record: tooEarly.data,
			},
		]);
		expect(await store.quarantined(null, 1)).toHaveLength(1);
		expect(await store.clearQuarantine('desk')).toBe(2);
		expect(await store.quarantined('desk', 10)).toEqual([]);
	});

	it('releases from quarantine what has been read well since, and nothing else', async () => {
		const refused = ['ticket 7', 'ticket 8'].map((place) => ({ place, reason: 'wrong', record: '{}' }));
		const tooEarly = assigned('T-1', '2026-11-24T09:00:00Z');
		const refusedEvent = 'event a:T-1 of ticket T-1';
		await store.commitSync(step([created('T-1'), tooEarly], { refused }));
		const read = ['ticket 7', 'ticket 9', refusedEvent];
		await store.commitSync(step([tooEarly], { read, at: AT + 1_000 }));
		expect((await store.quarantined('desk', 10)).map(({ place, times }) => [place, times])).toEqual([
			[refusedEvent, 2],
			['ticket 8', 1],
		]);
		await store.commitSync(step([], { read, at: AT + 2_000 }));
		expect((await store.quarantined('desk', 10)).map(({ place }) => place)).toEqual(['ticket 8']);
	});

	it('releases refusals by their places, and those of a file that were met before it was read anew', async () => {
		const places = ['a.csv:2', 'a.csv:3', 'a.csv.old:2', 'b.csv:2'];
		const refuse = (place: string, at: number): Promise<void> =>
			store.quarantine('desk', [{ place, reason: 'no ticket', record: '' }], at);
		for (const place of places) await refuse(place, AT);
		await refuse('a.csv:3', AT + 60_000);
		const left = async () => (await store.quarantined('desk', 10)).map(({ place }) => place).sort();
		expect(await store.releaseQuarantine('desk', { file: 'a.csv', before: AT + 60_000 })).toBe(1);
		expect(await left()).toEqual(['a.csv.old:2', 'a.csv:3', 'b.csv:2']);
		expect(await store.clearQuarantine('desk', ['b.csv:2', 'c.csv:2'])).toBe(1);
		expect(await store.clearQuarantine('nobody', ['a.csv:3'])).toBe(0);
		expect(await left()).toEqual(['a.csv.old:2', 'a.csv:3']);
	});

	it('notes that the help desk has said of something new, where there is such a source', async () => {
		expect(await store.pokeSource('desk', AT + 1)).toBe(true);
		expect(await store.configuredSources()).toMatchObject([{ name: 'desk', pokedAt: AT + 1 }]);
		expect(await store.pokeSource('nobody', AT)).toBe(false);
	});

	it('knows how a source gets on: failures add up until it succeeds', async () => {
		const progress = async () => (await store.configuredSources())[0];
		await store.noteSync('desk', { at: AT, problem: 'no answer', nextAt: AT + 60 });
		await store.noteSync('desk', { at: AT + 60, problem: 'no answer', nextAt: AT + 120 });
		expect(await progress()).toMatchObject({
			failures: 2,
			problem: 'no answer',
			failedAt: AT + 60,
			succeededAt: null,
		});
		await store.noteSync('desk', { at: AT + 120, problem: null, nextAt: AT + 180, lateAt: AT + 300 });
		expect(await progress()).toMatchObject({
			failures: 0,
			problem: null,
			succeededAt: AT + 120,
			lateAt: AT + 300,
		});
		await store.noteSync('nobody', { at: AT, problem: null, nextAt: null });
	});

	it('tells of a ticket only what that source has brought', async () => {
		await store.appendEvents('import', [created('T-1')]);
		await store.commitSync(step([assigned('T-1', '2026-11-24T11:00:00Z')]));
		const histories = await store.sourceHistories('desk', ['T-1', 'T-2']);
		expect([...histories].map(([ticket, { length }]) => [ticket, length])).toEqual([
			['T-1', 1],
			['T-2', 0],
		]);
	});
});
