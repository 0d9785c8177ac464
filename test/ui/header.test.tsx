import { Box } from 'ink';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import type { Counter, StoreStatus, Tally } from '../../source/store/port.ts';
import { NO_AGREEMENT } from '../../source/store/port.ts';
import type { Trouble } from '../../source/store/port-alerts.ts';
import { textWidth } from '../../source/text/fit.ts';
import type { Board, Screen } from '../../source/ui/model/board.ts';
import { Footer } from '../../source/ui/screens/footer.tsx';
import { Header } from '../../source/ui/screens/header.tsx';
import { sparkline } from '../../source/ui/screens/header-health.ts';
import { makeTheme, type Theme } from '../../source/ui/theme.ts';
import { startedBoard, storeOf } from '../support/board.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
/** Without styles: the texts are what matters here. */
const THEME: Theme = { ...makeTheme({ colors: 'none', unicode: true }), paint: (_, text) => text };
const ASCII: Theme = { ...makeTheme({ colors: 'none', unicode: false }), paint: (_, text) => text };
/** As far as the screen of ink-testing-library goes. */
const WIDTHS = Array.from({ length: 61 }, (_, place) => 40 + place);

interface Floor {
	readonly counts?: readonly number[];
	readonly status?: Partial<StoreStatus>;
	readonly engineError?: string;
	readonly troubles?: readonly Trouble[];
	readonly screen?: Screen;
	readonly filter?: string;
	/** Counters beside those of Billing. */
	readonly more?: readonly Counter[];
}

async function boardOf({
	counts = [3, 5, 40, 2],
	status = {},
	engineError,
	troubles = [],
	screen = 'risk',
	filter = '',
	more = [],
}: Floor): Promise<Board> {
	const counters = (['breached', 'at_risk', 'on_track', 'paused'] as const).map(
		(state, place): Counter => ({
			department: 'Billing',
			level: 'gold',
			metric: 'first_answer',
			state,
			count: counts[place] ?? 0,
		}),
	);
	const closed = (state: string, count: number): Tally => ({
		quarterAt: NOON - 3_600_000,
		state,
		count,
	});
	const store = storeOf({
		status: async () => ({
			tickedAt: Date.now(),
			everyS: 59,
			agreementProblem: null,
			agreement: {
				...NO_AGREEMENT,
				name: 'Acme',
				currencies: ['EUR', 'JPY'],
				missPrices: {
					gold: { first_answer: { minor: 250_00, currency: 'EUR' } },
					tokyo: { first_answer: { minor: 1_500, currency: 'JPY' } },
				},
			},
			backlog: 0,
			sources: [{ source: 'import', heardAt: NOON, lastEventAt: NOON - 90_000 }],
			...status,
		}),
		counters: async () => [...counters, ...more],
		tallies: async () => [closed('fulfilled', 9), closed('missed', 3)],
	});
	const board = await startedBoard(store, NOON);
	board.engineError = engineError ?? null;
	board.hearing.troubles = troubles;
	if (filter !== '') await board.setFilter(filter);
	await board.show(screen);
	return board;
}

/** What is drawn at a width. */
function drawn(board: Board, columns: number, theme = THEME): string[] {
	board.columns = columns;
	const { lastFrame, unmount } = render(
		<Box flexDirection="column">
			<Header board={board} theme={theme} version={1} />
			<Footer board={board} theme={theme} />
		</Box>,
	);
	const lines = (lastFrame() ?? '').split('\n');
	unmount();
	return lines;
}

const MILLIONS = [123_456, 98_765, 1_234_567, 45_678];
const LONG_AGO = Date.now() - 3_600_000;
const FLOORS: readonly (readonly [what: string, floor: Floor])[] = [
	['a quiet floor', {}],
	['millions of timers', { counts: MILLIONS }],
	[
		'an engine that stopped',
		{ engineError: 'store /home/someone/.local/share/slatop/store.db is locked by another program' },
	],
	[
		'a wrong agreement',
		{
			status: {
				agreementProblem: 'sla.yaml:12:3: levels.gold.targets.first_answer: expected a duration, not "漢字"',
			},
		},
	],
	[
		'a wrong agreement and an engine that stopped',
		{ engineError: 'disk full', status: { agreementProblem: 'sla.yaml:12:3: wrong' } },
	],
	['a backlog', { counts: MILLIONS, status: { backlog: 1_000_000 } }],
	[
		'alerts that do not go',
		{
			troubles: [
				{ kind: 'alerts', name: 'duty-manager', problem: '500 Internal Server Error 漢字漢字', since: NOON },
				{ kind: 'report', name: 'weekly', problem: 'there is no folder /srv/reports', since: NOON },
			],
		},
	],
	['a long filter', { filter: 'dep:"Technical Support" level:gold left<30m agent:me printer 漢字漢字漢字' }],
	['the log', { screen: 'log' }],
	['queues', { screen: 'queues' }],
];

