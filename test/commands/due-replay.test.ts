import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as agreementCommand from '../../source/commands/agreement.ts';
import { UsageError } from '../../source/commands/context.ts';
import * as dueCommand from '../../source/commands/due.ts';
import { answered, at, created, Desk, type EventLine, ndjson, TEN_MINUTES } from '../support/desk.ts';
import { runArgsHere, runHere } from '../support/here.ts';

const CASES = fileURLToPath(new URL('../cases/', import.meta.url));
const golden = (name: string): string => readFileSync(`${CASES}${name}`, 'utf8');

const isObject = (value: unknown): value is EventLine =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (text: string): EventLine[] => {
	const read: unknown[] = text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line));
	return read.filter(isObject);
};
/** The object with those keys alone that the expected one has: others may stand beside them. */
const only = (found: EventLine, keys: readonly string[]): EventLine =>
	Object.fromEntries(keys.map((key) => [key, found[key]]));

describe('slatop replay', () => {
	for (const name of ['replay-1', 'replay-2', 'replay-3']) {
		it(`gives every timer of the golden case ${name}`, async () => {
			const args = [`${CASES}${name}.input.ndjson`, '--agreement', `${CASES}${name}.yaml`];
			const now = golden(`${name}.now`).trim();
			const ran = await runArgsHere(['replay', ...args, '--now', now, '--format', 'ndjson']);
			expect(ran.code).toBe(0);
			const expected = objects(golden(`${name}.expected.ndjson`));
			const keys = Object.keys(expected[0] ?? {});
			expect(objects(ran.stdout).map((found) => only(found, keys))).toEqual(expected);
		});
	}

	it('gives superseded closes where all are asked for, each before what took its place', async () => {
		const desk = new Desk();
		const file = desk.file(
			'events.ndjson',
			ndjson([
				created('T-1', '09:00'),
				{ ticket: 'T-1', at: at('10:00'), type: 'status', status: 'resolved' },
				{ ticket: 'T-1', at: at('11:00'), type: 'status', status: 'open' },
			]),
		);
		const agreement = desk.file(
			'whole.yaml',
			'version: 1\ntimezone: UTC\nlevels: { l: { targets: { total_resolution: 2h } } }\ndefault_level: l\n',
		);
		const args = [file, '--agreement', agreement, '--now', at('11:30')];
		const { stdout } = await runArgsHere(['replay', ...args, '--all']);
		expect(objects(stdout)).toEqual([
			expect.objectContaining({ state: 'fulfilled', closed_at: at('10:00'), superseded: true }),
			expect.not.objectContaining({ superseded: true }),
		]);
		const table = await runArgsHere(['replay', ...args, '--all', '--format', 'table']);
		expect(table.stdout).toMatch(/ fulfilled .* superseded\n/);
		const last = objects((await runArgsHere(['replay', ...args])).stdout);
		expect(last).toEqual([expect.objectContaining({ state: 'at_risk', paused_s: 3_600 })]);
		desk.dispose();
	});

	it('reads standard input, and gives a table for people', async () => {
		const ran = await runArgsHere(
			[
				'replay',
				'-',
				'--agreement',
				`${CASES}replay-1.yaml`,
				'--now',
				golden('replay-1.now').trim(),
				'--format',
				'table',
			],
			{ input: golden('replay-1.input.ndjson') },
		);
		expect(ran.code).toBe(0);
		expect(ran.stdout).toMatch(/^TICKET +METRIC +# +LEVEL +STATE +STARTED +DUE +CLOSED +REASON$/m);
	});

	it('refuses what is dated before its ticket was created, wherever that stands', async () => {
		const desk = new Desk();
		try {
			const file = desk.file(
				'turned.ndjson',
				ndjson([answered('T-1', '11:59'), answered('T-1', '12:05'), created('T-1', '12:00')]),
			);
			const ran = await runArgsHere(['replay', file, '--agreement', desk.agreement, '--now', at('13:00')]);
			expect(ran).toMatchObject({ code: 2, stderr: `${file}:1: dated before its ticket was created\n` });
			expect(objects(ran.stdout)).toMatchObject([{ state: 'fulfilled', closed_at: at('12:05') }]);
		} finally {
			await desk.dispose();
		}
	});

	it('names what it refuses, and what is not there', async () => {
		const ran = await runArgsHere(['replay', '-', '--agreement', `${CASES}replay-1.yaml`], {
			input: '{}\nnot json\n',
		});
		expect(ran.code).toBe(2);
		expect(ran.stderr).toMatch(/standard input:1: .*\nstandard input:2: not JSON/);
		const missing = await runArgsHere(['replay', 'nowhere.ndjson', '--agreement', `${CASES}replay-1.yaml`]);
		expect(missing).toMatchObject({ code: 2, stdout: '' });
		expect(missing.stderr).toContain('nowhere.ndjson cannot be read: there is no such file');
	});
});

describe('slatop due', () => {
	let desk: Desk;
	beforeAll(() => {
		desk = new Desk(`version: 1
name: Office
timezone: Europe/Ljubljana
calendars:
  office:
    timezone: Europe/Ljubljana
    hours: { mon-thu: ["08:00-12:00", "13:00-17:00"], fri: ["08:00-15:00"] }
    holidays: ["2026-11-23"]
levels:
  gold: { calendar: office, targets: { first_answer: 1h } }
default_level: gold
`);
	});
	afterAll(() => desk.dispose());
	const due = (...args: string[]) => runArgsHere(['due', '--agreement', desk.agreement, ...args]);
	const from = ['--calendar', 'office', '--from', '2026-11-20T12:30:00Z'];

	it('prints the due instant, and explains it', async () => {
		const { code, stdout, stderr } = await due(...from, '--add', '4h');
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		// Friday 13:30 to 15:00, Monday is a holiday, Tuesday from 08:00: half an hour is left.
		expect(stdout.split('\n')).toEqual([
			'2026-11-24T09:30:00Z',
			'4h of "office" (Europe/Ljubljana) from 2026-11-20T12:30:00Z:',
			expect.stringMatching(/^ {2}Fri 2026-11-20 13:30:00 to Fri 2026-11-20 15:00:00 +1h30m +sum 1h30m$/),
			expect.stringMatching(/^ {2}Tue 2026-11-24 08:00:00 to Tue 2026-11-24 10:30:00 +2h30m +sum 4h$/),
			'',
		]);
	});

	it('prints the counted time between two instants', async () => {
		const { stdout } = await due(...from, '--to', '2026-11-24T08:00:00Z');
		expect(stdout).toMatch(/^9000 s \(2h30m\)\n"office" \(Europe\/Ljubljana\) from .* to .*:\n/);
	});

	it('as JSON', async () => {
		expect(objects((await due(...from, '--add', '4h', '--json')).stdout)).toEqual([
			{ from: '2026-11-20T12:30:00Z', add_s: 14400, due_at: '2026-11-24T09:30:00Z' },
		]);
		expect(objects((await due(...from, '--to', '2026-11-24T08:00:00Z', '--json')).stdout)).toEqual([
			{ from: '2026-11-20T12:30:00Z', to: '2026-11-24T08:00:00Z', counted_s: 9000 },
		]);
		expect(objects((await due(...from, '--add', '2bd', '--json')).stdout)[0]).toMatchObject({
			due_at: '2026-11-25T16:00:00Z',
		});
	});

	it('refuses a calendar, a time or a duration that is none', async () => {
		for (const [args, says] of [
			[['--calendar', 'ofice', '--from', '2026-11-20T12:30:00Z', '--add', '4h'], 'no calendar "ofice"'],
			[[...from, '--add', 'soon'], '"soon" is not a duration'],
			[[...from, '--add', '-1h'], 'is not a duration'],
			[[...from, '--to', 'noon'], '--to takes an RFC 3339 time'],
			[[...from], 'one of --add and --to'],
			[[...from, '--add', '1h', '--to', '2026-11-24T08:00:00Z'], 'one of --add and --to'],
		] as const) {
			const { code, stdout, stderr } = await due(...args);
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toContain(says);
		}
	});

	it('answers a file of questions as the golden cases have it', async () => {
		const ran = await runArgsHere([
			'due',
			'--agreement',
			`${CASES}due-1.yaml`,
			'--batch',
			`${CASES}due-1.input.ndjson`,
			'--json',
		]);
		expect(ran.code).toBe(0);
		const expected = objects(golden('due-1.expected.ndjson'));
		expect(objects(ran.stdout).map((row, place) => only(row, Object.keys(expected[place] ?? {})))).toEqual(
			expected,
		);
	});

	it('names a question that it cannot answer, and answers the others', async () => {
		const questions = [
			{ id: 'a', calendar: 'office', from: '2026-11-20T12:30:00Z', add: '4h' },
			{ id: 'b', calendar: 'nowhere', from: '2026-11-20T12:30:00Z', add: '4h' },
			{ id: 'c', calendar: 'office', from: 'noon', add: '4h' },
			{ id: 'd', calendar: 'office', from: '2026-11-20T12:30:00Z' },
			{ calendar: 'office', from: '2026-11-20T12:30:00Z', add: '4h' },
			{ id: 'f', calendar: 'always', from: '2026-11-20T12:30:00Z', add_s: 1.5 },
			{ id: 8, calendar: 'always', from: '2026-11-20T13:30:00+01:00', to: '2026-11-20T12:31:00Z' },
			{ id: 'i', calendar: 'always', from: '2026-11-20T12:30:00Z', add: '4h', to: '2026-11-20T12:31:00Z' },
			{ id: 'j', calendar: 'always', from: '2026-11-20T12:30:00Z', add: '4h', add_s: 60 },
		];
		const input = `${questions.map((question) => JSON.stringify(question)).join('\n')}\n\u001B[2J\n`;
		const ran = await runArgsHere(['due', '--agreement', desk.agreement, '--batch', '-', '--json'], {
			input,
		});
		expect(ran.code).toBe(2);
		expect(objects(ran.stdout)).toEqual([
			{ id: 'a', from: '2026-11-20T12:30:00Z', add_s: 14_400, due_at: '2026-11-24T09:30:00Z' },
			{ id: 'f', from: '2026-11-20T12:30:00Z', add_s: 1.5, due_at: '2026-11-20T12:30:01.500Z' },
			{ id: 8, from: '2026-11-20T12:30:00Z', to: '2026-11-20T12:31:00Z', counted_s: 60 },
		]);
		const places = ran.stderr.matchAll(/^standard input:(\d+): /gm);
		expect([...places].map(([, line]) => line)).toEqual(['2', '3', '4', '5', '8', '9', '10']);
		for (const line of [4, 8, 9]) {
			expect(ran.stderr).toContain(`standard input:${line}: one of "add", "add_s" and "to" is needed\n`);
		}
		expect(ran.stderr).toContain('standard input:5: "id" is missing\n');
		const missing = await due('--batch', 'nowhere.ndjson');
		expect(missing).toMatchObject({ code: 2, stdout: '' });
		expect(missing.stderr).toContain('nowhere.ndjson cannot be read');
		expect(await due('--batch', desk.folder)).toMatchObject({ code: 2, stdout: '' });
	});

	it('takes a question beyond what a calendar or a time can say for one asked wrongly', async () => {
		for (const [calendar, flags, says] of [
			[
				'office',
				{ add: '999999h' },
				/calendar office: more than 200 years would be needed from 2026-11-20T12:30:00Z$/,
			],
			['always', { add: '99999999999h' }, /it would be due after the year 9999/],
			['office', { to: '9999-01-01T00:00:00Z' }, / 9999-01-01T00:00:00Z is not in the years 1900 to/],
		] as const) {
			const asked = { agreement: desk.agreement, calendar, from: '2026-11-20T12:30:00Z', ...flags };
			const answer = runHere(dueCommand, [], asked);
			await expect(answer).rejects.toThrow(UsageError);
			await expect(answer).rejects.toThrow(says);
		}
	});
});

describe('slatop agreement check', () => {
	it('checks every file that it is given, and names each', async () => {
		const desk = new Desk();
		try {
			const wrong = desk.file('wrong.yaml', 'version: 1\nlevels: {gold: [}\n');
			const named = desk.file('c\u001b[2J.yaml', TEN_MINUTES);
			const ran = await runHere(agreementCommand, ['check', desk.agreement, wrong, named], {});
			expect(ran.code).toBe(2);
			expect(ran.stdout).toMatch(/sla\.yaml: good: .*\n.*c\.yaml: good: /);
			expect(ran.stdout).not.toContain('\u001b');
			expect(ran.stderr).toMatch(/^slatop: \S+wrong\.yaml:2:\d+: /);
		} finally {
			await desk.dispose();
		}
	});

	it('notes a currency that is none: it would stand on every statement', async () => {
		const desk = new Desk(
			`${TEN_MINUTES.replace('    targets:', '    penalty: { currency: ERU }\n    targets:')}`,
		);
		try {
			const { code, stdout } = await runHere(agreementCommand, ['check', desk.agreement], {});
			expect(code).toBe(0);
			expect(stdout).toContain(
				'sla.yaml: note: levels.gold.penalty.currency: ERU is no currency of ISO 4217',
			);
		} finally {
			await desk.dispose();
		}
	});

	it('tells no control sequence to the terminal, whatever a level is called', async () => {
		const named = TEN_MINUTES.replaceAll('gold', '"gold\\e[2J"').replace(
			'    targets:',
			'    penalty: { currency: ERU }\n    targets:',
		);
		const desk = new Desk(named);
		try {
			const { code, stdout } = await runHere(agreementCommand, ['check', desk.agreement], {});
			expect(code).toBe(0);
			expect(stdout).toContain('note: levels.gold.penalty.currency: ERU is no currency');
			expect(stdout).not.toContain('\u001b');
		} finally {
			await desk.dispose();
		}
	});

	it('says that a good one is good, and every mistake of a wrong one with line and column', async () => {
		const desk = new Desk();
		try {
			const good = await runArgsHere(['agreement', 'check', desk.agreement]);
			expect(good).toMatchObject({ code: 0, stderr: '' });
			expect(good.stdout).toContain(`${desk.agreement}: good: 1 level, 0 rules, `);
			const wrong = desk.file(
				'wrong.yaml',
				'version: 1\nname: Wrong\nlevels:\n  gold:\n    calendar: nowhere\n    targets: { first_answer: soon }\nrules:\n  - { name: x, when: { field: department, equals: a }, level: platinum }\n',
			);
			const bad = await runArgsHere(['agreement', 'check', wrong]);
			expect(bad).toMatchObject({ code: 2, stdout: '' });
			expect(bad.stderr).toMatch(/wrong\.yaml:6:30: .*expected a duration .*, not "soon"$/m);
			expect(bad.stderr).toMatch(/wrong\.yaml:8:43: .*unknown key "equals" \(there is: field, is, .*\)$/m);
			const lost = desk.file(
				'lost.yaml',
				'version: 1\nname: Lost\nlevels:\n  gold: { calendar: nowhere, targets: { first_answer: 1h } }\ndefault_level: platinum\n',
			);
			const unknown = await runArgsHere(['agreement', 'check', lost]);
			expect(unknown).toMatchObject({ code: 2, stdout: '' });
			expect(unknown.stderr).toMatch(/lost\.yaml:4:21: .*no calendar "nowhere"/);
			expect(unknown.stderr).toMatch(/lost\.yaml:5:16: .*platinum/);
			const broken = await runArgsHere([
				'agreement',
				'check',
				desk.file('broken.yaml', 'version: 1\nlevels: {gold: [}\n'),
			]);
			expect(broken.code).toBe(2);
			expect(broken.stderr).toMatch(/broken\.yaml:2:\d+: /);
			const missing = await runArgsHere(['agreement', 'check', 'nowhere.yaml']);
			expect(missing.code).toBe(2);
			expect(missing.stderr).toContain('agreement nowhere.yaml cannot be read: there is no such file');
		} finally {
			await desk.dispose();
		}
	});

	it('takes the sample that ships, the starter that it writes, and never writes over a file', async () => {
		const desk = new Desk();
		try {
			const env = { XDG_CONFIG_HOME: desk.folder };
			expect((await runArgsHere(['agreement', 'check'], { env })).code).toBe(0);
			const made = await runArgsHere(['agreement', 'init'], { env });
			expect(made).toMatchObject({ code: 0 });
			expect((await runArgsHere(['agreement', 'check', `${desk.folder}/slatop/sla.yaml`])).code).toBe(0);
			expect(await runArgsHere(['agreement', 'init'], { env })).toMatchObject({ code: 1, stdout: '' });
			expect((await runArgsHere(['agreement', 'show', desk.agreement])).stdout).toMatch(
				/^# Ten minutes\n.*\n## Which ticket gets which level\n\nAll tickets: gold\.\n\n## Hours\n/s,
			);
		} finally {
			await desk.dispose();
		}
	});
});
