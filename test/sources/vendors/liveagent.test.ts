import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSource } from '../../../source/commands/sync/open-source.ts';
import { LiveAgentDesk } from '../../support/liveagent-desk.ts';
import { type Setup, Syncing } from '../../support/syncing.ts';

const NOW = '2026-11-24T18:00:00Z';
const at = (time: string): string => `2026-11-24T${time}:00Z`;

let desk: LiveAgentDesk;
let syncing: Syncing;

async function begin(setup: Partial<Setup> = {}): Promise<void> {
	syncing = await Syncing.of({ kind: 'liveagent', url: desk.server.url, key: desk.key, now: NOW, ...setup });
}

beforeEach(async () => {
	desk = await LiveAgentDesk.open();
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

/** A day of a desk: every way that a ticket goes. */
function morning(): void {
	desk.create('AAA-1', at('08:00'), { department: 'bill' });
	desk.reply('AAA-1', at('08:30'), 'a1');
	desk.move('AAA-1', at('09:10'), { status: 'C' });
	desk.reply('AAA-1', at('09:40'), 'a2');
	desk.create('BBB-2', at('08:05'));
	desk.move('BBB-2', at('08:20'), { agent: 'a1' });
	desk.reply('BBB-2', at('08:50'), 'a1', 'R');
	desk.create('CCC-3', at('08:10'), { byAgent: 'a2' });
	desk.move('CCC-3', at('10:00'), { status: 'C' });
	desk.chat('DDD-4', at('10:15'), 'a1', at('10:16'), at('10:40'));
	desk.create('EEE-5', at('10:30'));
	desk.move('EEE-5', at('10:31'), { status: 'B' });
	desk.create('FFF-6', at('10:45'));
}

function afternoon(): void {
	desk.move('AAA-1', at('13:00'), { status: 'R' });
	desk.move('AAA-1', at('14:00'), { status: 'C', department: 'default' });
	desk.move('FFF-6', at('13:15'), { status: 'W', agent: 'a2' });
	desk.move('FFF-6', at('15:15'), { status: 'N', agent: '' });
	desk.edit('BBB-2', at('15:20'), { subject: 'Refund', tags: ['fqr2'] });
	desk.create('GGG-7', at('15:30'));
	desk.move('EEE-5', at('15:40'), { status: 'X' });
}

/** Many tickets, so that every list has pages. */
function crowd(count: number): void {
	for (let number = 0; number < count; number++) {
		const minute = String(number % 60).padStart(2, '0');
		desk.create(`N-${number}`, at(`06:${minute}`));
		if (number % 3 > 0) desk.reply(`N-${number}`, at(`07:${minute}`), 'a1');
		if (number % 3 > 1) desk.move(`N-${number}`, at(`08:${minute}`), { status: 'R' });
	}
}

describe('a sync of LiveAgent', () => {
	it('tells of calls that come in: when they began, were answered, and ended', async () => {
		desk.historyPage = 2;
		desk.create('AAA-1', at('08:00'), { channel: 'C' });
		desk.call('AAA-1', at('08:00'), { answered: '2026-11-24T08:00:20Z', ended: at('08:05') });
		desk.call('AAA-1', at('09:00'), { ended: at('09:01') });
		desk.call('AAA-1', at('10:00'), { answered: at('10:01'), ended: at('10:30'), type: 'O' });
		desk.call('AAA-1', at('17:00'), {});
		// Long ago, and not among the tickets that are read.
		desk.create('OLD-9', '2026-06-01T08:00:00Z', {});
		desk.move('OLD-9', '2026-06-01T09:00:00Z', { status: 'R' });
		desk.call('OLD-9', '2026-06-01T08:30:00Z', { ended: '2026-06-01T08:31:00Z' });
		const calls = () => syncing.told().filter((line) => /call|message/.test(line));
		await syncing.sync();
		const first = [
			`AAA-1 ${at('08:00')} call started`,
			'AAA-1 2026-11-24T08:00:20Z call answered',
			'AAA-1 2026-11-24T08:00:20Z message by agent',
			`AAA-1 ${at('08:05')} call ended`,
			`AAA-1 ${at('09:00')} call started`,
			`AAA-1 ${at('09:01')} call ended`,
			`AAA-1 ${at('17:00')} call started`,
		].sort();
		expect(calls()).toEqual(first);
		// It is answered long after others have begun.
		desk.call('AAA-1', at('17:40'), { ended: at('17:41') });
		await syncing.sync();
		Object.assign(desk.calls[3] ?? {}, {
			answeredAt: Date.parse(at('17:50')),
			endedAt: Date.parse(at('17:55')),
		});
		await syncing.sync();
		expect(calls().filter((line) => line.includes('17:5'))).toEqual([
			`AAA-1 ${at('17:50')} call answered`,
			`AAA-1 ${at('17:50')} message by agent`,
			`AAA-1 ${at('17:55')} call ended`,
		]);
		// A call on a ticket that the key may not read keeps nothing else from being read.
		const endedAt = Date.parse(at('17:57'));
		desk.calls.push({ id: 'k9', ticket: 'secret', type: 'I', at: endedAt, answeredAt: null, endedAt });
		desk.forbidden.add('/tickets/secret');
		expect(await syncing.sync()).toMatchObject({ taken: 0, refused: 0 });
		// Nothing of them is told twice, and a key that may not read them reads all else.
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0, refused: 0 });
		desk.forbidden.add('/calls');
		desk.create('BBB-2', at('17:58'));
		expect(await syncing.sync()).toMatchObject({ refused: 0 });
		expect(syncing.told()).toContain(`BBB-2 ${at('17:58')} created by customer`);
		// So does an account that has none.
		const answer = desk.answer.bind(desk);
		desk.answer = (asked) => (asked.path.endsWith('/calls') ? { status: 404 } : answer(asked));
		expect(await syncing.sync()).toMatchObject({ refused: 0 });
		const found = await (await openSource(await syncing.source(), { SLATOP_DESK_KEY: desk.key })).test(
			new AbortController().signal,
		);
		expect(found.filter(({ isGood }) => !isGood).map(({ what }) => what)).toEqual([
			'calls (for call_answer only)',
		]);
	});

	it('understands all that happened, and nothing else', async () => {
		morning();
		afternoon();
		await syncing.sync();
		// The last edit came before anybody looked: it is part of the creation.
		expect(syncing.told()).toEqual(desk.truth().filter((line) => !line.includes('changed')));
		expect(await syncing.sync()).toMatchObject({ taken: 0, refused: 0 });
	});

	it('goes on from where it was, and reads again only what may have come late', async () => {
		morning();
		await syncing.sync();
		afternoon();
		const before = desk.server.count('/api/v3/tickets');
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		expect(desk.server.count('/api/v3/tickets') - before).toBeLessThanOrEqual(4);
	});

	it('costs no call a ticket where the history tells who wrote', async () => {
		crowd(30);
		await syncing.sync();
		expect(desk.server.count('/api/v3/tickets/id')).toBe(0);
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('reads the whole history of an open ticket, however old it is', async () => {
		desk.create('OLD-1', '2026-06-01T08:00:00Z');
		desk.reply('OLD-1', '2026-06-02T08:00:00Z', 'a1');
		desk.move('OLD-1', '2026-06-03T08:00:00Z', { status: 'C' });
		desk.create('OLD-2', '2026-06-01T09:00:00Z');
		desk.move('OLD-2', '2026-06-04T09:00:00Z', { status: 'L' });
		desk.historyPage = 2;
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth().filter((line) => line.startsWith('OLD-1')));
	});

	it('reads a ticket that was closed long ago whole, once it comes to life', async () => {
		desk.create('OLD-2', '2026-06-01T09:00:00Z');
		desk.reply('OLD-2', '2026-06-01T10:00:00Z', 'a1');
		desk.move('OLD-2', '2026-06-04T09:00:00Z', { status: 'R' });
		await syncing.sync();
		expect(syncing.told()).toEqual([]);
		desk.move('OLD-2', at('09:00'), { status: 'C' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('turns the pages of every list, also where hundreds changed in one second', async () => {
		crowd(250);
		desk.historyPage = 40;
		for (let number = 0; number < 210; number++) desk.move(`N-${number}`, at('12:00'), { agent: 'a2' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('misses no ticket that changes while pages are turned', async () => {
		crowd(150);
		let moved = false;
		desk.server.onRequest = (_, { path, query }) => {
			const isSecond = path.endsWith('/tickets') && query.get('_sortField') === 'date_changed' && !moved;
			if (!isSecond) return;
			moved = true;
			// The first page has just been asked for: what is on it moves to the end of the list.
			for (let number = 0; number < 150; number += 3) desk.move(`N-${number}`, at('16:00'), { agent: 'a2' });
		};
		await syncing.sync();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('tells of a span that comes late, and of what changed after it', async () => {
		desk.create('AAA-1', at('08:00'));
		desk.move('AAA-1', at('09:00'), { agent: 'a1' });
		desk.move('AAA-1', at('10:00'), { agent: '' });
		desk.move('AAA-1', at('11:00'), { status: 'C' });
		desk.mangle = (rows, path) =>
			path === '/tickets/history' ? rows.filter(({ id }) => id !== '2' && id !== '3') : rows;
		await syncing.sync();
		expect(syncing.told().filter((line) => line.includes('assigned'))).toEqual([]);
		desk.mangle = (rows) => rows;
		await syncing.sync({ full: true });
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('takes an outgoing e-mail for an answer, also of somebody who is no agent any more', async () => {
		desk.create('AAA-1', at('08:00'));
		desk.reply('AAA-1', at('08:30'), 'a1', 'R');
		desk.mangle = (rows, path) => (path === '/agents' ? rows.filter(({ id }) => id !== 'a1') : rows);
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth().map((line) => line.replace('assigned Ana', 'assigned a1')));
	});

	it('puts its prefix before every reference', async () => {
		await beginAnew({ settings: { prefix: 'LA-' } });
		morning();
		await syncing.sync();
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0 });
		expect(syncing.told()).toEqual(desk.truth().map((line) => `LA-${line}`));
	});
});

describe('a sync of LiveAgent that is cut off', () => {
	it('in the middle of the history does not read it from the beginning', async () => {
		crowd(60);
		desk.historyPage = 10;
		let steps = 0;
		const onStep = (): void => {
			if (++steps === 5) throw new Error('killed');
		};
		await expect(syncing.sync({ onStep })).rejects.toThrow('killed');
		const pages = desk.server.count('/api/v3/tickets/history');
		await syncing.sync();
		expect(desk.server.count('/api/v3/tickets/history')).toBe(pages + 12 - 5);
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('begins the history again where the server has forgotten the place', async () => {
		crowd(60);
		desk.historyPage = 10;
		let steps = 0;
		const onStep = (): void => {
			if (++steps === 3) throw new Error('killed');
		};
		await expect(syncing.sync({ onStep })).rejects.toThrow('killed');
		desk.server.fail(null, null, null, { status: 400, body: { message: 'Invalid cursor' } });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});
});

describe('the times of LiveAgent', () => {
	const PHOENIX_MS = -7 * 3_600_000;

	it('are in UTC where the account heeds what we ask for', async () => {
		desk.offsetMs = PHOENIX_MS;
		morning();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('are refused where they are not, and nobody has said what they are in', async () => {
		desk.offsetMs = PHOENIX_MS;
		desk.heedsOffset = false;
		morning();
		await expect(syncing.sync()).rejects.toThrow(/not in UTC.*--timezone/);
		expect(syncing.told()).toEqual([]);
	});

	it('are read in the zone that the source is set up with', async () => {
		await beginAnew({ zone: 'America/Phoenix' });
		desk.offsetMs = PHOENIX_MS;
		desk.heedsOffset = false;
		morning();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('are in UTC all the same where the zone was given for nothing', async () => {
		await beginAnew({ zone: 'America/Phoenix' });
		morning();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('that are minutes ahead of our clock wait until ours is there', async () => {
		morning();
		const report = await syncing.sync({ now: at('10:05') });
		expect(report.waiting).toBeGreaterThan(0);
		expect(syncing.told()).toEqual(desk.truth().filter((line) => line.slice(6, 26) <= at('10:10')));
		expect(await syncing.sync()).toMatchObject({ waiting: 0 });
		expect(syncing.told()).toEqual(desk.truth());
	});
});

describe('bad input from LiveAgent', () => {
	it('is refused with its place and kept in quarantine, and the rest is taken', async () => {
		morning();
		desk.mangle = (rows, path) =>
			path === '/tickets/history' || path === '/tickets'
				? rows.map((row) => {
						if (row.id === '3') return { ...row, date_from: 'yesterday', message: 'private words' };
						return row.code === 'EEE-5' ? { ...row, date_changed: null } : row;
					})
				: rows;
		await syncing.sync();
		const quarantined = await syncing.store.quarantined('desk', 10);
		expect(quarantined.map(({ place, reason }) => `${place}: ${reason}`).sort()).toEqual([
			'history 3: "date_from" "yesterday" is not a time like 2026-11-20 15:30:00',
			expect.stringMatching(/^ticket id\d+: "date_changed" must be a time/),
		]);
		expect(quarantined.map(({ record }) => record).join()).not.toContain('private words');
		expect(syncing.told()).toContain(`BBB-2 ${at('08:50')} status resolved`);
		expect(syncing.told()).toContain(`AAA-1 ${at('08:00')} created by customer`);
	});

	it('that is all of a page is a changed format: it fails, says so, and moves no cursor', async () => {
		morning();
		await syncing.sync();
		const { cursor } = await syncing.source();
		desk.mangle = (rows, path) =>
			path === '/tickets/history'
				? rows.map(({ date_from, ...row }) => ({ ...row, from_date: date_from }))
				: rows;
		afternoon();
		await expect(syncing.sync()).rejects.toThrow(/history \d+: "date_from" is missing.*format has changed/);
		const source = await syncing.source();
		expect(source.cursor).toBe(cursor);
		expect(source).toMatchObject({ failures: 1, quarantined: 0 });
		desk.mangle = (rows) => rows;
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		expect(await syncing.source()).toMatchObject({ failures: 0, problem: null });
	});

	it('a wrong key: says which, what the server said, what to do, and never the key', async () => {
		await beginAnew({ key: 'not-the-key' });
		const failure = await syncing.sync().then(
			() => 'none',
			(error: Error) => error.message,
		);
		expect(failure).toContain('the key is refused (401: "Invalid API key [key]")');
		expect(failure).toContain('check the environment variable SLATOP_DESK_KEY');
		expect(desk.server.asked).toHaveLength(1);
		const { problem, failures, nextAt } = await syncing.source();
		expect(problem).toBe(failure);
		expect(failures).toBe(1);
		expect(nextAt).toBeGreaterThan(Date.now() + 50_000);
	});

	it('a right that is missing: says so', async () => {
		morning();
		desk.forbidden.add('/tickets/history');
		await expect(syncing.sync()).rejects.toThrow(/tickets\/history: the key may not read this \(403/);
	});
});
