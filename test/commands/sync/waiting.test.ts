import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Syncing } from '../../support/syncing.ts';
import { ZammadStoryDesk } from '../../support/zammad-desk.ts';

const at = (time: string): string => `2026-11-24T${time}:00Z`;

let desk: ZammadStoryDesk;
let syncing: Syncing;
beforeEach(async () => {
	desk = await ZammadStoryDesk.open();
	syncing = await Syncing.of({ kind: 'zammad', url: desk.server.url, key: desk.key, now: at('08:00') });
});
afterEach(async () => {
	await syncing.dispose();
	await desk.close();
});

describe('what is dated ahead of our clock', () => {
	it('waits beside a cursor that costs no more for it, and is taken when its time has come', async () => {
		desk.create(1, at('07:00'));
		for (let minute = 10; minute < 50; minute++) desk.write(1, at(`09:${minute}`), 'customer');
		expect(await syncing.sync()).toMatchObject({ taken: 1, waiting: 40 });
		expect(await syncing.source()).toMatchObject({ waiting: 40 });
		expect((await syncing.source()).cursor).not.toContain('message');
		// Told again, it waits once.
		syncing.forget();
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0, waiting: 40 });
		expect(await syncing.sync({ now: at('09:20') })).toMatchObject({ taken: 16, waiting: 24 });
		expect(await syncing.sync({ now: at('10:00') })).toMatchObject({ taken: 24, waiting: 0 });
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('is taken over from where an older version kept it', async () => {
		const event = { ticket: '22001', at: at('09:00'), type: 'created', id: 't:1' };
		const { cursor: fromCursor } = await syncing.source();
		const cursor = JSON.stringify({ place: { openAt: null, changedAt: 1 }, waiting: [event] });
		const step = { source: 'desk', events: [], refused: [], read: [], fromCursor, cursor, at: 1, lateAt: 1 };
		await syncing.store.commitSync(step);
		expect(await syncing.sync()).toMatchObject({ waiting: 1 });
		expect(await syncing.sync({ now: at('09:00') })).toMatchObject({ taken: 1, waiting: 0 });
	});

	it('is not taken in without end: a wrong clock is named, and what to do', async () => {
		desk.create(1, at('07:00'));
		for (let number = 0; number <= 5_000; number++) desk.write(1, at('09:10'), 'customer');
		const wrong = /more than 5000 .* dated ahead of our clock \(one at 2026-11-24T09:10:00Z\).*--timezone/;
		await expect(syncing.sync()).rejects.toThrow(wrong);
		// What is dated right is taken all the same, and what waits in its time.
		desk.create(2, at('08:00'));
		await expect(syncing.sync()).rejects.toThrow(wrong);
		expect(syncing.told()).toContain(`22002 ${at('08:00')} created by customer`);
		expect(await syncing.sync({ now: at('09:20') })).toMatchObject({ taken: 5_001, waiting: 0 });
	});
});
