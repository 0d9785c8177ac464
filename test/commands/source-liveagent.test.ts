import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';
import { runArgsHere } from '../support/here.ts';
import { LiveAgentDesk } from '../support/liveagent-desk.ts';

const NOW = '2026-11-24T18:00:00Z';
const at = (time: string): string => `2026-11-24T${time}:00Z`;
const ENV = { SLATOP_DESK_KEY: 'k-3f9a1c77' };

const OFFICE = { start: '09:00', end: '17:00' };
const GOLD = {
	id: 'lv1',
	name: 'Gold',
	values: {
		first_answer: 3_600,
		next_answer: 7_200,
		first_resolve: 28_800,
		first_assign: 0,
		chat_answer: 60,
	},
	business_hours: {
		timezone: 'Europe/Ljubljana',
		monday: OFFICE,
		tuesday: OFFICE,
		wednesday: [
			{ start: '9:00:00', end: '12:00:00' },
			{ start: '13:00:00', end: '00:00:00' },
		],
		thursday: OFFICE,
		friday: OFFICE,
		saturday: { start: '00:00', end: '00:00' },
		sunday: null,
		exclude_holidays: ['2026-12-25', '2027-01-01T00:00:00+01:00'],
	},
};
const SILVER = { id: 'lv2', name: 'Silver: "slow"', values: { first_answer: 86_400 }, business_hours: [] };

let desk: Desk;
let helpDesk: LiveAgentDesk;
beforeEach(async () => {
	desk = new Desk();
	helpDesk = await LiveAgentDesk.open();
	helpDesk.slas = [GOLD, SILVER];
	const where = ['--kind', 'liveagent', '--url', helpDesk.server.url, '--allow-http'];
	await desk.run('source', ['add', 'desk', ...where]);
});
afterEach(async () => {
	await desk.dispose();
	await helpDesk.close();
});

const importTo = (file: string) =>
	desk.run('agreement', ['import', 'liveagent', join(desk.folder, file), '--source', 'desk'], { env: ENV });

