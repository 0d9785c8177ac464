import { describe, expect, test } from 'vitest';
import { costOf, PenaltyLedger } from '../../source/reports/ledger.ts';
import { noVerdicts, type Verdict } from '../../source/reports/penalties.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { monthNamed } from '../../source/sla/calendar/local-period.ts';
import type { Agreement } from '../../source/sla/level.ts';

const AGREEMENT = `version: 1
timezone: Europe/Ljubljana
levels:
  gold:
    targets: { first_answer: 1h }
    penalty:
      per_miss: { first_answer: 50 }
      monthly_fee: 1000
      credits: [{ below: 80, percent: 10 }]
      cap_percent: 18
  swiss:
    targets: { first_answer: 1h }
    penalty: { per_miss: { first_answer: 7.5 }, currency: CHF }
  free:
    targets: { first_answer: 1h }
default_level: gold
`;

async function agreementOf(text: string): Promise<Agreement> {
	const parsed = await parseAgreement(text, async () => '');
	if (!parsed.agreement) throw new Error(JSON.stringify(parsed.problems));
	return parsed.agreement;
}

const month = (name: string): number => monthNamed(name) ?? Number.NaN;

/** What a test adds: a month, an organization, a level, a verdict, how many. */
type Entry = readonly [
	month: string,
	organization: string | null,
	level: string | null,
	Verdict,
	count: number,
];

function add(ledger: PenaltyLedger, entries: readonly Entry[]): void {
	for (const [name, organization, level, verdict, count] of entries) {
		const sum = { ...noVerdicts(), level, metric: 'first_answer', [verdict]: count };
		ledger.add({ month: month(name), organization, times: 1, sums: [sum] });
	}
}

async function ledgerOf(...entries: readonly Entry[]): Promise<PenaltyLedger> {
	const agreement = await agreementOf(AGREEMENT);
	const ledger = new PenaltyLedger(() => agreement);
	add(ledger, entries);
	return ledger;
}

describe('the ledger', () => {
	test('adds up by month and level; a level without a penalty costs nothing', async () => {
		const ledger = await ledgerOf(
			// October: 8 of 10 is 80%, which earns no credit; two misses
			['2026-10', null, 'gold', 'fulfilled', 8],
			['2026-10', null, 'gold', 'missed', 1],
			['2026-10', null, 'gold', 'breached', 1],
			// November: 1 of 2, one miss and 10% of the fee
			['2026-11', null, 'gold', 'missed', 1],
			['2026-11', null, 'gold', 'fulfilled', 1],
			['2026-11', null, 'swiss', 'missed', 2],
			['2026-11', null, 'free', 'missed', 9],
			['2026-11', null, null, 'missed', 9],
		);
		expect(ledger.levels().map((row) => [row.month, row.level, row.totalMinor, row.currency])).toEqual([
			[month('2026-10'), 'gold', 100_00, 'EUR'],
			[month('2026-11'), 'gold', 150_00, 'EUR'],
			[month('2026-11'), 'swiss', 15_00, 'CHF'],
		]);
		expect([...costOf(ledger.levels(), ['EUR', 'CHF'])]).toEqual([
			['EUR', 250_00],
			['CHF', 15_00],
		]);
	});

	test('gives each customer credit and cap of its own', async () => {
		const ledger = await ledgerOf(
			// 9 of 10 is no credit: one miss, 50
			['2026-11', 'Acme', 'gold', 'fulfilled', 9],
			['2026-11', 'Acme', 'gold', 'missed', 1],
			// 3 of 5 earns 10% of 1000; with two misses 200, of which a month costs 180 at most
			['2026-11', 'Globex', 'gold', 'fulfilled', 3],
			['2026-11', 'Globex', 'gold', 'breached', 2],
		);
		expect(
			ledger.customers().map((row) => [row.organization, row.creditMinor, row.missesMinor, row.totalMinor]),
		).toEqual([
			['Acme', 0, 50_00, 50_00],
			['Globex', 100_00, 100_00, 180_00],
		]);
		expect(ledger.levels()).toMatchObject([
			// 12 of 15 all together would be 80%, and no credit: it is the customers' own that count
			{
				customers: 2,
				compliance: 80,
				creditPercent: null,
				creditMinor: 100_00,
				capMinor: 360_00,
				totalMinor: 230_00,
			},
		]);
	});

	test('pays a month by the agreement of that month', async () => {
		const old = await agreementOf(AGREEMENT);
		const dearer = await agreementOf(AGREEMENT.replace('first_answer: 50', 'first_answer: 60'));
		const ledger = new PenaltyLedger((number) => (number < month('2026-11') ? old : dearer));
		add(ledger, [
			['2026-10', null, 'gold', 'missed', 1],
			['2026-11', null, 'gold', 'missed', 1],
		]);
		expect(ledger.levels().map(({ missesMinor }) => missesMinor)).toEqual([50_00, 60_00]);
	});
});
