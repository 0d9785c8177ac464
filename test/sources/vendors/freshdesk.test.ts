import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSource } from '../../../source/commands/sync/open-source.ts';
import { FreshdeskStoryDesk } from '../../support/freshdesk-desk.ts';
import { Syncing } from '../../support/syncing.ts';

const at = (time: string): string => `2026-11-24T${time}:00Z`;

let desk: FreshdeskStoryDesk;
let syncing: Syncing;
beforeEach(async () => {
	desk = await FreshdeskStoryDesk.open();
	syncing = await Syncing.of({ kind: 'freshdesk', url: desk.server.url, key: desk.key, now: at('18:00') });
});
afterEach(async () => {
	await syncing.dispose();
	await desk.close();
});

const created = async (ticket: string): Promise<unknown> =>
	JSON.parse((await syncing.store.histories([ticket])).get(ticket)?.[0] ?? '{}');

describe('a sync of Freshdesk', () => {
	it('sees from one sync to the next who has a ticket, and what has changed', async () => {
		desk.create(1, at('08:00'));
		await syncing.sync();
		desk.set(1, at('09:00'), { agent: 'Ana Kos', department: 'Billing' });
		await syncing.sync();
		desk.set(1, at('10:00'), { agent: null });
		await syncing.sync();
		expect(syncing.told()).toEqual([
			`1 ${at('08:00')} created by customer`,
			`1 ${at('09:00')} assigned Ana Kos`,
			`1 ${at('09:00')} department Billing`,
			`1 ${at('10:00')} unassigned`,
		]);
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0 });
	});

	it('does not make up since when somebody has a ticket that it sees late', async () => {
		desk.create(1, at('08:00'));
		desk.set(1, at('09:00'), { agent: 'Ana Kos', status: 'resolved' });
		desk.create(2, at('08:00'));
		await syncing.sync();
		expect(await created('1')).toMatchObject({
			agent: 'Ana Kos',
			status: 'open',
			unmeasured: ['first_assign'],
			requester: 'Jane Roe',
		});
		expect(await created('2')).not.toHaveProperty('unmeasured');
		expect(syncing.told()).toContain(`1 ${at('09:00')} status resolved`);
	});

	it('sees what is deleted, or spam, and what comes back', async () => {
		for (const id of [1, 2]) desk.create(id, at('08:00'));
		await syncing.sync();
		desk.hide(1, at('09:00'), 'deleted');
		desk.hide(2, at('09:05'), 'spam');
		desk.create(3, at('09:00'));
		desk.hide(3, at('09:10'), 'spam');
		await syncing.sync();
		desk.hide(1, at('10:00'), null);
		await syncing.sync();
		expect(syncing.told().filter((line) => line.includes('status'))).toEqual([
			`1 ${at('09:00')} status deleted`,
			`1 ${at('10:00')} status open`,
			`2 ${at('09:05')} status spam`,
		]);
		// Spam that was never a ticket here stays none.
		expect(syncing.told().some((line) => line.startsWith('3 '))).toBe(false);
	});

	it('finds what is unsolved however long ago it changed, and however many tickets changed on one day', async () => {
		for (let id = 1; id <= 310; id++) desk.create(id, '2026-03-03T08:00:00Z');
		for (let id = 311; id <= 320; id++) {
			const day = String((id % 28) + 1).padStart(2, '0');
			desk.create(id, `2026-0${(id % 8) + 1}-${day}T08:00:00Z`);
			if (id % 2 === 0)
				desk.set(id, `2026-0${(id % 8) + 1}-${day}T09:00:00Z`, { status: id % 4 ? 'on_hold' : 'answered' });
			if (id > 315) desk.set(id, '2026-09-01T10:00:00Z', { status: 'closed' });
		}
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth().filter((line) => Number(line.split(' ')[0]) <= 315));
	});

	it('makes nothing of times from before the ticket', async () => {
		desk.create(1, at('08:00'));
		desk.mangle = (rows) =>
			rows.map((row) => ('stats' in row ? { ...row, stats: { resolved_at: '2020-07-24T15:35:21Z' } } : row));
		expect(await syncing.sync()).toMatchObject({ taken: 1, refused: 0 });
	});

	it('shows ids where names may not be read, and says so', async () => {
		desk.create(1, at('08:00'), { department: 'Billing' });
		for (const path of ['/agents', '/groups', '/ticket_fields']) desk.forbidden.add(path);
		await syncing.sync();
		expect(await created('1')).toMatchObject({ department: '6' });
		const connector = await openSource(await syncing.source(), { SLATOP_DESK_KEY: desk.key });
		expect(await connector.test(new AbortController().signal)).toContainEqual({
			what: 'names of agents and groups',
			isGood: false,
			detail: expect.stringContaining('key of an administrator'),
		});
	});
});
