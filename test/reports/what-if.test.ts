import { describe, expect, test } from 'vitest';
import type { Period } from '../../source/reports/period.ts';
import { type Pair, WhatIf, type WhatIfResult } from '../../source/reports/what-if.ts';
import { whatIfTable } from '../../source/reports/what-if-table.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { fold } from '../../source/sla/fold.ts';
import { parseInstant } from '../../source/sla/instant.ts';
import type { Agreement } from '../../source/sla/level.ts';
import { answered, at, created, type EventLine, status } from '../support/desk.ts';

const instant = (time: string): number => parseInstant(at(time)) ?? Number.NaN;

interface Terms {
	readonly firstAnswer: string;
	readonly vip?: string;
	readonly penalty?: string;
	readonly metrics?: string;
}

async function agreementOf({
	firstAnswer,
	vip = 'gold',
	penalty = '',
	metrics = '',
}: Terms): Promise<Agreement> {
	const text = `version: 1
timezone: UTC
levels:
  gold:
    targets: { first_answer: ${firstAnswer}${metrics} }
    ${penalty}
  silver:
    targets: { first_answer: 5h }
rules:
  - { when: { field: customer_group, is: vip }, level: ${vip} }
default_level: gold
`;
	const parsed = await parseAgreement(text, async () => '');
	if (!parsed.agreement) throw new Error(JSON.stringify(parsed.problems));
	return parsed.agreement;
}

const EVER: Period = { sinceAt: Number.NEGATIVE_INFINITY, untilAt: Number.POSITIVE_INFINITY };

/** Compares two agreements over tickets, each given by its events. */
async function compare(
	terms: Pair<Terms>,
	tickets: readonly (readonly EventLine[])[],
	{ now = '23:00', period = EVER }: { now?: string; period?: Period } = {},
): Promise<WhatIfResult> {
	const agreements = { old: await agreementOf(terms.old), new: await agreementOf(terms.new) };
	const whatIf = new WhatIf(agreements, period);
	for (const lines of tickets) {
		const events = lines.map(parseEvent);
		const under = (agreement: Agreement) =>
			fold(events, [{ agreement, inForceAt: 0, movesOpen: false }], instant(now));
		const folded = { old: under(agreements.old), new: under(agreements.new) };
		if (folded.old && folded.new) whatIf.take({ old: folded.old, new: folded.new });
	}
	return whatIf.result();
}

const HOUR_TO_HALF = { old: { firstAnswer: '1h' }, new: { firstAnswer: '30m' } };
const billing = { department: 'Billing' };

