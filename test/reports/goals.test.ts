import { describe, expect, test } from 'vitest';
import { GoalLedger, type GoalMonth } from '../../source/reports/goals.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { monthNamed, startOfMonth } from '../../source/sla/calendar/local-period.ts';

const ZONE = 'Europe/Ljubljana';
const MONTH = monthNamed('2026-11') ?? 0;
const START = startOfMonth(MONTH, ZONE);
const DAY = 86_400_000;

/** A month of a level that promises so much. */
async function month(
	goal: string,
	[fulfilled, missed, breached = 0]: readonly [fulfilled: number, missed: number, breached?: number],
	{ day = 30, sinceAt = START }: { readonly day?: number; readonly sinceAt?: number } = {},
): Promise<GoalMonth | undefined> {
	const text = `version: 1
timezone: ${ZONE}
levels: { gold: { targets: { first_answer: 1h }, goals: { first_answer: ${goal} } } }
default_level: gold
`;
	const { agreement } = await parseAgreement(text, async () => '');
	if (!agreement) throw new Error('the agreement is wrong');
	const ledger = new GoalLedger();
	const sum = {
		level: 'gold',
		metric: 'first_answer',
		fulfilled,
		missed,
		breached,
		cancelled: 1,
		excluded: 1,
	};
	ledger.add({ month: MONTH, times: 1, sums: [sum] });
	const nowAt = START + day * DAY;
	return ledger.goals(() => agreement, { sinceAt, untilAt: nowAt + 1 }, nowAt, ZONE)[0];
}

describe('a goal', () => {
	test('is met up to the last miss that it bears, and not with one more', async () => {
		expect(await month('95%', [95, 5])).toMatchObject({ compliance: 95, isMet: true, missesLeft: 0 });
		expect(await month('95%', [95, 3, 3])).toMatchObject({ missed: 6, isMet: false, missesLeft: -1 });
		// 999 of 1,000 is 99.9% exactly
		expect(await month('99.9%', [999, 1])).toMatchObject({ isMet: true, missesLeft: 0 });
	});

	test('says how many misses more would still meet it', async () => {
		// 190 of 200 would be 95%
		expect(await month('95%', [190, 4])).toMatchObject({ missesLeft: 6 });
		expect(await month('100%', [190, 0])).toMatchObject({ missesLeft: 0, burnRate: null });
	});

	test('where nothing was judged is met, and nothing is said of its pace', async () => {
		expect(await month('95%', [0, 0])).toMatchObject({ compliance: null, isMet: true, burnRate: null });
	});
});

describe('the budget of a month under way', () => {
	test('is what the month bears if it goes on as it has begun', async () => {
		// A third of November: 100 judged by then make 300, of which 15 may be missed
		expect(await month('95%', [96, 4], { day: 10 })).toMatchObject({
			burnRate: 0.8,
			outlook: { budget: 15, budgetLeft: 11, usedUpAt: null },
		});
	});

	test('is used up when the first miss comes that is too many', async () => {
		// 6 misses in ten days are twice as many as 97% allows; the tenth comes after 16 days and 16 hours
		expect(await month('97%', [94, 6], { day: 10 })).toMatchObject({
			isMet: false,
			burnRate: 2,
			outlook: { budget: 9, budgetLeft: 3, usedUpAt: START + (10 * 10 * DAY) / 6 },
		});
	});

	test('is not told of a month that is over, or that the report cuts', async () => {
		expect(await month('95%', [96, 4], { day: 40 })).toMatchObject({ outlook: null });
		expect(await month('95%', [96, 4], { day: 10, sinceAt: START + DAY })).toMatchObject({ outlook: null });
	});
});
