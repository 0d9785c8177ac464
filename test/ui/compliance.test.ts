import { describe, expect, it } from 'vitest';
import type { MonthView, ViewLine } from '../../source/reports/month-view.ts';
import type { Figures } from '../../source/reports/sums.ts';
import type { Money } from '../../source/sla/money.ts';
import { complianceLines } from '../../source/ui/screens/compliance.tsx';
import { makeTheme, type Theme } from '../../source/ui/theme.ts';
import { startedBoard, storeOf } from '../support/board.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const THEME: Theme = { ...makeTheme({ colors: 'none', unicode: true }), paint: (_, text) => text };

const TIMES = { averageMs: null, medianMs: null, p90Ms: null };
const FIGURES: Figures = {
	...{ fulfilled: 8, missed: 1, breached: 1, cancelled: 0, excluded: 0, compliance: 80 },
	...{ counted: TIMES, wall: TIMES, over: TIMES },
};
const money = (...sums: readonly (readonly [string, number])[]): Money => new Map(sums);
const line = (name: string | null, missesCost: Money, penalty: Money | null): ViewLine => ({
	...{ name, figures: FIGURES, missesCost, penalty },
});

const BOTH = money(['EUR', 270_00], ['USD', 120_00]);
const OWED = money(['EUR', 400_00], ['USD', 120_00]);
const MONTH: MonthView = {
	nowAt: NOON,
	total: line(null, BOTH, OWED),
	before: null,
	lines: {
		level: [
			line('gold', money(['EUR', 270_00]), money(['EUR', 400_00])),
			line('us', money(['USD', 120_00]), money(['USD', 120_00])),
		],
		metric: [],
		department: [line('Technical Support', BOTH, null)],
		agent: [],
		organization: [],
		day: [],
	},
	goals: [
		{
			...{
				month: 24_322,
				level: 'gold',
				metric: 'first_answer',
				goal: 95,
				judged: 10,
				missed: 2,
				compliance: 80,
			},
			...{ isMet: false, missesLeft: -2, burnRate: 4, outlook: null },
		},
	],
	penalties: OWED,
	months: [
		{
			...{ month: 24_322, level: 'gold', customers: 2, compliance: 80, missesMinor: 270_00, currency: 'EUR' },
			...{ creditPercent: 15, creditMinor: 600_00, capMinor: 400_00, totalMinor: 400_00 },
		},
	],
	stake: { next: [], atRisk: new Map() },
	lacks: 0,
	beforeLacks: 0,
};

async function linesAt(columns: number, month = MONTH): Promise<string> {
	const board = await startedBoard(storeOf({}), NOON);
	board.columns = columns;
	board.facts.month = month;
	return complianceLines(board, THEME).join('\n');
}

describe('the screen of compliance', () => {
	it('tells what misses cost, and what is owed with credits and caps, apart', async () => {
		const lines = await linesAt(120);
		expect(lines).toMatch(/^ LEVEL +FULFILLED +MISSED +BREACHED +SHARE +MISSES COST +PENALTY$/m);
		expect(lines).toMatch(/^ gold +8 +1 +1 +80\.0% .* +270\.00 EUR +400\.00 EUR$/m);
		expect(lines).toMatch(/^ LEVEL +CUSTOMERS +SHARE +MISSES COST +CREDIT +AT MOST +PENALTY$/m);
		expect(lines).toMatch(/^ gold +2 +80\.0% +270\.00 +15% = 600\.00 +400\.00 +400\.00 EUR$/m);
	});

	it('names the misses of a goal otherwise than what closed late', async () => {
		expect(await linesAt(80)).toMatch(/^ LEVEL +METRIC +GOAL +SHARE +MISSES +BEARS +BURN$/m);
	});

	it('shows sums of several currencies whole on a narrow screen, what is owed before what misses cost', async () => {
		const lines = await linesAt(80);
		expect(lines).toMatch(/^ all together +8 +1 +1 +80\.0% +400\.00 EUR \+ 120\.00 USD$/m);
		expect(lines).toMatch(/^ Technical Support +8 +1 +1 +80\.0% +270\.00 EUR \+ 120\.00 USD$/m);
		for (const text of lines.split('\n')) expect(text.length).toBeLessThanOrEqual(80);
	});

	it('leaves nothing out where there is too little room: it stands by name under what has some', async () => {
		expect(await linesAt(80)).toMatch(/^ all together .*\n {3}misses cost 270\.00 EUR \+ 120\.00 USD$/m);
		const narrow = (await linesAt(40)).split('\n');
		const under = (name: string): string => {
			const from = narrow.findIndex((text) => text.startsWith(` ${name}`));
			const to = narrow.findIndex((text, place) => place > from && !text.startsWith('   '));
			return narrow.slice(from, to).join('\n');
		};
		expect(under('all together')).toMatch(
			/ 1 +1 +80\.0%\n +fulfilled 8\n +misses cost 270\.00 EUR \+ 120\.00 USD\n +penalty 400\.00 EUR \+ 120\.00 USD$/,
		);
		expect(under('gold   80.0%')).toMatch(/400\.00 EUR\n.*credit 15% = 600\.00.*at most 400\.00/s);
		expect(under('gold   first answer')).toMatch(/misses 2.*bears -2.*burn 4\.0x.*off track/s);
		for (const text of narrow) expect(text.length).toBeLessThanOrEqual(40);
	});

	it('says nothing of money where nothing has a price', async () => {
		const free = line(null, new Map(), new Map());
		const lines = { ...MONTH.lines, level: [free], department: [free] };
		const month = { ...MONTH, total: free, lines, penalties: new Map(), months: [] };
		expect(await linesAt(120, month)).not.toMatch(/COST|PENALT|EUR/);
	});

	it('says what it lacks of tickets that were moved to an archive, and of the month before', async () => {
		expect(await linesAt(80)).not.toMatch(/archive/);
		const lines = await linesAt(80, { ...MONTH, before: 70, lacks: 1, beforeLacks: 3 });
		expect(lines).toMatch(/^ INCOMPLETE: without 1 ticket of the archive$/m);
		expect(lines).toMatch(/last month by then, without 3 tickets of the archive$/m);
	});
});

it("shows the month of where it has arrived, also right after another's", async () => {
	const months: number[] = [];
	const [past, present] = [Date.UTC(2026, 8, 1), Date.UTC(2026, 10, 24)];
	const board = await startedBoard(storeOf({}), present, {
		timeMachine: async () => ({ ...storeOf({}), close: async () => {} }),
		monthView: async (_, nowAt) => {
			months.push(nowAt);
			return MONTH;
		},
	});
	await board.show('compliance');
	await board.goTo(past);
	await board.goTo(null);
	expect(months).toEqual([present, past, present]);
});
