import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, TEN_MINUTES } from '../support/desk.ts';

const NOTIFY = 'notify: { lead: { stderr: true }, duty: { stderr: true } }\n';
const ESCALATING = `${TEN_MINUTES}escalations: [{ at: 50%, notify: lead }, { at: breach, every: 5m, notify: duty }]\n${NOTIFY}`;

let desk: Desk;
beforeEach(() => {
	desk = new Desk(ESCALATING);
});
afterEach(() => desk.dispose());

/** What is in the queue and beside it, in the order in which it came there. */
function queue(): string[] {
	const db = new Database(desk.store, { readonly: true });
	try {
		const rows = db.prepare<[], Record<string, string>>(`SELECT * FROM alert ORDER BY id`).all();
		return rows.map(({ ticket, step, repeat, recipient, state }) =>
			[ticket, step, repeat, recipient, state === 'sent' ? 'queued' : state].join(' '),
		);
	} finally {
		db.close();
	}
}

describe('a tick', () => {
	it('queues what has come, once, and says how much', async () => {
		await desk.import([created('T-1', '12:00')]);
		expect((await desk.tick(at('12:04'))).stdout).not.toContain('queued');
		expect((await desk.tick(at('12:05'))).stdout).toContain(', 1 alert queued');
		await desk.tick(at('12:05'));
		expect(queue()).toEqual(['T-1 50% 0 lead queued']);
		await desk.tick(at('12:16'));
		expect(queue().slice(1)).toEqual(['T-1 breach 0 duty queued', 'T-1 every 5m 1 duty overtaken']);
		await desk.tick(at('12:26'));
		expect(queue().slice(3)).toEqual(['T-1 every 5m 3 duty queued']);
	});

	it('does not tell again what a late event moves', async () => {
		await desk.import([created('T-1', '12:00')]);
		await desk.tick(at('12:05'));
		await desk.import([{ ticket: 'T-1', at: at('12:01'), type: 'updated', priority: 'urgent' }]);
		await desk.tick(at('12:06'));
		await desk.import([
			{ ticket: 'T-1', at: at('12:02'), type: 'target', metric: 'first_answer', due_at: at('13:00') },
		]);
		await desk.tick(at('12:59'));
		expect(queue()).toEqual(['T-1 50% 0 lead queued']);
		await desk.tick(at('13:01'));
		expect(queue().slice(1)).toEqual(['T-1 breach 0 duty queued']);
	});

	it('tells nothing of a ticket that was answered', async () => {
		await desk.import([created('T-1', '12:00'), answered('T-1', '12:04')]);
		await desk.tick(at('12:30'));
		expect(queue()).toEqual([]);
	});
});

describe('an agreement that asks for more', () => {
	it('is heard from then on: what was past before is not told', async () => {
		writeFileSync(desk.agreement, TEN_MINUTES);
		await desk.import([created('T-1', '12:00'), created('T-2', '12:06')]);
		await desk.tick(at('12:08'));
		writeFileSync(desk.agreement, ESCALATING);
		await desk.tick(at('12:09'));
		expect(queue()).toEqual(['T-1 50% 0 lead passed_over']);
		await desk.tick(at('12:11'));
		expect(queue().slice(1)).toEqual(['T-1 breach 0 duty queued', 'T-2 50% 0 lead queued']);
		// What comes later is told, however old it is.
		await desk.import([created('T-3', '11:00')]);
		await desk.tick(at('12:11'));
		expect(queue().slice(3, 5)).toEqual(['T-3 50% 0 lead queued', 'T-3 breach 0 duty queued']);
	});
});

describe('somebody who has seen it', () => {
	const said = { ticket: 'T-1', metric: 'first_answer', cycle: 1, by: 'ana' };

	it('hears of it no more', async () => {
		await desk.import([created('T-1', '12:00')]);
		await desk.tick(at('12:11'));
		await desk.import([{ ...said, type: 'acknowledged', at: at('12:12'), id: 'seen' }]);
		await desk.tick(at('12:30'));
		expect(queue()).toEqual(['T-1 50% 0 lead queued', 'T-1 breach 0 duty queued']);
		await desk.import([{ ...said, type: 'undone', event: 'seen', at: at('12:31') }]);
		await desk.tick(at('12:31'));
		expect(queue().slice(2)).toEqual(['T-1 every 5m 4 duty queued']);
	});

	it('and wants to be left alone until later hears of it then', async () => {
		await desk.import([
			created('T-1', '12:00'),
			{ ...said, type: 'snoozed', at: at('12:02'), until: at('12:20') },
		]);
		await desk.tick(at('12:19'));
		expect(queue()).toEqual([]);
		await desk.tick(at('12:20'));
		expect(queue()).toContain('T-1 breach 0 duty queued');
	});
});
