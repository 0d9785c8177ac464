import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Setup, Syncing } from '../../support/syncing.ts';
import { ZendeskDesk } from '../../support/zendesk-desk.ts';

const NOW = '2026-11-24T18:00:00Z';
const at = (time: string): string => `2026-11-24T${time}:00Z`;
const [ANA, BOR, JANE] = [11, 12, 90];

let desk: ZendeskDesk;
let syncing: Syncing;

async function begin(setup: Partial<Setup> = {}): Promise<void> {
	const { user, key } = desk;
	syncing = await Syncing.of({ kind: 'zendesk', url: desk.server.url, user, key, now: NOW, ...setup });
}

beforeEach(async () => {
	desk = await ZendeskDesk.open();
	await begin();
});
afterEach(async () => {
	await syncing.dispose();
	await desk.close();
});

async function beginAnew(setup: Partial<Setup> = {}): Promise<void> {
	await syncing.dispose();
	await begin(setup);
}

function morning(): void {
	desk.create(1, at('08:00'), { group: 6 });
	desk.update(1, at('08:20'), ANA, { assignee: ANA, status: 'open', comment: 'private' });
	desk.update(1, at('08:30'), ANA, { status: 'pending', comment: 'public' });
	desk.update(1, at('09:10'), JANE, { status: 'open', comment: 'public' });
	desk.create(2, at('08:05'));
	desk.update(2, at('08:50'), BOR, { status: 'solved', comment: 'public' });
	desk.create(3, at('08:10'), { by: BOR });
	desk.create(4, at('08:15'));
}

function afternoon(): void {
	desk.update(1, at('13:00'), BOR, { group: 5, assignee: null, status: 'hold' });
	desk.update(2, at('14:00'), JANE, { status: 'open', comment: 'public' });
	desk.remove(4, at('14:30'));
	desk.create(5, at('15:00'));
}

describe('a sync of Zendesk', () => {
	it('understands all that happened, and nothing else', async () => {
		morning();
		afternoon();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0, refused: 0 });
	});

	it('goes on from where it was', async () => {
		morning();
		await syncing.sync();
		afternoon();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('turns the pages of every list', async () => {
		for (let id = 1; id <= 40; id++) {
			desk.create(id, at(`06:${String(id).padStart(2, '0')}`));
			desk.update(id, at('07:00'), ANA, { status: 'pending', comment: 'public' });
		}
		desk.page = 7;
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('reads what is unsolved whole, however old it is', async () => {
		desk.create(1, '2026-06-01T08:00:00Z');
		desk.update(1, '2026-06-02T08:00:00Z', ANA, { status: 'pending', assignee: ANA, comment: 'public' });
		desk.create(2, '2026-06-01T08:00:00Z');
		desk.update(2, '2026-06-02T08:00:00Z', ANA, { status: 'solved', comment: 'public' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth().filter((line) => line.startsWith('1 ')));
		desk.update(2, at('09:00'), JANE, { status: 'open', comment: 'public' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('takes rows that come twice, and in another order, once', async () => {
		morning();
		desk.mangle = (rows) => [...rows.toReversed(), ...rows.slice(0, 2)];
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('cut off at any request, and after any step, loses nothing and takes nothing twice', async () => {
		desk.create(9, '2026-06-01T08:00:00Z');
		morning();
		desk.page = 3;
		let steps = 0;
		await syncing.sync({ onStep: () => steps++ });
		const requests = desk.server.asked.length;
		expect(Math.min(requests, steps)).toBeGreaterThan(8);
		for (let last = 1; last < requests; last++) {
			await beginAnew();
			const stopping = new AbortController();
			let number = 0;
			desk.server.onRequest = () => {
				if (++number === last) stopping.abort(new Error('stopped'));
			};
			await expect(syncing.sync({ signal: stopping.signal })).rejects.toThrow('stopped');
			desk.server.onRequest = () => {};
			syncing.forget();
			await syncing.sync();
			expect(syncing.told()).toEqual(desk.truth());
		}
		for (let last = 1; last <= steps; last++) {
			await beginAnew();
			let number = 0;
			const onStep = (): void => {
				if (++number === last) throw new Error('killed');
			};
			await expect(syncing.sync({ onStep })).rejects.toThrow('killed');
			syncing.forget();
			await syncing.sync();
			expect(syncing.told()).toEqual(desk.truth());
		}
	});

	it('outlasts limits, faults and halves of answers', async () => {
		morning();
		const busy = { status: 429, headers: { 'retry-after': '12' }, body: { error: 'TooManyRequests' } };
		desk.server.fail(busy, 'half', null, { status: 500 }, null, 'cut', busy);
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('refuses a malformed record with its place, and takes the rest', async () => {
		morning();
		desk.mangle = (rows) => rows.map((row) => (row.id === 2 ? { ...row, created_at: 'soon' } : row));
		await syncing.sync();
		const [quarantined] = await syncing.store.quarantined('desk', 10);
		expect(quarantined).toMatchObject({
			place: 'ticket 2',
			reason: expect.stringContaining('"created_at" "soon"'),
		});
		expect(quarantined?.record).not.toContain('words of people');
		expect(syncing.told()).toContain(`1 ${at('08:00')} created by customer`);
	});

	it('says what is wrong with a key, and never the key', async () => {
		await beginAnew({ key: 'wrong-token' });
		const failure = await syncing.sync().catch((error: Error) => error.message);
		expect(failure).toContain(`the key is refused (401: "Couldn't authenticate you")`);
		expect(failure).not.toContain('wrong-token');
	});
});
