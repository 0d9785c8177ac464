import { describe, expect, test } from 'vitest';
import {
	compliancePercent,
	formatCents,
	monthOf,
	monthPenalty,
	PenaltyLedger,
	sumByCurrency,
	type Verdict,
	type Verdicts,
} from '../../source/reports/penalties.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { parseInstant } from '../../source/sla/instant.ts';
import type { Agreement, Penalty } from '../../source/sla/level.ts';

const at = (text: string): number => parseInstant(text) ?? Number.NaN;

const penalty = (parts: Partial<Penalty> = {}): Penalty => ({
	perMiss: new Map([
		['first_answer', 50],
		['first_resolve', 19.99],
	]),
	monthlyFee: 4000,
	credits: [
		{ below: 95, percent: 15 },
		{ below: 99, percent: 5 },
	],
	capPercent: 20,
	currency: 'EUR',
	...parts,
});

const verdicts = (fulfilled: number, missed = 0, breached = 0): Verdicts => ({ fulfilled, missed, breached });

const month = (parts: Partial<Penalty>, first: Verdicts, resolve: Verdicts = verdicts(0)) =>
	monthPenalty(
		penalty(parts),
		new Map([
			['first_answer', first],
			['first_resolve', resolve],
		]),
	);

describe('compliance', () => {
	test('is fulfilled of all that was judged, breached ones too', () => {
		expect(compliancePercent(verdicts(97, 2, 1))).toBe(97);
		expect(compliancePercent(verdicts(0, 1))).toBe(0);
	});

	test('is nothing where nothing was judged', () => {
		expect(compliancePercent(verdicts(0))).toBeNull();
	});
});

describe('a month of a level', () => {
	test('costs its price of every miss, closed late or open and late', () => {
		const { missesCents, cents } = month(
			{ credits: [], capPercent: null },
			verdicts(10, 2, 1),
			verdicts(5, 3),
		);
		// 3 x 50.00 + 3 x 19.99
		expect(missesCents).toBe(209_97);
		expect(cents).toBe(209_97);
	});

	test('earns no credit where compliance is at the threshold', () => {
		expect(month({}, verdicts(99, 1))).toMatchObject({ compliance: 99, creditPercent: 0, cents: 50_00 });
	});

	test('earns the strongest credit that matches, and only that one', () => {
		// 98%: 5% of 4000
		expect(month({}, verdicts(98, 2))).toMatchObject({
			creditPercent: 5,
			creditCents: 200_00,
			cents: 300_00,
		});
		// 94%: 15% of 4000 is 600; with six misses 900, of which the month costs 20% of 4000 at most
		expect(month({}, verdicts(94, 6))).toMatchObject({
			creditPercent: 15,
			creditCents: 600_00,
			missesCents: 300_00,
			capCents: 800_00,
			cents: 800_00,
		});
	});

	test('takes the strongest credit in whatever order they are written', () => {
		const credits = [
			{ below: 99, percent: 5 },
			{ below: 50, percent: 1 },
			{ below: 95, percent: 15 },
		];
		expect(month({ credits }, verdicts(40, 60))).toMatchObject({ creditPercent: 15 });
	});

	test('counts all metrics together for the credit', () => {
		// 190 of 200 is 95%: below 99, not below 95
		expect(month({}, verdicts(90, 10), verdicts(100))).toMatchObject({ compliance: 95, creditPercent: 5 });
	});

	test('compares thresholds with parts of a percent exactly', () => {
		const credits = [{ below: 99.9, percent: 10 }];
		expect(month({ credits }, verdicts(999, 1))).toMatchObject({ creditPercent: 0 });
		expect(month({ credits }, verdicts(998, 1))).toMatchObject({ creditPercent: 10 });
	});

	test('earns no credit where nothing was judged', () => {
		expect(month({}, verdicts(0))).toMatchObject({ compliance: null, creditPercent: 0, cents: 0 });
	});

	test('is bounded by no share of a fee that is not there', () => {
		expect(month({ monthlyFee: 0 }, verdicts(0, 4))).toMatchObject({ capCents: null, cents: 200_00 });
	});

	test('does not drift: a thousand misses of ten cents are a hundred', () => {
		const perMiss = new Map([['first_answer', 0.1]]);
		const { cents } = month({ perMiss, credits: [], capPercent: null }, verdicts(0, 1000));
		expect(cents).toBe(100_00);
		expect(formatCents(cents)).toBe('100.00');
	});

	test('rounds a credit to the cent', () => {
		// 5% of 33.33 is 1.6665
		expect(month({ monthlyFee: 33.33, capPercent: null }, verdicts(98, 2))).toMatchObject({
			creditCents: 1_67,
		});
	});
});

