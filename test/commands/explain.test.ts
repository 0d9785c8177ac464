import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as agreementCommand from '../../source/commands/agreement.ts';
import { explainLines } from '../../source/commands/board-texts.ts';
import { UsageError } from '../../source/commands/context.ts';
import * as explainCommand from '../../source/commands/explain.ts';
import { loadAgreement } from '../../source/engine/agreement-file.ts';
import { agreementDocument } from '../../source/reports/agreement-document.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { en } from '../../source/ui/words/documents/en.ts';
import { sl } from '../../source/ui/words/documents/sl.ts';
import { speak } from '../../source/ui/words.ts';
import { at, created, Desk, status } from '../support/desk.ts';
import { take } from '../support/feeding.ts';
import { runArgsHere, runHere } from '../support/here.ts';

const AGREEMENT = `version: 1
name: Explained
timezone: UTC
calendars:
  office: { hours: { mon-fri: ["09:00-17:00"] }, holidays: ["2026-11-25"] }
levels:
  gold: { calendar: office, targets: { agent_work: 8h } }
  silver: { calendar: office, targets: { agent_work: { urgent: 2h } } }
rules:
  - name: VIP
    when:
      any: [{ field: customer_group, is: vip }, { all: [{ field: tags, contains: key }, { not: { field: priority, is: low } }] }]
    level: gold
  - { name: Others, when: { field: organization, in: [Acme, Globex] }, level: silver, continue: true }
`;

let desk: Desk;
beforeAll(async () => {
	desk = new Desk(AGREEMENT);
	await desk.import([
		created('T-1', '15:00', {
			customer_group: 'vip',
			subject: 'Printer',
			department: 'Billing',
			agent: 'ana',
		}),
		{ ticket: 'T-1', at: at('16:10'), type: 'assigned', agent: 'bor' },
		status('T-1', '15:30', 'on_hold'),
		status('T-1', '16:00', 'open'),
		created('T-2', '15:00'),
		created('T-3', '15:00', { customer_group: 'vip' }),
		{ ticket: 'T-3', at: at('15:10'), type: 'target', metric: 'agent_work', due_at: at('20:00') },
	]);
	await desk.tick(at('16:30'));
});
afterAll(() => desk.dispose());

describe('slatop explain', () => {
	const explained = (tickets: readonly string[], flags: object = {}) =>
		runHere(explainCommand, tickets, { store: desk.store, now: at('16:30'), ...flags });

	it('counts a timer day by day: its pauses, holidays, level and due', async () => {
		const { code, stdout } = await desk.run('explain', ['T-1', '--now', at('16:30')]);
		expect(code).toBe(0);
		expect(stdout).toContain('T-1 Printer');
		expect(stdout).toMatch(/agent_work: on_track\n +target +8h of "office" \(UTC\)/);
		expect(stdout).toMatch(/level +gold, normal priority \(rule "VIP"\)/);
		expect(stdout).toMatch(/Tue 2026-11-24 +15:00-15:30 16:00-17:00 +1h30m, sum 1h30m/);
		expect(stdout).toMatch(/Wed 2026-11-25 +nothing counted \(holiday\)/);
		expect(stdout).toMatch(/Thu 2026-11-26 +09:00-15:30 +6h30m, sum 8h/);
		expect(stdout).toMatch(/gap +Tue 2026-11-24 15:30:00 to Tue 2026-11-24 16:00:00: paused by its status/);
		expect(stdout).toContain('(2026-11-26T15:30:00Z)');
		expect(stdout).toMatch(/held +ana \(Billing\): 40m counted \(1h10m real\)$/m);
		expect(stdout).toMatch(/held +bor \(Billing\): 20m counted \(20m real\)$/m);
	});

	it('says where the clocks were changed in what it counted: its hours do not add up otherwise', async () => {
		const night = desk.file(
			'night.yaml',
			AGREEMENT.replace('timezone: UTC', 'timezone: Europe/Ljubljana')
				.replace('mon-fri: ["09:00-17:00"]', 'mon-sun: ["22:00-06:00"]')
				.replace('agent_work: 8h', 'agent_work: 10h'),
		);
		const other = new Desk();
		await other.import([
			{ ...created('T-1', '09:00', { customer_group: 'vip' }), at: '2026-10-24T20:00:00Z' },
			{ ...created('T-2', '09:00', { customer_group: 'vip' }), at: '2026-03-28T21:00:00Z' },
		]);
		const ran = await runHere(explainCommand, ['T-1', 'T-2'], {
			store: other.store,
			agreement: night,
			now: '2026-10-25T08:00:00Z',
		});
		await other.dispose();
		expect(ran.stdout).toMatch(
			/Sun 2026-10-25 +00:00-06:00 22:00-23:00 \(clocks went back 1h\) +8h, sum 10h/,
		);
		expect(ran.stdout).toMatch(
			/Sun 2026-03-29 +00:00-06:00 22:00-00:00 \(clocks went forward 1h\) +7h, sum 9h/,
		);
	});

	it('says of a due that the source gave it', async () => {
		const { stdout } = await explained(['T-3']);
		expect(stdout).toMatch(
			/given +due Tue 2026-11-24 20:00:00 by the source, not by the level, at Tue 2026-11-24 15:10:00$/m,
		);
		expect(stdout).toMatch(/due +Tue 2026-11-24 20:00:00/);
	});

	it('says with whom a timer ran out', async () => {
		const { stdout } = await desk.run('explain', ['T-1', '--now', '2026-11-27T10:00:00Z']);
		// Nine hours of Thursday and Friday after the due, 15:30 on Thursday, in real time
		expect(stdout).toMatch(
			/held +bor \(Billing\): 9h50m counted, ran out here, 18h30m over \(2d17h50m real\)$/m,
		);
	});

	it('of several tickets, one after the other', async () => {
		const { code, stdout } = await explained(['T-1', 'T-2']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^T-1 Printer\n\nagent_work/);
		expect(stdout).toMatch(/\n\nT-2\nno timers: no level gives it a target\n$/);
	});

	it('of one that counts under another reference', async () => {
		const store = openSqliteStore(desk.store);
		await take(store, created('U-1', '09:00'), { ...created('U-1', '09:00'), type: 'moved', into: 'U-7' });
		await store.close();
		expect((await explained(['U-1'])).stdout).toBe('U-1\nno timers: it is deleted\n');
	});

	it('of one metric; one that is none is refused, with the nearest name', async () => {
		expect((await explained(['T-1'], { metric: ['agent_work'] })).stdout).toContain('agent_work: on_track');
		expect((await explained(['T-1'], { metric: ['first_answer'] })).stdout).toBe(
			'T-1 Printer\nno timer of first_answer\n',
		);
		const wrong = explained(['T-1'], { metric: ['agent_wrk'] });
		await expect(wrong).rejects.toThrow('--metric: no metric "agent_wrk" (did you mean "agent_work"?)');
		await expect(wrong).rejects.toThrow(UsageError);
	});

	it('is in Slovenian on a screen that is, metrics and weekdays too', async () => {
		await speak('sl');
		const store = openSqliteStore(desk.store);
		const text = (await explainLines(store, 'T-1', Date.parse(at('16:30')))).join('\n');
		await store.close();
		await speak('en');
		expect(text).toMatch(/delo agenta: v roku\n +cilj +8h po koledarju "office" \(UTC\)/);
		expect(text).toMatch(/raven +gold, nujnost: običajna \(pravilo "VIP"\)/);
		expect(text).toMatch(/sre 2026-11-25 +nič ne šteje \(praznik\)/);
		expect(text).toMatch(/pri +ana \(Billing\): šteto 40m \(v resnici 1h10m\)/);
	});

	it('says so where there is no such ticket', async () => {
		const ran = await desk.run('explain', ['T-9', '--now', at('16:30')]);
		expect(ran).toMatchObject({ code: 2, stdout: '' });
		expect(ran.stderr).toContain('there is no ticket "T-9" in the store');
	});
});

