import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as logCommand from '../../source/commands/log.ts';
import * as reportCommand from '../../source/commands/report.ts';
import * as statementCommand from '../../source/commands/statement.ts';
import * as ticketsCommand from '../../source/commands/tickets.ts';
import { answered, at, created, Desk, type EventLine, status } from '../support/desk.ts';
import { runHere } from '../support/here.ts';
import { PROGRAM, Running } from '../support/program.ts';

const AGREEMENT = `version: 1
name: Two levels
timezone: UTC
levels:
  gold: { calendar: always, at_risk: 50%, targets: { first_answer: 1h, first_resolve: 4h } }
  silver: { calendar: always, targets: { first_answer: 2h } }
rules:
  - { name: VIP, when: { field: customer_group, is: vip }, level: gold }
default_level: silver
`;
const FORMULA = '=HYPERLINK("http://evil.example","pay here")';
const NOW = at('13:00');

let desk: Desk;
beforeAll(async () => {
	desk = new Desk(AGREEMENT);
	await desk.import([
		created('A-1', '12:20', { customer_group: 'vip', department: 'Billing', agent: 'ana', subject: FORMULA }),
		created('A-2', '11:30', { department: 'Sales', subject: 'one, "two"\nthree', requester: '+1 555 0100' }),
		created('A-3', '11:00', {
			customer_group: 'vip',
			department: 'Sales',
			agent: 'ben',
			organization: 'Globex',
		}),
		answered('A-3', '11:20'),
		created('A-4', '10:00', {
			department: 'Billing',
			agent: 'ana',
			requester: '@SUM(A1)',
			subject: '漢字 👍',
		}),
		answered('A-4', '12:30:00'),
		created('A-5', '10:30', { department: 'Billing' }),
		status('A-5', '10:45', 'spam'),
	]);
	await desk.tick(NOW);
});
afterAll(() => desk.dispose());

const isObject = (value: unknown): value is EventLine =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

async function rows(command: 'tickets' | 'log', ...args: string[]): Promise<EventLine[]> {
	const clock = command === 'tickets' ? ['--now', NOW] : [];
	const { code, stdout, stderr } = await desk.run(command, ['--format', 'ndjson', ...clock, ...args]);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	const read: unknown[] = stdout
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line));
	return read.filter(isObject);
}
const names = (list: readonly EventLine[]): string[] =>
	list.map(({ ticket, metric }) => `${ticket} ${metric}`);

