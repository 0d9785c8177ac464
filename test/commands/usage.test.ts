import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { checkCall, findCommand } from '../../source/commands/called.ts';
import { commandHelp, programHelp } from '../../source/commands/help.ts';
import { COMMANDS } from '../../source/commands/table.ts';
import { runArgsHere } from '../support/here.ts';
import { PROGRAM, run } from '../support/program.ts';

describe('slatop called wrongly', () => {
	for (const [args, says] of [
		[['tickts'], 'there is no command "tickts": did you mean slatop tickets?'],
		[['imprt', 'x.ndjson'], 'did you mean slatop import?'],
		[['recalc'], 'did you mean slatop recalculate?'],
		[['dashboard'], 'there is no command "dashboard"'],
		[['tickets', '--limt', '3'], 'slatop tickets has no option --limt: did you mean --limit?'],
		[['tickets', '--strict'], 'slatop tickets has no option --strict'],
		[['--sped', '3'], 'slatop has no option --sped: did you mean --speed?'],
		[['tickets', '--limit', 'many'], '--limit needs a number'],
		[['tickets', '--limit', '0'], '--limit takes a number from 1'],
		[['tickets', '--format', 'xml'], '--format is one of table, json, ndjson, csv, markdown, not "xml"'],
		[['tickets', '--state', 'late'], '--state is one of on_track, at_risk, breached, paused, not "late"'],
		[['tickets', '--store'], '--store needs PATH'],
		[['tickets', '--limit', '1', '--limit', '2'], 'The flag --limit can only be set once'],
		[['tickets', '--now', 'noon'], '--now takes an RFC 3339 time with an offset'],
		[['log', '--since', 'yesterday'], '--since takes a time like 2026-11-20T15:30:00Z, a day like'],
		[['due', '--calendar', 'always'], 'due needs --calendar, --from, and one of --add and --to'],
		[['replay'], 'replay needs'],
		[['agreement', 'chek'], 'agreement takes one of: check'],
		[['tickets', '--store', 'https://example.org/store'], "--store takes a file's path"],
	] as const) {
		it(`${args.join(' ')}: says what is wrong, exit 2`, async () => {
			const { code, stdout, stderr } = await runArgsHere(args);
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toContain(says);
			expect(stderr).toMatch(/^slatop: /);
			expect(stderr).toMatch(/\nslatop (--help says what there is|\w+ --help says what it takes)\n$/);
		});
	}

	it('points to the help of the command that was meant', async () => {
		expect((await runArgsHere(['source', 'add'])).stderr).toContain(
			'slatop source --help says what it takes',
		);
		expect((await runArgsHere(['sorce', 'add'])).stderr).toContain('slatop --help says what there is');
	});

	it('without a terminal: names what lists the timers instead', async () => {
		for (const args of [[], ['demo']]) {
			const { code, stdout, stderr } = await runArgsHere(args);
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toContain('slatop tickets');
		}
	});
});

describe('what a command takes', () => {
	it('names every format that it writes, and says which are meant where none is named', () => {
		const formats = (name: string): string | undefined =>
			/--format FORMAT +(.*)/.exec(commandHelp(findCommand(name)))?.[1];
		const list = 'table (default), json, ndjson, csv or markdown';
		expect(['tickets', 'alert', 'source'].map(formats)).toEqual([list, list, list]);
		expect(formats('log')).toBe(`${list}; with --follow table (default), ndjson or csv`);
		const page = 'table (default), json, ndjson, csv, markdown or html';
		expect(['report', 'statement'].map(formats)).toEqual([page, page]);
		expect(formats('replay')).toBe(
			'ndjson (default) or table; with --against table (default), json or ndjson',
		);
	});

	const call = (name: string, input: readonly string[], flags = {}): void =>
		checkCall(findCommand(name), input, flags);

	it('is the same store, agreement and clock everywhere: a script gives every command the same options', () => {
		const flags = { store: 's.db', agreement: 'sla.yaml', now: '2026-11-20T15:30:00Z' };
		for (const { name } of COMMANDS) expect(() => call(name, [], flags), name).not.toThrow();
		expect(() => call('config', [], { now: 'noon' })).toThrow('--now takes an RFC 3339 time');
		expect(commandHelp(findCommand('backup'))).not.toContain('--agreement');
	});

	it('is no more than it has a use for', () => {
		for (const [name, input, says] of [
			['tickets', ['A-1'], 'slatop tickets takes no arguments: "A-1" is too much'],
			['backup', ['a.db', 'b.db', 'c.db'], 'slatop backup takes FILE: "b.db", "c.db" is too much'],
			['agreement', ['show', 'a.yaml', 'b.yaml'], 'slatop agreement show takes [FILE]: "b.yaml" is too much'],
			['config', ['show', 'a.yaml'], 'slatop config show takes no arguments'],
			['source', ['list', 'desk'], 'slatop source list takes no arguments'],
			['alert', ['test', 'lead', 'boss'], 'slatop alert test takes NAME: "boss" is too much'],
			['log', ['note', 'A-1', 'first_answer', '1', 'x'], 'takes TICKET [METRIC [CYCLE]]: "x" is too much'],
		] as const) {
			expect(() => call(name, input), says).toThrow(says);
		}
		for (const [name, input] of [
			['import', ['a', 'b', 'c']],
			['replay', ['a', 'b']],
			['explain', ['A-1', 'A-2']],
			['agreement', ['check', 'a.yaml', 'b.yaml', 'c.yaml']],
			['agreement', ['import', 'liveagent', 'a.yaml']],
			['source', ['sync']],
		] as const) {
			expect(() => call(name, input), name).not.toThrow();
		}
	});
});

describe('slatop that cannot write', () => {
	it('says so in a line, and fails', async () => {
		const full = openSync('/dev/full', 'w');
		const child = spawn(process.execPath, [PROGRAM, '--help'], { stdio: ['ignore', full, 'pipe'] });
		let said = '';
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			said += text;
		});
		const [code] = await once(child, 'close');
		closeSync(full);
		expect({ code, said }).toEqual({
			code: 1,
			said: 'slatop: the output cannot be written: no space is left where it goes\n',
		});
	});
});

describe('slatop asked for help', () => {
	it('names every command, and each command its options; no line is wider than 120', () => {
		const whole = programHelp();
		const commands = COMMANDS.filter(({ name }) => name !== '');
		expect(commands.length).toBeGreaterThan(20);
		for (const command of commands) {
			expect(whole).toContain(`  slatop ${command.name}`);
			const help = commandHelp(command);
			expect(help).toMatch(new RegExp(`^slatop ${command.name}`));
			expect(help).toContain('--help');
			for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
		}
		for (const line of whole.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
	});

	it('gives it on standard output, before and after the command', async () => {
		const due = COMMANDS.find(({ name }) => name === 'due');
		if (!due) throw new Error('there is no command due');
		expect(await run(['--help'])).toMatchObject({ code: 0, stdout: `${programHelp()}\n`, stderr: '' });
		for (const args of [
			['due', '--help'],
			['help', 'due'],
		]) {
			expect(await runArgsHere(args)).toMatchObject({ code: 0, stdout: `${commandHelp(due)}\n`, stderr: '' });
		}
	});

	it('tells its version', async () => {
		for (const flag of ['--version', '-V']) {
			expect(await runArgsHere([flag])).toMatchObject({
				code: 0,
				stdout: `slatop ${manifest.version}\n`,
				stderr: '',
			});
		}
	});
});