describe('slatop agreement test', () => {
	const tried = async (...args: string[]): Promise<string> => {
		const ran = await runArgsHere(['agreement', 'test', desk.agreement, ...args]);
		expect(ran).toMatchObject({ code: 0, stderr: '' });
		return ran.stdout;
	};

	it('says of a stored ticket which rule matches, which does not and why, and the targets', async () => {
		const text = await tried('--ticket', 'T-1', '--store', desk.store);
		expect(text).toContain('rule "VIP" matches: gold, and decides');
		expect(text).toContain('yes customer_group is "vip", and it is "vip"');
		expect(text).toContain('rule "Others" does not match (continue)');
		expect(text).toMatch(/level gold \(rule "VIP"\):\n +agent_work +8h of "office"/);
	});

	it('by the agreement that is in force in the store, where none is named', async () => {
		const flags = { store: desk.store, ticket: 'T-1', now: at('16:30') };
		const { stdout } = await runHere(agreementCommand, ['test'], flags);
		expect(stdout).toContain('rule "VIP" matches: gold, and decides');
		const other = desk.file('other.yaml', AGREEMENT.replace('name: VIP', 'name: Very'));
		for (const [input, named] of [
			[['test', other], {}],
			[['test'], { agreement: other }],
		] as const) {
			const ran = await runHere(agreementCommand, input, { ...flags, ...named });
			expect(ran.stdout).toContain('rule "Very" matches: gold, and decides');
		}
	});

	it('refuses a field that cannot be so', async () => {
		const ran = runHere(agreementCommand, ['test', desk.agreement], { field: ['priority=P1'] });
		await expect(ran).rejects.toThrow(UsageError);
		await expect(ran).rejects.toThrow('--field: "priority" "P1" is none of: low, normal, high, urgent');
	});

	it('and of fields that are given', async () => {
		const text = await tried(
			'--field',
			'organization=Acme',
			'--field',
			'tags=key+x',
			'--field',
			'priority=low',
		);
		expect(text).toContain('rule "VIP" does not match');
		expect(text).toContain('level silver (rule "Others")');
		expect(text).toContain('no target at this priority');
	});
});

describe('slatop agreement show', () => {
	it('says in words which tickets get which level', async () => {
		const { stdout } = await runArgsHere(['agreement', 'show', desk.agreement]);
		expect(stdout).toContain(
			'1. VIP: gold where customer group is vip or (tags contains key and not (priority is low))',
		);
		expect(stdout).toContain(
			'2. Others: silver where organization is one of Acme, Globex, unless a later rule gives another',
		);
		expect(stdout).toContain('Tickets that no rule matches have no targets.');
	});

	it('shares with the same document in Slovenian names, hours and nothing else', async () => {
		const { agreement } = await loadAgreement('data/sla.yaml');
		const english = new Set(agreementDocument(agreement, en));
		const shared = agreementDocument(agreement, sl).filter((line) => english.has(line) && line !== '');
		const names =
			/^(\| ---|# |### (gold|silver|bronze|office|support) ?|\| (Service desk|Billing desk|Sales) ?)/;
		expect(shared.filter((line) => !names.test(line))).toEqual([]);
	});
});
