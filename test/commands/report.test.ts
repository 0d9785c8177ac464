import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, type EventLine, status } from '../support/desk.ts';

const AGREEMENT = `version: 1
name: Two levels
timezone: Europe/Ljubljana
levels:
  gold:
    targets: { first_answer: 1h, first_resolve: 4h }
    goals: { first_answer: 40%, first_resolve: 99.5% }
    penalty:
      per_miss: { first_answer: 50 }
      monthly_fee: 1000
      credits: [{ below: 60, percent: 10 }]
      cap_percent: 12
  silver: { targets: { first_answer: 2h } }
rules:
  - { name: VIP, when: { field: customer_group, is: vip }, level: gold }
default_level: silver
`;
const NOW = at('13:00');
const vip = { customer_group: 'vip', organization: 'Globex' };

let desk: Desk;
beforeAll(async () => {
	desk = new Desk(AGREEMENT);
	await desk.import([
		// Gold: one fulfilled in 30 minutes, one missed by half an hour, one open and late; a resolution in time.
		created('A-1', '09:00', { ...vip, department: 'Billing', agent: 'ana' }),
		answered('A-1', '09:30'),
		status('A-1', '10:00', 'resolved'),
		created('A-2', '09:00', { ...vip, department: 'Sales', agent: '=cmd()' }),
		answered('A-2', '10:30'),
		created('A-3', '11:00', { ...vip, department: 'Sales' }),
		// At risk: ten minutes are left of its hour.
		created('A-6', '12:10', { ...vip, department: 'Sales', agent: 'ana' }),
		// Silver: one fulfilled, one cancelled.
		created('A-4', '09:00', { department: 'Billing', agent: 'ana' }),
		answered('A-4', '10:10'),
		created('A-5', '10:00', { department: 'Billing' }),
		status('A-5', '10:01', 'spam'),
	]);
	await desk.tick(NOW);
});
afterAll(() => desk.dispose());

const report = (...args: string[]) => desk.run('report', ['--now', NOW, ...args]);

async function json(
	...args: string[]
): Promise<{ total: EventLine; groups: EventLine[]; penalties: EventLine[] }> {
	const { code, stdout, stderr } = await report('--format', 'json', ...args);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	return JSON.parse(stdout);
}

