import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, created, Desk } from '../support/desk.ts';
import { run } from '../support/program.ts';

let desk: Desk;
beforeAll(async () => {
	desk = new Desk();
	await desk.import([created('T-1', '12:00', { subject: '\u001B[2Jfire' }), created('T-2', '12:03')]);
	await desk.tick(at('12:06'));
});
afterAll(() => desk.dispose());

const speaking = (args: readonly string[], input: string) =>
	run(['--accessible', '--store', desk.store, '--agreement', desk.agreement, ...args], {
		input,
		env: { TERM: 'dumb', LANG: 'C' },
	});

test('slatop --accessible speaks in plain lines, without a terminal, until its input ends', async () => {
	const { code, stdout, stderr } = await speaking(
		['--now', at('12:06'), '--speed', '0.001'],
		'list\nwhy T-1\n',
	);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	const [counts, , ...lines] = stdout.split('\n');
	expect(counts).toBe('0 breached, 1 at risk, 1 on track, 0 paused');
	expect(lines.slice(0, 2)).toEqual([
		'1. T-1: at risk, first answer, 4 minutes left, unassigned, fire',
		'2. T-2: on track, first answer, 7 minutes left, unassigned',
	]);
	expect(stdout).toContain('target   10m of "always"');
	expect(stdout).not.toMatch(/[^ -~\n]/);
});

test('it is not for the past, and not for a wall', async () => {
	for (const args of [['--at', at('12:00')], ['--wall']]) {
		const { code, stderr } = await speaking(args, '');
		expect(code).toBe(2);
		expect(stderr).toContain('--accessible tells of the present');
	}
});
