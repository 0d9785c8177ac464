import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Surroundings } from '../../source/alerts/channel.ts';
import { Sender } from '../../source/alerts/sender.ts';
import { Engine } from '../../source/engine/engine.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { Agreement } from '../../source/sla/level.ts';
import { StaleLease, type Store } from '../../source/store/port.ts';
import type { AlertStore } from '../../source/store/port-alerts.ts';
import { openConnection } from '../../source/store/sqlite/connection.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { WholeTickets } from '../../source/store/sqlite/whole-tickets.ts';
import { answered, at, created, type EventLine, TEN_MINUTES } from '../support/desk.ts';
import { leaseOf } from '../support/feeding.ts';
import { breaking, hanging, Receiver, refusing, well } from '../support/receiver.ts';
import { STORES } from '../support/stores.ts';

/** An agreement whose recipients are given up sooner than an agreement's file can say. */
function impatient({ name, notify }: Agreement, timeoutMs: number) {
	const hasty = [...notify].map(([key, recipient]) => [key, { ...recipient, timeoutMs }] as const);
	return { name, notify: new Map(hasty) };
}

/** A store, an engine and a sender on a clock in our hand. */
class Floor {
	nowAt = Date.parse(at('12:00'));
	patienceMs = 10_000;
	readonly lines: string[] = [];
	readonly errors: unknown[] = [];
	private readonly engine: Engine;
	private sender: Sender;

	constructor(
		readonly store: Store,
		private readonly alerts: AlertStore,
		private readonly env: NodeJS.ProcessEnv = {},
	) {
		this.engine = new Engine({ store, now: () => this.nowAt, holder: 'test' });
		this.sender = this.newSender();
	}

	private newSender(): Sender {
		const surroundings: Surroundings = {
			env: this.env,
			stderr: (line) => this.lines.push(line),
			isRehearsal: false,
		};
		return new Sender({
			queue: this.alerts,
			now: () => this.nowAt,
			random: () => 0,
			surroundings,
			onError: (error) => this.errors.push(error),
		});
	}

	async agree(notify: string, escalations = '{ at: 50%, notify: [duty] }'): Promise<void> {
		const text = `${TEN_MINUTES}escalations: [${escalations}]\nnotify:\n  duty: ${notify}\n`;
		await this.store.addAgreement({ inForceAt: this.nowAt, movesOpen: false, text, files: {} });
		await this.tick('11:50');
	}

	async happen(...events: readonly EventLine[]): Promise<void> {
		const incoming = events.map((event) => ({
			id: JSON.stringify(event),
			event: parseEvent(event),
			data: JSON.stringify(event),
		}));
		await this.store.appendEvents('test', incoming);
	}

	/** Lets time pass to an instant; what is due is queued and tried. */
	async tick(time: string): Promise<void> {
		await this.tickAt(Date.parse(at(time)));
	}

	/** The engine's part of it alone. */
	async judgeAt(nowAt: number): Promise<void> {
		this.nowAt = nowAt;
		await this.engine.tick();
	}

	async tickAt(nowAt: number): Promise<void> {
		await this.judgeAt(nowAt);
		const agreement = await this.engine.agreement();
		if (!agreement) throw new Error('no agreement');
		await this.sender.begin(impatient(agreement, this.patienceMs), leaseOf(this.engine));
		await this.sender.idle();
	}

	/** Dies and comes again: what is not in the store is forgotten. */
	async restart(): Promise<void> {
		await this.sender.stop();
		this.sender = this.newSender();
	}

	async states(): Promise<string[]> {
		const tickets = ['T-1', 'T-2', 'T-3'];
		const rows = await Promise.all(tickets.map((ticket) => this.alerts.of(ticket)));
		return rows.flat().map(({ ticket, alertState, tries }) => `${ticket} ${alertState} ${tries}`);
	}
}

