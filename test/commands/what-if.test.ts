import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, type EventLine, ndjson } from '../support/desk.ts';
import { runArgsHere } from '../support/here.ts';
import type { Ran } from '../support/program.ts';

const agreementText = (firstAnswer: string): string => `version: 1
timezone: UTC
levels:
  gold:
    calendar: always
    targets: { first_answer: ${firstAnswer} }
    penalty: { per_miss: { first_answer: 12.5 }, monthly_fee: 1000, credits: [{ below: 50, percent: 5 }] }
default_level: gold
`;

const billing = { department: 'Billing' };
const EVENTS: readonly EventLine[] = [
	created('T-1', '09:00', billing),
	answered('T-1', '09:05'),
	created('T-2', '09:00', billing),
	answered('T-2', '09:20'),
	created('T-3', '10:00', billing),
	answered('T-3', '12:00'),
	created('T-4', '13:00', { department: 'Sales' }),
];

let desk: Desk;
let files: readonly string[];
beforeEach(() => {
	desk = new Desk();
	desk.file('old.yaml', agreementText('30m'));
	desk.file('new.yaml', agreementText('10m'));
	files = ['--agreement', 'new.yaml', '--against', 'old.yaml', '--now', at('14:00')];
});
afterEach(() => desk.dispose());

const whatIf = (...more: readonly string[]): Promise<Ran> => desk.run('replay', [...files, ...more]);

const lines = ({ stdout }: Ran): unknown[] =>
	stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));