describe('slatop agreement import liveagent', () => {
	it('writes levels and business hours that pass the check, and says what could not be carried over', async () => {
		expect(await importTo('imported.yaml')).toMatchObject({ code: 0, stderr: '' });
		const path = join(desk.folder, 'imported.yaml');
		const text = readFileSync(path, 'utf8');
		expect(text).toContain("What LiveAgent's API does not tell");
		expect(text).toContain('first_answer: 1h');
		expect(text).not.toContain('first_assign');
		const check = await desk.run('agreement', ['check', path]);
		expect(check).toMatchObject({ code: 0 });
		expect(check.stdout).toContain('2 levels, 0 rules');
		const dueOf = async (from: string): Promise<string> => {
			const question = ['--calendar', 'Gold hours', '--from', from, '--add', '1h', '--json'];
			return JSON.parse((await runArgsHere(['due', '--agreement', path, ...question])).stdout).due_at;
		};
		// Over the break of a Wednesday; and over Christmas and a weekend.
		expect(await dueOf('2026-11-25T10:30:00Z')).toBe('2026-11-25T12:30:00Z');
		expect(await dueOf('2026-12-24T15:30:00Z')).toBe('2026-12-28T08:30:00Z');
	});

	it('keeps two levels of one name apart, and reads those behind a row that is none', async () => {
		const later = { ...SILVER, id: 'lv3', values: { first_answer: 7_200 } };
		helpDesk.slas = [GOLD, { name: 'no id' }, SILVER, later];
		expect(await importTo('imported.yaml')).toMatchObject({ code: 0 });
		const path = join(desk.folder, 'imported.yaml');
		expect(readFileSync(path, 'utf8')).toMatch(/Silver: \\?"slow\\?" \(2\)/);
		expect((await desk.run('agreement', ['check', path])).stdout).toContain(' 3 levels,');
		const { stdout } = await desk.run('agreement', ['show', path]);
		expect(stdout).toMatch(/\| first answer \| 2h \|/);
	});

	it('leaves a file that is there as it was', async () => {
		await importTo('imported.yaml');
		const { code, stderr } = await importTo('imported.yaml');
		expect(code).toBe(1);
		expect(stderr).toContain('is there already: it was left as it is');
	});

	it('concludes rules from the SLA log, and says from what', async () => {
		const row = (department_name: string, sla_level_name: string) => ({ department_name, sla_level_name });
		helpDesk.slaGrid = [
			...Array.from({ length: 9 }, () => row('Billing', 'Gold')),
			...Array.from({ length: 4 }, () => row('General', 'Gold')),
			...Array.from({ length: 5 }, () => row('General', 'Silver: "slow"')),
			row('Gone', 'Bronze'),
		];
		await importTo('imported.yaml');
		const path = join(desk.folder, 'imported.yaml');
		const text = readFileSync(path, 'utf8');
		expect(text).toContain('# Billing: Gold on 9 of 9 rows');
		expect(text).toContain('name: Billing gets Gold');
		expect(text).not.toContain('General gets');
		expect((await desk.run('agreement', ['check', path])).stdout).toContain(' 1 rule,');
	});

	it('says what it concluded, on the terminal and in the file', async () => {
		const zoned = (name: string, timezone: string | null) => ({
			...GOLD,
			id: name,
			name,
			business_hours: { ...GOLD.business_hours, timezone, sunday: { start: 'noon', end: '14:00' } },
		});
		helpDesk.slas = [zoned('None', null), zoned('Odd', 'Europe/Lublana'), GOLD];
		const { stdout } = await importTo('imported.yaml');
		const path = join(desk.folder, 'imported.yaml');
		const text = readFileSync(path, 'utf8');
		for (const note of [
			'level None names no time zone: its hours are taken for those of Europe/Ljubljana',
			'level Odd names "Europe/Lublana", which is no time zone that is known: its hours are taken for those of',
			'level Odd has "noon to 14:00", which cannot be read: it is left out',
			'default_level is None, the first level that it lists, for its SLA log tells of none',
		]) {
			expect(stdout).toContain(note);
			expect(text).toContain(`# - ${note}`);
		}
		expect(text).not.toContain('timezone: Europe/Lublana');
		expect(await desk.run('agreement', ['check', path])).toMatchObject({ code: 0 });
		helpDesk.slaGrid = [
			{ department_name: 'Billing', sla_level_name: 'Gold' },
			{ department_name: 'Billing', sla_level_name: 'None' },
			{ department_name: 'General', sla_level_name: 'Gold' },
		];
		const again = await importTo('again.yaml');
		expect(again.stdout).toContain('default_level is Gold, the level of most rows of its SLA log: 2 of 3');
	});

	it('prints names that would do something to a terminal as what they are', async () => {
		const name = 'Gold\u001b[2J\u202e';
		helpDesk.slas = [{ ...GOLD, name, business_hours: { ...GOLD.business_hours, timezone: null } }];
		helpDesk.slaGrid = Array.from({ length: 9 }, () => ({
			department_name: 'B\u009b2J',
			sla_level_name: name,
		}));
		const { stdout } = await desk.run('agreement', ['import', 'liveagent', '--source', 'desk'], { env: ENV });
		expect(stdout).toContain('# - level Gold names no time zone');
		expect(stdout).toContain('# B: Gold on 9 of 9 rows');
		expect(stdout).toContain('default_level: "Gold\\e[2J\\u202e"');
		expect(stdout).toContain('is: "B\\u009b2J"');
		for (const sign of ['\u001b', '\u009b', '\u202e']) expect(stdout).not.toContain(sign);
	});

	it('says what is wrong where there are no levels, or no such source', async () => {
		helpDesk.slas = [];
		const none = await importTo('imported.yaml');
		expect(none.code).toBe(1);
		expect(none.stderr).toContain('source desk: the account has no SLA levels');
		const wrong = await desk.run('agreement', ['import', 'liveagent', '--source', 'nobody']);
		expect(wrong.code).toBe(2);
		expect(wrong.stderr).toContain('there is no source "nobody" (there are: desk)');
	});
});