describe.each(STORES)('over $kind', ({ open }) => {
	let store: Store;
	let alerts: AlertStore;
	let receiver: Receiver;
	beforeEach(async () => {
		store = await open();
		alerts = await store.alerts();
		receiver = await Receiver.start();
	});
	afterEach(async () => {
		await receiver.stop();
		await store.close();
	});

	const ids = (): unknown[] => receiver.received.map(({ body }) => body.id);

	describe('a receiver that is well', () => {
		it('is told once', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00', { subject: 'Printer', department: 'Billing' }));
			for (const time of ['12:05', '12:06', '12:07']) await floor.tick(time);
			expect(receiver.received).toHaveLength(1);
			expect(receiver.received[0]?.body).toMatchObject({
				version: 1,
				kind: 'alert',
				recipient: 'duty',
				ticket: 'T-1',
				metric: 'first_answer',
				step: '50%',
				state: 'at_risk',
				due_at: '2026-11-24T12:10:00Z',
				left_s: 300,
				text: 'T-1 first answer 5:00 left (50%): Printer [gold, Billing]',
			});
			expect(await floor.states()).toEqual(['T-1 sent 1']);
			expect(floor.errors).toEqual([]);
		});
	});

	describe('a receiver in trouble', () => {
		const manners = {
			'answers 500': refusing(500),
			'breaks the connection': breaking,
			hangs: hanging,
			'sends elsewhere': refusing(302, { location: 'http://127.0.0.1:1/' }),
		};

		it.each(Object.entries(manners))('that %s and comes back hears of it, with one id', async (_, manner) => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00'), created('T-2', '12:00'));
			receiver.manner = manner;
			floor.patienceMs = manner === hanging ? 200 : 10_000;
			await floor.tick('12:05');
			floor.patienceMs = 10_000;
			const [state] = await alerts.recipientStates();
			expect(state).toMatchObject({ recipient: 'duty', failures: 1, failingSince: floor.nowAt });
			// Neither its address nor what it holds is told.
			expect(state?.problem).not.toContain('t0k3n');
			// Who fails is left alone for a while.
			await floor.tick('12:05:04');
			expect(receiver.received).toHaveLength(1);
			receiver.manner = (answer) => answer.end();
			await floor.tick('12:06');
			const told = receiver.received.map(({ body }) => `${body.ticket} ${body.id}`);
			expect(new Set(told).size).toBe(2);
			expect(new Set(ids()).size).toBe(2);
			expect(await floor.states()).toEqual(['T-1 sent 2', 'T-2 sent 1']);
			expect(await alerts.recipientStates()).toMatchObject([{ failures: 0, problem: null }]);
		});

		it('is tried ever more seldom, and given up in the end', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}", give_up_after: 1h }`);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = refusing(500);
			const start = Date.parse(at('12:05'));
			const tried: number[] = [];
			for (let next: number | null = start; next !== null; ) {
				await floor.tickAt(next);
				tried.push((next - start) / 1000);
				next = (await alerts.of('T-1'))[0]?.nextTryAt ?? null;
			}
			expect(receiver.received).toHaveLength(tried.length);
			expect(tried).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1275, 2175, 3075, 3975]);
			expect(await floor.states()).toEqual(['T-1 failed 12']);
			expect(await alerts.recipientStates()).toMatchObject([{ gaveUp: 1 }]);
		});

		it('that asks for patience gets it', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = refusing(429, { 'retry-after': '120' });
			await floor.tick('12:05');
			await floor.tick('12:06:59');
			expect(receiver.received).toHaveLength(1);
			await floor.tick('12:07');
			expect(receiver.received).toHaveLength(2);
		});

		it('keeps nobody else waiting', async () => {
			const floor = new Floor(store, alerts);
			const other = await Receiver.start();
			const escalations = '{ at: 50%, notify: [duty, lead] }';
			await floor.agree(`{ webhook: "${receiver.url}" }\n  lead: { webhook: "${other.url}" }`, escalations);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = hanging;
			floor.patienceMs = 500;
			await floor.tick('12:05');
			expect(other.received).toHaveLength(1);
			await other.stop();
		});
	});

	describe('an engine that dies', () => {
		it('before it has sent: whoever comes next sends it, with the same id', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = hanging;
			const ticking = floor.tick('12:05');
			await receiver.got(1);
			await floor.restart();
			await ticking;
			expect(await floor.states()).toEqual(['T-1 queued 0']);
			receiver.manner = (answer) => answer.end();
			await floor.tick('12:05:01');
			expect(new Set(ids()).size).toBe(1);
			expect(receiver.received).toHaveLength(2);
			expect(await floor.states()).toEqual(['T-1 sent 1']);
		});
	});

	describe('a bad day', () => {
		/** In every way that a receiver can be in trouble, some of which take the message all the same. */
		const MANNERS = [
			refusing(500),
			breaking,
			well,
			hanging,
			refusing(429, { 'retry-after': '30' }),
			breaking,
		];

		it('of receivers that fail and engines that die: each alert arrives at least once, each with one id', async () => {
			const floor = new Floor(store, alerts);
			floor.patienceMs = 100;
			const escalations = '{ at: 50%, notify: [duty] }, { at: breach, every: 5m, notify: [duty] }';
			await floor.agree(`{ webhook: "${receiver.url}", digest: { over: 3, within: 30s } }`, escalations);
			const noonAt = Date.parse(at('12:00'));
			for (let minute = 0; minute < 30; minute++) {
				receiver.manner = MANNERS[minute % MANNERS.length] ?? well;
				await floor.happen(created(`B-${minute}`, `12:${String(minute).padStart(2, '0')}`));
				const ticking = floor.tickAt(noonAt + minute * 60_000);
				if (minute % 7 === 6) await floor.restart();
				await ticking;
			}
			receiver.manner = well;
			const all = async () => alerts.list({}, 10_000);
			for (let hour = 13; (await alerts.waiting()).size > 0; hour++) await floor.tick(`${hour}:00`);

			const told = receiver.received.flatMap(({ body }) =>
				Array.isArray(body.alerts) ? body.alerts : [body],
			);
			const ids = new Map<string, Set<string>>();
			for (const { id, ticket, step, repeat } of told) {
				const name = `${ticket} ${step} ${repeat}`;
				ids.set(name, (ids.get(name) ?? new Set()).add(id));
			}
			expect([...ids.values()].every(({ size }) => size === 1)).toBe(true);
			const sent = (await all()).filter(({ alertState }) => alertState === 'sent');
			expect(sent.length).toBeGreaterThan(60);
			expect([...ids.keys()].sort()).toEqual(
				sent.map(({ ticket, step, repeat }) => `${ticket} ${step} ${repeat}`).sort(),
			);
			expect(floor.errors).toEqual([]);
		});
	});

	describe('somebody who has seen it', () => {
		const said = { ticket: 'T-1', metric: 'first_answer', cycle: 1, by: 'ana' };

		it('stops repeats that wait; what comes once is told all the same', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`, '{ at: breach, every: 5m, notify: [duty] }');
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = refusing(500);
			for (const time of ['12:10:01', '12:15:01']) await floor.tick(time);
			await floor.happen({ ...said, type: 'acknowledged', at: at('12:16') });
			receiver.manner = well;
			for (const time of ['12:16', '12:40']) await floor.tick(time);
			expect(receiver.received.slice(2).map(({ body }) => body.step)).toEqual(['breach']);
			expect(await floor.states()).toEqual(['T-1 sent 3', 'T-1 stopped 0']);
		});

		it('while another message is under way stops what was to go after it', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`, '{ at: breach, every: 5m, notify: [duty] }');
			await floor.happen(created('T-1', '12:00'), created('T-2', '12:00'));
			await floor.tick('12:10:01');
			const answers: ServerResponse[] = [];
			receiver.manner = (answer) => answers.push(answer);
			const ticking = floor.tick('12:15:01');
			await receiver.got(3);
			const acknowledged = ['T-1', 'T-2'].map((ticket) => ({
				...said,
				ticket,
				type: 'acknowledged' as const,
				at: at('12:15:02'),
			}));
			await floor.happen(...acknowledged);
			await floor.judgeAt(Date.parse(at('12:15:02')));
			receiver.manner = well;
			for (const answer of answers) answer.end();
			await ticking;
			expect(receiver.received).toHaveLength(3);
			expect(await floor.states()).toEqual(['T-1 sent 1', 'T-1 stopped 0', 'T-2 sent 1', 'T-2 stopped 0']);
		});

		it('and wants to be left alone puts off what waits, too', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = refusing(500);
			await floor.tick('12:05');
			await floor.happen({ ...said, type: 'snoozed', at: at('12:05:02'), until: at('12:30') });
			receiver.manner = well;
			for (const time of ['12:05:03', '12:29:59']) await floor.tick(time);
			expect(receiver.received).toHaveLength(1);
			await floor.tick('12:30');
			expect(receiver.received).toHaveLength(2);
		});
	});

	describe('a clock that was ahead', () => {
		it('puts nothing off for long once it is set', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = refusing(500);
			await floor.tick('23:00');
			receiver.manner = well;
			await floor.restart();
			await floor.tick('12:06');
			expect(await floor.states()).toEqual(['T-1 sent 2']);
		});
	});

	describe('many at once', () => {
		const crowd = (count: number): EventLine[] =>
			Array.from({ length: count }, (_, place) => created(`C-${place}`, '12:00'));

		it('are one digest, with every one of them in it', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(...crowd(40));
			await floor.tick('12:05');
			expect(receiver.received).toHaveLength(1);
			const { body } = receiver.received[0] ?? {};
			expect(body).toMatchObject({ kind: 'digest', count: 40, text: '40 alerts: 40 at risk' });
			const told = body?.alerts as Record<string, unknown>[];
			expect(new Set(told.map(({ id }) => id)).size).toBe(40);
		});

		it('after a night without an engine: 600 alerts are three messages, in their digests', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`, '{ at: breach, notify: [duty] }');
			await floor.happen(...crowd(600));
			await floor.tick('20:00');
			expect(receiver.received).toHaveLength(3);
			const told = receiver.received.flatMap(({ body }) => body.alerts as Record<string, unknown>[]);
			expect(new Set(told.map(({ id }) => id)).size).toBe(600);
			await floor.tick('20:01');
			expect(receiver.received).toHaveLength(3);
		});

		it('one after another: as many as the digest allows, and then together when its time is over', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}", digest: { over: 2, within: 60s } }`);
			const events = Array.from({ length: 6 }, (_, place) => created(`S-${place}`, `12:00:0${place}`));
			await floor.happen(...events);
			for (let second = 0; second < 6; second++) await floor.tick(`12:05:0${second}`);
			expect(receiver.received.map(({ body }) => body.ticket)).toEqual(['S-0', 'S-1']);
			await floor.tick('12:06:00');
			expect(receiver.received).toHaveLength(2);
			await floor.tick('12:06:02');
			expect(receiver.received[2]?.body).toMatchObject({ kind: 'digest', count: 4 });
		});
	});

	describe('quiet hours', () => {
		it('hold the reminders of a timer, and their digest tells how many timers they are of', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(
				`{ webhook: "${receiver.url}", quiet: { from: "12:00", to: "13:00" } }`,
				'{ at: breach, every: 10m, notify: [duty] }',
			);
			await floor.happen(created('T-1', '12:00'), created('T-2', '12:00'));
			for (const time of ['12:11', '12:21', '12:31']) await floor.tick(time);
			expect(receiver.received).toEqual([]);
			await floor.tick('13:00');
			expect(receiver.received).toHaveLength(1);
			const { body } = receiver.received[0] ?? {};
			expect(body).toMatchObject({ kind: 'digest', text: `${body?.count} alerts of 2 timers: 2 breached` });
			expect(body?.count).toBe((body?.alerts as unknown[]).length);
			expect(Number(body?.count)).toBeGreaterThan(2);
		});

		it('hold back what comes, and then it comes as one', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}", quiet: { from: "12:00", to: "13:00" } }`);
			await floor.happen(created('T-1', '12:00'), created('T-2', '12:01'));
			for (const time of ['12:05', '12:06', '12:59:59']) await floor.tick(time);
			expect(receiver.received).toEqual([]);
			await floor.tick('13:00');
			expect(receiver.received.map(({ body }) => [body.kind, body.count])).toEqual([['digest', 2]]);
			expect(receiver.received[0]?.body.text).toBe('2 alerts: 2 breached');
		});
	});

	describe('a recipient', () => {
		it('who is in the agreement no more is told nothing, and that is said', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = refusing(500);
			await floor.tick('12:05');
			const text = `${TEN_MINUTES}notify: { somebody: { bell: true } }\n`;
			await store.addAgreement({ inForceAt: floor.nowAt, movesOpen: false, text, files: {} });
			await floor.tick('12:06');
			expect(await floor.states()).toEqual(['T-1 failed 2']);
			expect((await alerts.of('T-1'))[0]?.lastError).toContain('no recipient of that name');
		});

		it('whose screen rings hears a message once, though a slower screen says so late', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree('{ bell: true }');
			await floor.happen(created('T-1', '12:00'));
			await floor.tick('12:05');
			const [message] = await alerts.forScreens(await alerts.heard());
			expect(message).toMatchObject({ recipient: 'duty', channel: 'bell', alerts: 1, ok: true });
			const id = message?.id ?? 0;
			await alerts.noteHeard(id);
			await alerts.noteHeard(id - 1);
			expect(await alerts.heard()).toBe(id);
			expect(await alerts.forScreens(id)).toEqual([]);
		});

		it('who reads standard error gets a line', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree('{ stderr: true }');
			await floor.happen(created('T-1', '12:00', { subject: 'A\u001b[2Jbell\u0007' }));
			await floor.tick('12:05');
			expect(floor.lines).toEqual([
				'2026-11-24T12:05:00Z alert: T-1 first answer 5:00 left (50%): Abell [gold]',
			]);
		});
	});

	describe('an alert that is old', () => {
		it('is forgotten after 400 days, but for one of a ticket of which a clock still runs', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree('{ stderr: true }');
			await floor.happen(created('T-1', '12:00'), created('T-2', '12:00'));
			await floor.tick('12:05');
			await floor.happen(answered('T-2', '12:06'));
			const day = 86_400_000;
			await floor.tickAt(Date.parse(at('12:05')) + 400 * day);
			expect(await floor.states()).toEqual(['T-1 sent 1', 'T-2 sent 1']);
			await floor.tickAt(Date.parse(at('13:06')) + 400 * day);
			expect(await floor.states()).toEqual(['T-1 sent 1']);
		});
	});

	describe('a sender whose engine leads no more', () => {
		it('notes nothing of what was under way: whoever leads sends it again, with the same id', async () => {
			const floor = new Floor(store, alerts);
			await floor.agree(`{ webhook: "${receiver.url}" }`);
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = async (answer) => {
				// It takes so long that another engine has taken over when it answers.
				await store.acquireLease('another', Date.now() + 60_000, 3_000);
				answer.end('ok');
			};
			await floor.tick('12:05');
			expect(floor.errors).toEqual([expect.any(StaleLease)]);
			expect(await floor.states()).toEqual(['T-1 queued 0']);
			expect(await alerts.goneSince('duty', 0)).toEqual({ count: 0, lastAt: 0 });
		});
	});

	describe('a secret', () => {
		it('that is not set keeps the message back, and names the variable alone', async () => {
			const floor = new Floor(store, alerts, {});
			await floor.agree(`{ webhook: "${receiver.url}", secret_env: HOOK_SECRET }`);
			await floor.happen(created('T-1', '12:00'));
			await floor.tick('12:05');
			expect(receiver.received).toEqual([]);
			expect(await alerts.recipientStates()).toMatchObject([{ problem: 'HOOK_SECRET is not set' }]);
		});

		it('is in nothing that is kept, whatever the receiver answers', async () => {
			const secret = 'correct horse';
			const floor = new Floor(store, alerts, { HOOK_SECRET: secret, HOOK_URL: receiver.url });
			await floor.agree('{ webhook_env: HOOK_URL, secret_env: HOOK_SECRET, allow_http: true }');
			await floor.happen(created('T-1', '12:00'));
			receiver.manner = (answer) => answer.writeHead(400).end(`bad: ${secret} ${receiver.url}`);
			await floor.tick('12:05');
			const kept = JSON.stringify([
				await alerts.of('T-1'),
				await alerts.list({}, 9),
				await alerts.recipientStates(),
			]);
			expect(kept).toContain('400');
			expect(kept).not.toContain(secret);
			expect(kept).not.toContain('t0k3n');
		});
	});
});

it('a message that is under way while old tickets are pruned is sent once, and noted', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'slatop-sender-'));
	const store = openSqliteStore(join(folder, 'store.db'));
	const receiver = await Receiver.start();
	const floor = new Floor(store, await store.alerts());
	await floor.agree(`{ webhook: "${receiver.url}" }`);
	await floor.happen(created('T-1', '12:00'));
	const db = openConnection(join(folder, 'store.db'));
	receiver.manner = async (answer) => {
		new WholeTickets(db).drop(['T-0']);
		answer.end('ok');
	};
	await floor.tick('12:05');
	await floor.tick('12:06');
	db.close();
	expect(floor.errors).toEqual([]);
	expect(receiver.received).toHaveLength(1);
	expect(await floor.states()).toEqual(['T-1 sent 1']);
	await Promise.all([receiver.stop(), store.close()]);
	rmSync(folder, { recursive: true, force: true });
});