describe('slatop tickets', () => {
	it('lists open timers, soonest due first, the paused last', async () => {
		expect(names(await rows('tickets'))).toEqual([
			'A-1 first_answer',
			'A-2 first_answer',
			'A-1 first_resolve',
			'A-3 first_resolve',
		]);
	});

	it('as a table for people', async () => {
		const { code, stdout } = await desk.run('tickets', ['--now', NOW]);
		expect(code).toBe(0);
		const [head = '', first = '', second = ''] = stdout.split('\n');
		expect(head).toMatch(/^ *LEFT +STATE +METRIC +LEVEL +DUE +DEPARTMENT +AGENT +PRIORITY +TICKET +SUBJECT$/);
		expect(first).toMatch(
			/^20:00 +at_risk +first_answer +gold +2026-11-24T13:20:00Z +Billing +ana +normal +A-1 +=HYP/,
		);
		expect(second).toMatch(/^30:00 +at_risk +first_answer +silver .*one, "two" three$/);
	});

	it('as NDJSON and JSON with the keys of the contract', async () => {
		const list = await rows('tickets');
		expect(list[0]).toEqual({
			ticket: 'A-1',
			metric: 'first_answer',
			cycle: 1,
			level: 'gold',
			calendar: 'always',
			state: 'at_risk',
			started_at: at('12:20'),
			at_risk_at: at('12:50'),
			due_at: at('13:20'),
			closed_at: null,
			target_s: 3600,
			department: 'Billing',
			agent: 'ana',
			priority: 'normal',
			status: 'new',
			subject: FORMULA,
			requester: null,
			organization: null,
			url: null,
			left_s: 1200,
		});
		const { stdout } = await desk.run('tickets', ['--format', 'json', '--now', NOW]);
		expect(JSON.parse(stdout)).toEqual(list);
		const none = await desk.run('tickets', ['--format', 'json', '--department', 'Nowhere']);
		expect(JSON.parse(none.stdout)).toEqual([]);
	});

	it('as CSV that is no formula in any spreadsheet', async () => {
		const { stdout } = await desk.run('tickets', ['--format', 'csv', '--now', NOW]);
		const lines = stdout.split('\r\n');
		expect(lines[0]).toBe(
			'ticket,metric,cycle,level,calendar,state,started_at,at_risk_at,due_at,closed_at,target_s,department,agent,priority,status,subject,requester,organization,url,left_s',
		);
		expect(stdout).toContain(`"'=HYPERLINK(""http://evil.example"",""pay here"")"`);
		expect(stdout).toContain('"one, ""two""\nthree"');
		expect(stdout).toContain(",'+1 555 0100,");
		expect(stdout).not.toMatch(/(^|,)"?[=+@]/m);
	});

	it('narrowed by state, department and level, and to so many', async () => {
		expect(names(await rows('tickets', '--state', 'paused'))).toEqual(['A-3 first_resolve']);
		expect(names(await rows('tickets', '--state', 'at_risk,paused', '--level', 'gold'))).toEqual([
			'A-1 first_answer',
			'A-3 first_resolve',
		]);
		expect(names(await rows('tickets', '--department', 'Sales'))).toEqual([
			'A-2 first_answer',
			'A-3 first_resolve',
		]);
		expect(
			names(await rows('tickets', '--department', 'Sales', '--department', 'Billing', '--limit', '2')),
		).toEqual(['A-1 first_answer', 'A-2 first_answer']);
		expect(names(await rows('tickets', '--agent', 'ana', '--metric', 'first_resolve'))).toEqual([
			'A-1 first_resolve',
		]);
		expect((await desk.run('tickets', ['--level', 'platinum'])).stdout).toBe('no open timers\n');
	});

	it('of a store that was named and is not there says so; the default one may be begun', async () => {
		const nowhere = join(desk.folder, 'nowhere', 'store.db');
		const env = { XDG_DATA_HOME: join(desk.folder, 'data') };
		for (const command of [ticketsCommand, logCommand, reportCommand, statementCommand]) {
			await expect(runHere(command, [], { store: nowhere })).rejects.toThrow(`there is no store ${nowhere}`);
			expect((await runHere(command, [], {}, env)).code).toBe(0);
		}
		expect(existsSync(join(desk.folder, 'nowhere'))).toBe(false);
	});

	it('says what the list does not know yet', async () => {
		const fresh = new Desk(AGREEMENT);
		try {
			await fresh.import([created('A-1', '12:00')]);
			const { code, stdout, stderr } = await fresh.run('tickets', ['--format', 'ndjson']);
			expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
			expect(stderr).toContain('1 event waits for the engine');
		} finally {
			await fresh.dispose();
		}
	});
});

describe('slatop log', () => {
	it('lists closed timers, oldest first, with the keys of the contract', async () => {
		const list = await rows('log');
		expect(list.map(({ ticket, state, left_s: left }) => ({ ticket, state, left }))).toEqual([
			{ ticket: 'A-5', state: 'cancelled', left: 6300 },
			{ ticket: 'A-3', state: 'fulfilled', left: 2400 },
			{ ticket: 'A-4', state: 'missed', left: -1800 },
		]);
		expect(list[0]).toMatchObject({ reason: 'spam', closed_at: at('10:45') });
		expect(list[2]).toEqual({
			ticket: 'A-4',
			metric: 'first_answer',
			cycle: 1,
			level: 'silver',
			calendar: 'always',
			state: 'missed',
			started_at: at('10:00'),
			at_risk_at: at('11:30'),
			due_at: at('12:00'),
			closed_at: at('12:30'),
			target_s: 7200,
			counted_s: 9000,
			paused_s: 0,
			reason: null,
			requester: '@SUM(A1)',
			department: 'Billing',
			agent: 'ana',
			organization: null,
			left_s: -1800,
			miss_reason: null,
			note: null,
			excluded: false,
			excluded_reason: null,
			excluded_by: null,
			excluded_at: null,
		});
	});

	it('narrowed by time, department, level, agent, metric and state', async () => {
		expect(names(await rows('log', '--since', at('11:20')))).toEqual([
			'A-3 first_answer',
			'A-4 first_answer',
		]);
		expect(names(await rows('log', '--until', at('11:20')))).toEqual(['A-5 first_answer']);
		expect(names(await rows('log', '--since', '2026-11-24T12:20:00+01:00', '--until', at('12:00')))).toEqual([
			'A-3 first_answer',
		]);
		expect(names(await rows('log', '--state', 'missed'))).toEqual(['A-4 first_answer']);
		expect(names(await rows('log', '--level', 'gold'))).toEqual(['A-3 first_answer']);
		expect(names(await rows('log', '--agent', 'ben', '--department', 'Sales'))).toEqual(['A-3 first_answer']);
		expect(names(await rows('log', '--limit', '1'))).toEqual(['A-5 first_answer']);
		expect(names(await rows('log', '--text', 'glob'))).toEqual(['A-3 first_answer']);
		expect(names(await rows('log', '--organization', 'Globex', '--since', '2026-11-24'))).toEqual([
			'A-3 first_answer',
		]);
	});

	it('as a table, as JSON, and as CSV that is no formula', async () => {
		const table = await desk.run('log');
		expect(table.stdout).toMatch(
			/^TICKET +REQUESTER +DEPARTMENT +AGENT +LEVEL +METRIC +STARTED +DUE +CLOSED +STATE +LEFT +WHY$/m,
		);
		expect(table.stdout).toMatch(/^A-5 .* cancelled \(spam\) +1h45m$/m);
		expect(table.stdout).toMatch(/^A-4 .* missed +-30:00$/m);
		const json: unknown = JSON.parse((await desk.run('log', ['--format', 'json'])).stdout);
		expect(json).toEqual(await rows('log'));
		const { stdout } = await desk.run('log', ['--format', 'csv']);
		expect(stdout.split('\r\n')[0]).toBe(
			'ticket,metric,cycle,level,calendar,state,started_at,at_risk_at,due_at,closed_at,target_s,counted_s,paused_s,reason,requester,department,agent,organization,left_s,miss_reason,note,excluded,excluded_reason,excluded_by,excluded_at',
		);
		expect(stdout).toContain(",'@SUM(A1),");
		expect(stdout).toContain(',-1800,,,false,,,\r\n');
	});

	it('in the order that is asked for, from either end', async () => {
		const inOrder = async (...args: string[]): Promise<string> =>
			(await rows('log', ...args)).map(({ ticket }) => ticket).join(' ');
		expect(await inOrder('--sort', 'left')).toBe('A-4 A-3 A-5');
		expect(await inOrder('--sort', 'started', '--reverse')).toBe('A-3 A-5 A-4');
		// A miss counts by its due, 12:00, and A-3 by its close, 11:20.
		expect(await inOrder('--sort', 'judged', '--reverse', '--limit', '2')).toBe('A-4 A-3');
		expect((await desk.run('log', ['--sort', 'colour'])).stderr).toContain(
			'--sort is one of closed, logged, judged',
		);
	});

	it('ends quietly when its reader has had enough', async () => {
		const many = new Desk(AGREEMENT);
		try {
			const tickets = Array.from({ length: 4000 }, (_, place) => `B-${place}`);
			await many.import(tickets.flatMap((ticket) => [created(ticket, '12:00'), answered(ticket, '12:01')]));
			await many.tick(NOW);
			const { code, stdout, stderr } = await shell(
				`set -o pipefail; "$0" "$1" log --store "$2" --format csv | head -1`,
				[process.execPath, PROGRAM, many.store],
			);
			expect(stderr).toBe('');
			expect(code).toBe(0);
			expect(stdout).toMatch(/^ticket,metric/);
			expect(stdout.trimEnd().split('\n')).toHaveLength(1);
		} finally {
			await many.dispose();
		}
	});

	it('lists more than one page of rows, each once', async () => {
		const many = new Desk(AGREEMENT);
		try {
			const tickets = Array.from({ length: 2500 }, (_, place) => `B-${10_000 + place}`);
			await many.import(tickets.map((ticket) => created(ticket, '12:00')));
			await many.tick(NOW);
			const { stdout } = await many.run('tickets', ['--format', 'ndjson']);
			expect(stdout.match(/"B-\d+"/g)).toEqual(tickets.map((ticket) => `"${ticket}"`));
			const limited = await many.run('tickets', ['--format', 'ndjson', '--limit', '1001']);
			expect(limited.stdout.trimEnd().split('\n')).toHaveLength(1001);
		} finally {
			await many.dispose();
		}
	});
});

describe('what people say of rows of the log', () => {
	it('is kept with who and when, marked in lists and reports, and can be taken back', async () => {
		const own = new Desk(AGREEMENT);
		try {
			await own.import([created('A-4', '10:00', { agent: 'ana' }), answered('A-4', '12:30:00')]);
			await own.tick(NOW);
			const say = (...args: string[]) => own.run('log', [...args, '--as', 'lead', '--now', NOW]);
			const row = async (): Promise<EventLine> => {
				await own.tick(at('13:01'));
				return JSON.parse((await own.run('log', ['--format', 'ndjson'])).stdout);
			};
			expect(
				(await say('explain', 'A-4', 'first_answer', '--reason', 'outage', '--note', 'of ours')).code,
			).toBe(0);
			const excluded = await say('exclude', 'A-4', 'first_answer', '1', '--reason', 'force majeure');
			expect(excluded.stdout).toMatch(/^A-4 first_answer left out of compliance \(by lead\)$/m);
			expect(await row()).toMatchObject({
				state: 'missed',
				miss_reason: 'outage',
				note: 'of ours',
				excluded: true,
				excluded_reason: 'force majeure',
				excluded_by: 'lead',
				excluded_at: NOW,
			});
			const table = (await own.run('log', ['--state', 'excluded'])).stdout;
			expect(table).toMatch(
				/missed \(left out\) +-30:00 +outage; of ours; left out: force majeure \(by lead on 2026-11-24T13:00:00Z\)$/m,
			);
			const report = (await own.run('report', ['--now', NOW])).stdout;
			expect(report).toMatch(/^LEVEL +FULFILLED +MISSED +BREACHED +CANCELLED +EXCLUDED /m);
			const [, id = ''] = /slatop log undo A-4 (\S+)/.exec(excluded.stdout) ?? [];
			expect((await say('undo', 'A-4', id)).code).toBe(0);
			expect(await row()).toMatchObject({ excluded: false, miss_reason: 'outage' });
		} finally {
			await own.dispose();
		}
	});

	it('is refused where it cannot be said, with why', async () => {
		for (const [args, words] of [
			[
				['exclude', 'A-4', 'first_answer'],
				'a row is left out of compliance only with a reason: --reason TEXT',
			],
			[['exclude', 'A-5', 'first_answer', '--reason', 'x'], 'was cancelled, and counts for nothing already'],
			[
				['exclude', 'A-1', 'first_answer', '--reason', 'x'],
				'is open: what is not in the log cannot be left out',
			],
			[['explain', 'A-3', 'first_answer', '--reason', 'x'], 'A-3 first_answer was not missed'],
			[['include', 'A-4', 'first_answer'], 'is not left out of compliance'],
			[['exclude', 'A-4', 'nonsense', '--reason', 'x'], 'A-4 has no nonsense: it has first_answer'],
			[['note', 'A-99', '--note', 'x'], 'there is no ticket "A-99" in the store'],
			[['undo', 'A-4', 'nothing'], 'nothing with the id "nothing" was done here to A-4'],
			[['forgive'], 'slatop log takes no argument, or one of exclude, include, explain, note, undo'],
		] as const) {
			const { code, stderr } = await desk.run('log', [...args]);
			expect({ args, code }).toEqual({ args, code: 2 });
			expect(stderr).toContain(words);
		}
	});

	it('is followed as rows are written', async () => {
		const own = new Desk(AGREEMENT);
		try {
			await own.import([created('A-1', '10:00'), answered('A-1', '10:30'), created('A-2', '10:00')]);
			await own.tick(NOW);
			const following = new Running(['log', '--follow', '--format', 'ndjson', '--store', own.store]);
			await following.printed('"A-1"');
			await own.import([answered('A-2', '12:45')]);
			await own.tick(NOW);
			await following.printed('"A-2"');
			following.kill('SIGINT');
			const { code, stdout } = await following.ended;
			expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 2 });
		} finally {
			await own.dispose();
		}
	});
});

function shell(
	script: string,
	args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn('/bin/bash', ['-c', script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			stderr += text;
		});
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, stdout, stderr }));
	});
}