describe('slatop source verify', () => {
	const verify = (...args: string[]) => desk.run('source', ['verify', 'desk', ...args], { env: ENV });

	/** Two open tickets and an answered one, under the levels of LiveAgent itself. */
	async function underItsOwnLevels(): Promise<void> {
		helpDesk.create('AAA-1', at('09:00'));
		helpDesk.create('BBB-2', at('10:00'));
		helpDesk.create('CCC-3', at('11:00'));
		helpDesk.reply('CCC-3', at('11:20'), 'a1');
		helpDesk.dues.set(helpDesk.idOf('AAA-1'), dues('lv1', '24 10:00', '25 09:00'));
		// Its description has times with a zone of their own.
		const zoned = { first_answer: '2026-11-24T12:00:00+01:00' };
		helpDesk.dues.set(helpDesk.idOf('BBB-2'), { ...dues('lv1', null, '25 10:00'), ...zoned });
		helpDesk.dues.set(helpDesk.idOf('CCC-3'), dues('lv1', null, '25 11:20'));
		helpDesk.slaLog.set(helpDesk.idOf('CCC-3'), [logged('11:00', '12:00', '11:20')]);
		await importTo('own.yaml');
		await desk.run('source', ['sync', 'desk', '--now', NOW], { env: ENV });
		const tick = await desk.run('tick', ['--agreement', join(desk.folder, 'own.yaml'), '--now', at('11:30')]);
		expect(tick.code).toBe(0);
	}

	const wall = (time: string): string => `2026-11-24 ${time}:00`;
	const dues = (level: string, firstAnswer: string | null, firstResolve: string) => ({
		sla_level_id: level,
		first_answer: firstAnswer === null ? '' : `2026-11-${firstAnswer}:00`,
		first_resolve: `2026-11-${firstResolve}:00`,
		next_answer: null,
	});
	const logged = (started: string, due: string, closed: string) => ({
		id: '1',
		sla_level_id: 'lv1',
		sla_type: 'first_answer',
		date_created: wall(started),
		date_due: wall(due),
		date_closed: wall(closed),
		total_time: 3_600,
		elapsed_time: 1_200,
	});

	it('finds nothing where both count the same', async () => {
		await underItsOwnLevels();
		const { code, stdout, stderr } = await verify();
		expect(stdout).toBe('all dues and rows of the log agree\n');
		expect({ code, stderr }).toEqual({ code: 0, stderr: '3 tickets: 5 timers agree, 0 differ\n' });
	});

	it('says where dues differ, and why', async () => {
		await underItsOwnLevels();
		helpDesk.dues.set(helpDesk.idOf('AAA-1'), dues('lv2', '25 10:00', '25 09:00'));
		helpDesk.dues.set(helpDesk.idOf('BBB-2'), dues('lv1', '24 12:30', '25 10:00'));
		const row = logged('10:50', '11:50', '11:20');
		helpDesk.slaLog.set(helpDesk.idOf('CCC-3'), [
			{ ...row, sla_type: 'First answer' },
			{ ...row, sla_type: 'X9' },
		]);
		const { code, stdout, stderr } = await verify();
		expect(stderr).toContain('types that slatop does not know (X9): they were not compared');
		expect(code).toBe(1);
		expect(stdout).toMatch(/AAA-1 +first_answer +open .*other level: Silver: "slow" there, Gold here/);
		expect(stdout).toMatch(/BBB-2 +first_answer +open .*\+1h30m +other calendar or pauses/);
		expect(stdout).toMatch(/CCC-3 +first_answer +closed .*other start: 10:50:00 there, 11:00:00 here/);
	});
});