describe('money', () => {
	test('is written with its cents', () => {
		expect([0, 5, 1_50, -2_05, 123_456_78].map(formatCents)).toEqual([
			'0.00',
			'0.05',
			'1.50',
			'-2.05',
			'123456.78',
		]);
	});
});

const AGREEMENT = `version: 1
timezone: Europe/Ljubljana
levels:
  gold:
    targets: { first_answer: 1h }
    penalty:
      per_miss: { first_answer: 50 }
      monthly_fee: 1000
      credits: [{ below: 80, percent: 10 }]
  swiss:
    targets: { first_answer: 1h }
    penalty: { per_miss: { first_answer: 7.5 }, currency: CHF }
  free:
    targets: { first_answer: 1h }
default_level: gold
`;

async function agreement(): Promise<Agreement> {
	const parsed = await parseAgreement(AGREEMENT, async () => '');
	if (!parsed.agreement) throw new Error(JSON.stringify(parsed.problems));
	return parsed.agreement;
}

describe('months', () => {
	test('are those of the agreement: the clock on its wall', () => {
		expect(monthOf(at('2026-10-31T22:59:59Z'), 'Europe/Ljubljana')).toBe('2026-10');
		expect(monthOf(at('2026-10-31T23:00:00Z'), 'Europe/Ljubljana')).toBe('2026-11');
		expect(monthOf(at('2026-11-01T07:59:59Z'), 'America/Los_Angeles')).toBe('2026-11');
		expect(monthOf(at('2026-11-01T06:59:59Z'), 'America/Los_Angeles')).toBe('2026-10');
	});

	test('are added up by level; a level without a penalty costs nothing', async () => {
		const ledger = new PenaltyLedger(await agreement());
		const add = (text: string, level: string | null, verdict: Verdict, count = 1): void =>
			ledger.add(at(text), level, 'first_answer', verdict, count);
		// October, on the wall: 8 of 10 is 80%, no credit; two misses
		add('2026-10-05T10:00:00Z', 'gold', 'fulfilled', 8);
		add('2026-10-31T22:30:00Z', 'gold', 'missed');
		add('2026-10-06T10:00:00Z', 'gold', 'breached');
		// November: 1 of 2
		add('2026-10-31T23:30:00Z', 'gold', 'missed');
		add('2026-11-05T10:00:00Z', 'gold', 'fulfilled');
		add('2026-11-05T10:00:00Z', 'swiss', 'missed', 2);
		add('2026-11-05T10:00:00Z', 'free', 'missed', 9);
		add('2026-11-05T10:00:00Z', null, 'missed', 9);
		const statement = ledger.statement();
		expect(
			statement.map(({ month: name, level, cents, currency }) => [name, level, cents, currency]),
		).toEqual([
			['2026-10', 'gold', 100_00, 'EUR'],
			['2026-11', 'gold', 150_00, 'EUR'],
			['2026-11', 'swiss', 15_00, 'CHF'],
		]);
		expect([...sumByCurrency(statement)]).toEqual([
			['EUR', 250_00],
			['CHF', 15_00],
		]);
	});
});