describe('slatop report', () => {
	it('says what was fulfilled, missed, breached and cancelled this month, and what it costs', async () => {
		const { total, groups, penalties } = await json();
		expect(total).toMatchObject({ fulfilled: 3, missed: 1, breached: 1, cancelled: 1, compliance: 60 });
		expect(groups).toMatchObject([
			{
				level: 'gold',
				fulfilled: 2,
				missed: 1,
				breached: 1,
				compliance: 50,
				// 30 and 90 minutes, and 30 until its answer paused the resolution; half an hour over
				counted_average_s: 3_000,
				counted_median_s: 1_800,
				counted_p90_s: 5_400,
				over_average_s: 1_800,
				misses_cost: { EUR: 100 },
				// Two misses and 10% of 1000, at most 12% of it
				penalty: { EUR: 120 },
			},
			{ level: 'silver', fulfilled: 1, missed: 0, breached: 0, cancelled: 1, misses_cost: {}, penalty: {} },
		]);
		expect(penalties).toEqual([
			{
				month: '2026-11',
				level: 'gold',
				customers: 1,
				compliance: 50,
				misses_cost: 100,
				credit_percent: 10,
				credit: 100,
				cap: 120,
				penalty: 120,
				currency: 'EUR',
			},
		]);
	});

	it('says what was promised, what is left of it, and what is at stake', async () => {
		const said = await json();
		expect(said).toMatchObject({
			goals: [
				{
					month: '2026-11',
					level: 'gold',
					metric: 'first_answer',
					goal: 40,
					judged: 3,
					missed: 2,
					met: false,
				},
				{
					metric: 'first_resolve',
					goal: 99.5,
					judged: 1,
					missed: 0,
					met: true,
					misses_left: 0,
					burn_rate: 0,
				},
			],
			at_stake: {
				at_risk: { EUR: 50 },
				next: [{ ticket: 'A-6', metric: 'first_answer', due_at: at('13:10'), price: 50, currency: 'EUR' }],
			},
		});
		const { stdout } = await report('--metric', 'first_answer', '--organization', 'Globex');
		expect(stdout).toMatch(/^2026-11 +gold +first_answer +40\.00% +33\.33% +2 +-1 +1 +1\.11x +off track$/m);
		expect(stdout).toMatch(/^ *10:00 +A-6 +first_answer +gold +Globex +ana +50\.00 EUR$/m);
		expect(await json('--month', '2026-10')).toMatchObject({ goals: [], at_stake: null });
	});

	it('breaks it down by one thing or by several', async () => {
		const byBoth = await json('--by', 'department,metric');
		expect(
			byBoth.groups.map(({ department, metric, compliance }) => [department, metric, compliance]),
		).toEqual([
			['Billing', 'first_answer', 100],
			['Billing', 'first_resolve', 100],
			['Sales', 'first_answer', 0],
		]);
		expect((await json('--by', 'organization', '--by', 'month')).groups).toMatchObject([
			{ organization: null, month: '2026-11', fulfilled: 1, penalty: {} },
			{ organization: 'Globex', month: '2026-11', fulfilled: 2, penalty: { EUR: 120 } },
		]);
		expect((await json('--by', 'week')).groups).toMatchObject([{ week: '2026-W48', fulfilled: 3 }]);
	});

	it('is narrowed like the lists, and then gives no penalties where they would be of half an account', async () => {
		const { total, penalties } = await json('--department', 'Sales');
		expect(total).toMatchObject({
			fulfilled: 0,
			missed: 1,
			breached: 1,
			penalty: null,
			misses_cost: { EUR: 100 },
		});
		expect(penalties).toBeNull();
	});

	it('takes days and months of the zone of the agreement', async () => {
		const day = await json('--since', '2026-11-24', '--until', '2026-11-25');
		expect(day).toMatchObject({
			since: '2026-11-23T23:00:00Z',
			until: '2026-11-24T23:00:00Z',
			against: { since: '2026-11-22T23:00:00Z', until: '2026-11-23T23:00:00Z' },
			total: { fulfilled: 3 },
		});
		expect(await json('--month', '2026-11')).toMatchObject({
			since: '2026-10-31T23:00:00Z',
			against: { since: '2026-09-30T22:00:00Z' },
		});
	});

	it('holds a period against the one before', async () => {
		const { total } = await json('--since', at('10:00'), '--until', at('10:20'));
		// A-2 became a miss at its due, 10:00; A-4 was answered at 10:10; A-1 was resolved at 10:00.
		expect(total).toMatchObject({ fulfilled: 2, missed: 1, before: null });
		const later = await json('--since', at('10:05'), '--until', at('10:45'));
		expect(later.total).toMatchObject({
			fulfilled: 1,
			missed: 0,
			compliance: 100,
			before: 66.66,
			trend: 33.34,
		});
	});

	it('says so where a period has no rows, and where there are some', async () => {
		const { code, stdout } = await report('--month', '2026-10');
		expect(code).toBe(0);
		expect(stdout).toContain(
			'nothing was judged in this period: the log goes from 2026-11-24 10:30 to 2026-11-24 11:10',
		);
		const empty = new Desk(AGREEMENT);
		try {
			await empty.tick(NOW);
			expect((await empty.run('report', ['--now', NOW])).stdout).toContain('the log is empty');
		} finally {
			await empty.dispose();
		}
	});

	it('as a table, as Markdown, as NDJSON, and as CSV that is no formula', async () => {
		const table = (await report('--by', 'agent')).stdout;
		expect(table).toMatch(/^Two levels, 2026-11-01 00:00 to 2026-11-24 14:00 \(Europe\/Ljubljana\)$/m);
		expect(table).toMatch(/^AGENT +FULFILLED +MISSED +BREACHED +CANCELLED +COMPLIANCE +TREND +MISSES COST$/m);
		expect(table).toMatch(/^ana +3 +0 +0 +0 +100\.00%$/m);
		expect(table).toMatch(/^2026-11 +gold +1 +50\.00% +100\.00 +10% = 100\.00 +120\.00 +120\.00 EUR$/m);
		const markdown = (await report('--by', 'agent', '--format', 'markdown')).stdout;
		expect(markdown).toContain('| ana | 3 | 0 | 0 | 0 | 100.00% |');
		const lines = (await report('--format', 'ndjson')).stdout.trimEnd().split('\n');
		expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
			...['summary', 'group', 'group', 'goal', 'goal', 'penalty', 'at_stake'],
		]);
		const csv = (await report('--by', 'agent', '--format', 'csv')).stdout;
		expect(csv).toMatch(
			/^agent,fulfilled,missed,breached,cancelled,excluded,compliance,.*misses_cost_EUR,penalty_EUR\r$/m,
		);
		expect(csv).toContain(`\r\n'=cmd(),0,1,0,`);
	});

	it('refuses what it does not understand', async () => {
		for (const [args, words] of [
			[['--by', 'colour'], '--by is one of department, level, agent, metric, organization, day, week, month'],
			[['--month', '2026-13'], '--month takes a month like 2026-11'],
			[['--since', 'yesterday'], '--since takes a time like'],
			[['--since', '2026-11-25', '--until', '2026-11-24'], '--since must be before --until'],
			[['--month', '2026-11', '--since', '2026-11-24'], '--month does not go with'],
		] as const) {
			const { code, stderr } = await report(...args);
			expect({ args, code }).toEqual({ args, code: 2 });
			expect(stderr).toContain(words);
		}
	});
});
