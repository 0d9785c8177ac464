import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Syncing } from '../../support/syncing.ts';
import { ZammadStoryDesk } from '../../support/zammad-desk.ts';

const at = (time: string): string => `2026-11-24T${time.length === 5 ? `${time}:00` : time}Z`;

let desk: ZammadStoryDesk;
let syncing: Syncing;
beforeEach(async () => {
	desk = await ZammadStoryDesk.open();
	syncing = await Syncing.of({ kind: 'zammad', url: desk.server.url, key: desk.key, now: at('18:00') });
});
afterEach(async () => {
	await syncing.dispose();
	await desk.close();
});

describe('a sync of Zammad', () => {
	it('turns pages, also where hundreds changed in one second', async () => {
		for (let id = 1; id <= 125; id++)
			desk.create(id, at(id <= 15 ? `06:${String(id % 60).padStart(2, '0')}` : '07:00'));
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('reads the whole list where its search knows no times', async () => {
		desk.searches = false;
		desk.create(9, '2026-06-01T08:00:00Z');
		desk.create(8, '2026-06-01T09:00:00Z');
		desk.set(8, '2026-06-02T09:00:00Z', { status: 'closed' });
		for (let id = 10; id <= 120; id++) desk.create(id, at('07:00'));
		await syncing.sync();
		// What was closed long ago is nobody's business, until it comes to life.
		expect(syncing.told()).toEqual(desk.truth().filter((line) => !line.startsWith('22008')));
		desk.set(8, at('12:00'), { status: 'open' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('tells how a ticket was when it began, and who had it, by name', async () => {
		desk.create(1, at('08:00'), { department: 'Billing' });
		desk.set(1, at('08:10'), { agent: 'Ana Kos', department: 'Support' });
		desk.create(2, at('08:00'));
		Object.assign(desk.tickets[1] ?? {}, { agent: 'Bor Zupan' });
		await syncing.sync();
		const first = async (ticket: string) =>
			JSON.parse((await syncing.store.histories([ticket])).get(ticket)?.[0] ?? '');
		expect(await first('22001')).toMatchObject({
			department: 'Billing',
			agent: null,
			status: 'new',
			priority: 'normal',
		});
		expect(await first('22002')).toMatchObject({
			agent: 'Bor Zupan',
			requester: 'jane@example.org',
			url: `${desk.server.url}/#ticket/zoom/2`,
		});
	});

	it("takes an agent's answer for an answer, also where it opens the ticket, and a note for none", async () => {
		desk.create(1, at('08:00'));
		desk.write(1, at('08:10'), 'agent', false);
		desk.write(1, at('08:30:00'), 'agent');
		desk.set(1, at('08:30:01'), { status: 'open' });
		desk.set(1, at('09:00'), { status: 'postponed' });
		desk.set(1, at('10:00'), { status: 'open' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth().filter((line) => !line.includes('08:30:01')));
	});

	it('tells of a ticket that has gone into another, and of one that was removed', async () => {
		for (const [id, status] of [
			[1, 'merged'],
			[2, 'deleted'],
		] as const) {
			desk.create(id, at('08:00'));
			desk.set(id, at('09:00'), { status });
		}
		await syncing.sync();
		expect(syncing.told()).toEqual([
			`22001 ${at('08:00')} created by customer`,
			`22001 ${at('09:00')} merged`,
			`22002 ${at('08:00')} created by customer`,
			`22002 ${at('09:00')} status deleted`,
		]);
	});

	it.each([
		true,
		false,
	])('finds out about tickets that were deleted for good (search: %s)', async (searches) => {
		desk.searches = searches;
		for (const id of [1, 2, 3]) desk.create(id, at('08:00'));
		await syncing.sync();
		await syncing.tick();
		desk.remove(1);
		// Not found by the search, nor in the list, and there all the same.
		desk.hidden.add(2);
		const before = syncing.told();
		await syncing.sync({ now: at('19:00') });
		expect(syncing.told()).toEqual([...before, `22001 ${at('19:00')} status deleted`].sort());
		await syncing.tick(at('19:00'));
		expect(await syncing.open()).toEqual(['22002', '22003']);
	});

	it('says what the key may read, and how its search is', async () => {
		desk.create(1, at('08:00'));
		const { openSource } = await import('../../../source/commands/sync/open-source.ts');
		const connector = await openSource(await syncing.source(), { SLATOP_DESK_KEY: desk.key });
		const { signal } = new AbortController();
		expect(await connector.test(signal)).toContainEqual({
			what: 'search by time of change',
			isGood: true,
			detail: 'works',
		});
		desk.searches = false;
		const found = await connector.test(signal);
		expect(found.map(({ detail }) => detail)).toEqual([
			'Bor Zupan',
			expect.anything(),
			expect.stringMatching(/no Elasticsearch/),
		]);
	});
});
