import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { run } from '../support/program.ts';

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
			const { code, stdout, stderr } = await run(args);
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toContain(says);
			expect(stderr).toMatch(/^slatop: /);
			expect(stderr).toContain('slatop --help says what there is');
		});
	}

	it('without a terminal: names what lists the timers instead', async () => {
		for (const args of [[], ['demo']]) {
			const { code, stdout, stderr } = await run(args);
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toContain('slatop tickets');
		}
	});
});

describe('slatop asked for help', () => {
	it('names every command, and each command its options; no line is wider than 120', async () => {
		const { code, stdout, stderr } = await run(['--help']);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		const commands = [...stdout.matchAll(/^ {2}slatop ([a-z]+)/gm)].map(([, name = '']) => name);
		expect(commands).toEqual(
			expect.arrayContaining(['demo', 'import', 'tickets', 'log', 'tick', 'engine', 'replay']),
		);
		for (const name of commands) {
			const help = await run([name, '--help']);
			expect(help).toMatchObject({ code: 0, stderr: '' });
			expect(help.stdout).toMatch(new RegExp(`^slatop ${name}`));
			expect(help.stdout).toContain('--help');
			for (const line of help.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
			expect((await run(['help', name])).stdout).toBe(help.stdout);
		}
		for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
	});

	it('tells its version', async () => {
		for (const flag of ['--version', '-V']) {
			expect(await run([flag])).toMatchObject({
				code: 0,
				stdout: `slatop ${manifest.version}\n`,
				stderr: '',
			});
		}
	});
});