describe('slatop replay --against', () => {
	it('compares two agreements on what the store keeps, whether or not the engine has run', async () => {
		await desk.import(EVENTS);
		const untouched = await whatIf('--format', 'ndjson');
		expect(untouched.code).toBe(0);
		expect(lines(untouched)).toEqual([
			{
				kind: 'summary',
				agreement: 'new.yaml',
				against: 'old.yaml',
				since: null,
				until: at('14:00'),
				now: at('14:00'),
				old: { fulfilled: 2, missed: 1, breached: 1, compliance: 50, penalties: { EUR: 25 } },
				new: { fulfilled: 1, missed: 2, breached: 1, compliance: 25, penalties: { EUR: 87.5 } },
				change: { compliance: -25 },
				turns: 1,
			},
			expect.objectContaining({
				kind: 'group',
				level: 'gold',
				department: 'Billing',
				metric: 'first_answer',
				old: { fulfilled: 2, missed: 1, breached: 0, compliance: 66.66, misses_cost: 12.5, currency: 'EUR' },
				new: { fulfilled: 1, missed: 2, breached: 0, compliance: 33.33, misses_cost: 25, currency: 'EUR' },
				change: { compliance: -33.33, misses_cost: 12.5 },
			}),
			expect.objectContaining({ kind: 'group', department: 'Sales' }),
			expect.objectContaining({
				kind: 'month',
				month: '2026-11',
				level: 'gold',
				old: expect.objectContaining({ credit: 0, cap: null, penalty: 25 }),
				new: expect.objectContaining({ credit_percent: 5, credit: 50, penalty: 87.5 }),
				change: { compliance: -25, penalty: 62.5 },
			}),
			{
				kind: 'turn',
				ticket: 'T-2',
				metric: 'first_answer',
				cycle: 1,
				old: { verdict: 'fulfilled', due_at: at('09:30') },
				new: { verdict: 'missed', due_at: at('09:10') },
			},
		]);
		await desk.tick(at('14:00'));
		expect((await whatIf('--format', 'ndjson')).stdout).toBe(untouched.stdout);
	});

	it('says the same of the events in files', async () => {
		await desk.import(EVENTS);
		const stored = await whatIf('--format', 'json');
		const path = desk.file('events.ndjson', ndjson(EVENTS.toReversed()));
		const read = await runArgsHere(['replay', path, ...files, '--format', 'json'], { cwd: desk.folder });
		expect(read).toMatchObject({ code: 0, stderr: '', stdout: stored.stdout });
		expect(JSON.parse(read.stdout)).toMatchObject({ turns: [{ ticket: 'T-2' }], groups: [{}, {}] });
	});

	it('compares with the agreement in force in the store where none is given', async () => {
		await desk.import(EVENTS);
		await desk.run('tick', ['--agreement', 'new.yaml', '--now', at('14:00')]);
		const env = { XDG_CONFIG_HOME: desk.folder };
		const { stdout } = await desk.run('replay', ['--against', 'old.yaml', '--now', at('14:00')], { env });
		expect(stdout).toMatch(/^old\.yaml -> the agreement in force in .*\.db, everything up to/);
		expect(stdout).toContain('compliance  50.00% -> 25.00% (-25.00)');
	});

	it('tells no control sequence to the terminal, whatever a file is called', async () => {
		await desk.import(EVENTS);
		const odd = desk.file('n\u001b[2Jx.yaml', agreementText('10m'));
		const { stdout } = await desk.run('replay', [
			'--against',
			odd,
			'--agreement',
			'old.yaml',
			'--now',
			at('14:00'),
		]);
		expect(stdout).toMatch(/nx\.yaml -> old\.yaml, /);
		expect(stdout).not.toContain('\u001b');
	});

	it('keeps to the period', async () => {
		await desk.import(EVENTS);
		const ran = await whatIf('--since', at('09:10'), '--until', at('12:00'), '--format', 'ndjson');
		// T-1 closed before it, T-4 fell due after it; T-3 was missed in it, though it closed at its end.
		expect(lines(ran)[0]).toMatchObject({
			since: at('09:10'),
			until: at('12:00'),
			old: { fulfilled: 1, missed: 1, breached: 0 },
			new: { fulfilled: 0, missed: 2, breached: 0 },
		});
	});

	it('shows tables to people', async () => {
		await desk.import(EVENTS);
		const { stdout } = await whatIf();
		expect(stdout).toContain('old.yaml -> new.yaml, everything up to 2026-11-24T14:00:00Z');
		expect(stdout).toContain('compliance  50.00% -> 25.00% (-25.00)');
		expect(stdout).toContain('penalties   25.00 -> 87.50 EUR (+62.50)');
		expect(stdout).toMatch(
			/^gold +Billing +first_answer +2 -> 1 +1 -> 2 +0 +66\.66% -> 33\.33% +-33\.33 +12\.50 -> 25\.00 EUR +\+12\.50$/m,
		);
		expect(stdout).toMatch(/^2026-11 +gold .*0\.00 -> 5% = 50\.00 .*25\.00 -> 87\.50 EUR +\+62\.50$/m);
		expect(stdout).toContain('verdicts that turn: 1');
		expect(stdout).toMatch(
			/^T-2 +first_answer +1 +fulfilled -> missed +2026-11-24T09:30:00Z +2026-11-24T09:10:00Z$/m,
		);
	});

	it('counts events that wait for their tickets nowhere, and says so', async () => {
		await desk.import([answered('T-9', '09:05')]);
		const { code, stdout, stderr } = await whatIf();
		expect(code).toBe(0);
		expect(stdout).toContain('no timer was judged in this period');
		expect(stderr).toContain('1 event waits');
	});

	it('refuses what makes no sense, and says why', async () => {
		const wrong = async (args: readonly string[], words: string): Promise<void> => {
			const { code, stderr } = await desk.run('replay', args);
			expect(code).toBe(2);
			expect(stderr).toContain(words);
		};
		await wrong(['--against', 'none.yaml', '--agreement', 'new.yaml'], 'none.yaml cannot be read');
		await wrong([...files, '--since', at('12:00'), '--until', at('11:00')], '--since must be before --until');
		await wrong(['events.ndjson', '--since', at('11:00')], '--since goes with --against');
	});
});