describe('what-if', () => {
	test('counts what each agreement makes of the same tickets, and names those that turn', async () => {
		const { groups, turns, total } = await compare(HOUR_TO_HALF, [
			[created('T-1', '09:00', billing), answered('T-1', '09:20')],
			[created('T-2', '09:00', billing), answered('T-2', '09:45')],
			[created('T-3', '09:00', billing), answered('T-3', '11:00')],
			[created('T-4', '22:20', billing)],
		]);
		expect(groups).toMatchObject([
			{
				level: 'gold',
				department: 'Billing',
				metric: 'first_answer',
				old: { fulfilled: 2, missed: 1, breached: 0 },
				new: { fulfilled: 1, missed: 2, breached: 1, compliance: 25 },
			},
		]);
		expect(turns).toEqual([
			{
				ticket: 'T-2',
				metric: 'first_answer',
				cycle: 1,
				verdict: { old: 'fulfilled', new: 'missed' },
				dueAt: { old: instant('10:00'), new: instant('09:30') },
			},
			{
				ticket: 'T-4',
				metric: 'first_answer',
				cycle: 1,
				verdict: { old: 'open', new: 'breached' },
				dueAt: { old: instant('23:20'), new: instant('22:50') },
			},
		]);
		expect(total.old.compliance).toBeCloseTo(66.67, 1);
		expect(total.new.compliance).toBe(25);
	});

	test('names the currencies of a month where they differ', async () => {
		const priced = (perMiss: string): string => `penalty: { per_miss: { first_answer: ${perMiss} }`;
		const result = await compare(
			{
				old: { firstAnswer: '1h', penalty: `${priced('10')}, currency: EUR }` },
				new: { firstAnswer: '1h', penalty: `${priced('2000')}, currency: JPY }` },
			},
			[[created('T-1', '09:00', billing), answered('T-1', '11:00')]],
		);
		const subject = { agreement: { old: 'old', new: 'new' }, period: EVER, nowAt: instant('23:00') };
		expect([...whatIfTable(result, subject)].join('\n')).toMatch(
			/^2026-11 +gold .* 10\.00 EUR -> 2,000 JPY +0\.00 EUR -> 0 JPY +- +10\.00 EUR -> 2,000 JPY/m,
		);
	});

	test('says nothing of an agreement against itself', async () => {
		const same = { old: { firstAnswer: '1h' }, new: { firstAnswer: '1h' } };
		const { groups, turns } = await compare(same, [
			[created('T-1', '09:00'), answered('T-1', '11:00')],
			[created('T-2', '09:00')],
		]);
		expect(groups).toHaveLength(1);
		expect(groups[0]?.old).toEqual(groups[0]?.new);
		expect(turns).toEqual([]);
	});

	test('counts a ticket under the level that each agreement gives it', async () => {
		const terms = { old: { firstAnswer: '1h' }, new: { firstAnswer: '1h', vip: 'silver' } };
		const vip = { customer_group: 'vip' };
		const { groups, turns } = await compare(terms, [
			[created('T-1', '09:00', vip), answered('T-1', '11:00')],
		]);
		expect(groups).toMatchObject([
			{
				level: 'gold',
				department: null,
				old: { missed: 1 },
				new: { fulfilled: 0, missed: 0, compliance: null },
			},
			{ level: 'silver', old: { fulfilled: 0, compliance: null }, new: { fulfilled: 1, compliance: 100 } },
		]);
		expect(turns).toMatchObject([{ verdict: { old: 'missed', new: 'fulfilled' } }]);
	});

	test('takes closed timers by their close and open breached ones by their due', async () => {
		const period = { sinceAt: instant('10:00'), untilAt: instant('12:00') };
		const { total } = await compare(
			HOUR_TO_HALF,
			[
				[created('T-1', '09:00'), answered('T-1', '09:59:59')],
				[created('T-2', '09:30'), answered('T-2', '10:00')],
				[created('T-3', '11:50'), answered('T-3', '12:00')],
				// due at 12:10 under the old agreement, at 11:40 under the new
				[created('T-4', '11:10')],
			],
			{ period },
		);
		expect(total.old).toMatchObject({ fulfilled: 1, missed: 0, breached: 0 });
		expect(total.new).toMatchObject({ fulfilled: 1, missed: 0, breached: 1 });
	});

	test('lists turns of the period only', async () => {
		const period = { sinceAt: instant('10:00'), untilAt: instant('12:00') };
		const tickets = [
			[created('T-1', '09:00'), answered('T-1', '09:45')],
			[created('T-2', '10:00'), answered('T-2', '10:45')],
		];
		const { turns } = await compare(HOUR_TO_HALF, tickets, { period });
		expect(turns.map(({ ticket }) => ticket)).toEqual(['T-2']);
	});

	test('leaves out what was cancelled, and tells where giving up became a miss', async () => {
		const { total, turns } = await compare(HOUR_TO_HALF, [
			[created('T-1', '09:00'), status('T-1', '09:45', 'resolved')],
			[created('T-2', '09:00'), status('T-2', '09:10', 'resolved')],
			[created('T-3', '09:00'), status('T-3', '12:00', 'spam')],
		]);
		expect(total.old).toMatchObject({ fulfilled: 0, missed: 0, breached: 0, compliance: null });
		expect(total.new).toMatchObject({ fulfilled: 0, missed: 1, breached: 0 });
		expect(turns).toMatchObject([{ ticket: 'T-1', verdict: { old: 'cancelled', new: 'missed' } }]);
	});

	test('names what a new target fails, and not all that it fulfils', async () => {
		const terms = { old: { firstAnswer: '1h' }, new: { firstAnswer: '1h', metrics: ', first_resolve: 2h' } };
		const { turns, groups } = await compare(terms, [
			[created('T-1', '09:00'), answered('T-1', '09:10'), status('T-1', '09:20', 'resolved')],
			[created('T-2', '09:00'), answered('T-2', '09:10'), status('T-2', '09:20', 'open')],
		]);
		expect(turns).toMatchObject([
			{ ticket: 'T-2', metric: 'first_resolve', verdict: { old: 'none', new: 'breached' } },
		]);
		expect(turns[0]?.dueAt.old).toBeNull();
		expect(groups.map(({ metric }) => metric)).toEqual(['first_answer', 'first_resolve']);
	});

	test('says what each month would have cost', async () => {
		const penalty =
			'penalty: { per_miss: { first_answer: 50 }, monthly_fee: 1000, credits: [{ below: 60, percent: 10 }], cap_percent: 18 }';
		const terms = { old: { firstAnswer: '1h', penalty }, new: { firstAnswer: '30m', penalty } };
		const { groups, months, total } = await compare(terms, [
			[created('T-1', '09:00'), answered('T-1', '09:20')],
			[created('T-2', '09:00'), answered('T-2', '09:45')],
			[created('T-3', '09:00'), answered('T-3', '11:00')],
		]);
		// Old: 66.7%, one miss. New: 33.3%, two misses and 10% of 1000, of which 180 at most.
		expect(groups).toMatchObject([
			{ old: { missesMinor: 50_00 }, new: { missesMinor: 100_00, currency: 'EUR' } },
		]);
		expect(months).toMatchObject([
			{
				month: '2026-11',
				level: 'gold',
				old: { creditMinor: 0, totalMinor: 50_00 },
				new: { creditMinor: 100_00, capMinor: 180_00, totalMinor: 180_00 },
			},
		]);
		expect(total.old.penalties.get('EUR')).toBe(50_00);
		expect(total.new.penalties.get('EUR')).toBe(180_00);
	});
});