describe('the header and the footer', () => {
	it.each(FLOORS)('are never wider than the screen: %s', async (_, floor) => {
		const board = await boardOf(floor);
		for (const width of WIDTHS) {
			const lines = drawn(board, width);
			expect(lines).toHaveLength(4);
			for (const line of lines) expect(textWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
			// All four counters and the clock, whole, whatever the width.
			expect(lines[0], String(width)).toMatch(
				/✗ [\dKM,]+.* {2}▲ [\dKM,]+.* {2}● [\dKM,]+.* {2}‖ [\dKM,]+.* +(Tue )?\d\d:00:00$/,
			);
			expect(lines[3], String(width)).toMatch(/\? help {2}q quit$/);
		}
	});

	it('show words where there is room, the figures in full where they fit', async () => {
		const board = await boardOf({});
		expect(drawn(board, 80)[0]).toMatch(
			/^slatop {2}✗ 3 breached {2}▲ 5 at risk {2}● 40 on track {2}‖ 2 paused +Tue/,
		);
		expect(drawn(board, 40)[0]).toMatch(/^✗ 3 {2}▲ 5 {2}● 40 {2}‖ 2 +Tue/);
		const many = await boardOf({ counts: MILLIONS });
		expect(drawn(many, 100)[0]).toContain(
			'✗ 123,456 breached  ▲ 98,765 at risk  ● 1,234,567 on track  ‖ 45,678 paused',
		);
		expect(drawn(many, 80)[0]).toContain('✗ 123,456  ▲ 98,765  ● 1,234,567  ‖ 45,678');
		expect(drawn(many, 44)[0]).toContain('✗ 123K  ▲ 99K  ● 1M  ‖ 46K');
	});

	it('tell of an engine in trouble at every width, whatever else is wrong', async () => {
		for (const floor of [
			{},
			{ status: { agreementProblem: 'sla.yaml:12:3: something long that is wrong here' } },
		]) {
			const board = await boardOf({ ...floor, engineError: 'disk full' });
			for (const width of WIDTHS) expect(drawn(board, width)[1], String(width)).toContain('ENGINE STOPPED');
		}
		const behind = await boardOf({ status: { tickedAt: LONG_AGO } });
		Object.assign(behind, { startedAt: LONG_AGO });
		for (const width of WIDTHS)
			expect(drawn(behind, width)[1], String(width)).toMatch(/ENGINE BEHIND since \d\d:\d\d:\d\d/);
		const unseen = await boardOf({ status: { tickedAt: 0 } });
		Object.assign(unseen, { startedAt: LONG_AGO });
		for (const width of WIDTHS)
			expect(drawn(unseen, width)[1], String(width)).toContain('waiting for the engine');
	});

	it('tell of a wrong agreement with the place in its file', async () => {
		const board = await boardOf({ status: { agreementProblem: 'sla.yaml:12:3: wrong' } });
		expect(drawn(board, 80)[1]).toContain('the last good one is in force: sla.yaml:12:3: wrong');
	});

	it('have every screen at every width, by its key where there is no room for its name', async () => {
		const board = await boardOf({ screen: 'log' });
		for (const width of WIDTHS)
			expect(drawn(board, width)[2], String(width)).toMatch(/1 .*2 .* 3 SLA log .*4.*5/);
		expect(drawn(board, 40)[2]).toMatch(/^1 {2}2 {3}3 SLA log {3}4 {2}5 /);
	});

	it('name a filter that narrows the list at every width', async () => {
		const board = await boardOf({ filter: 'dep:"Technical Support" level:gold left<30m agent:me printer' });
		for (const width of WIDTHS) expect(drawn(board, width)[2], String(width)).toContain('filter: dep:');
	});

	it('show how today goes, what is at stake, and how old the newest event is', async () => {
		const line = drawn(await boardOf({}), 80)[1];
		// 9 fulfilled of 9 + 3 missed + 3 breached.
		expect(line).toMatch(/^compliance today 60\.0% .* 1,250\.00 EUR at stake +last event 1m ago$/);
	});

	it('show what is at stake in each currency, and add up no two', async () => {
		const atTokyo: Counter = {
			...{ department: 'Tokyo', level: 'tokyo', metric: 'first_answer' },
			...{ state: 'at_risk', count: 2 },
		};
		const board = await boardOf({ more: [atTokyo] });
		expect(drawn(board, 100)[1]).toContain('  1,250.00 EUR + 3,000 JPY at stake  ');
	});

	it('say that nothing is at stake, and nothing of it where misses have no price', async () => {
		expect(drawn(await boardOf({ counts: [0, 0, 5, 0] }), 80)[1]).toContain('  nothing at stake  ');
		const free = await boardOf({ status: { agreement: { ...NO_AGREEMENT, name: 'Acme' } } });
		expect(drawn(free, 80)[1]).not.toContain('at stake');
	});

	it('are ASCII alone where the terminal has no more', async () => {
		const board = await boardOf({ counts: MILLIONS, filter: 'x'.repeat(300) });
		for (const width of WIDTHS) expect(drawn(board, width, ASCII).join('\n')).not.toMatch(/[^ -~\n]/);
	});
});

describe('the sparkline', () => {
	it('has a step for every hour, the highest for all fulfilled, blanks where nothing closed', () => {
		expect(sparkline([1, null, 0.5, 0.75, 0, 1], THEME)).toBe('█ ▁▄▁█');
		expect(sparkline([null, null], THEME)).toBe('');
	});
});
