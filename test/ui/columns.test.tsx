import fc from 'fast-check';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import type { LogRow, TimerRow } from '../../source/store/port.ts';
import { textWidth } from '../../source/text/fit.ts';
import { chooseColumns } from '../../source/ui/actions/columns.ts';
import { type ColumnSpec, fitCell, placeColumns, rowLine, titleLine } from '../../source/ui/columns.ts';
import { Marks } from '../../source/ui/model/marks.ts';
import { Line } from '../../source/ui/screens/list.tsx';
import { logColumns } from '../../source/ui/screens/log.tsx';
import { markColumn } from '../../source/ui/screens/mark-column.ts';
import { isFresh, riskColumns } from '../../source/ui/screens/risk.tsx';
import { makeTheme } from '../../source/ui/theme.ts';
import { startedBoard, storeOf } from '../support/board.ts';
import { logRow, NOON, timer } from '../support/rows.ts';

const UNICODE = makeTheme({ colors: 'none', unicode: true });
const ASCII = makeTheme({ colors: 'none', unicode: false });
const COLOURED = makeTheme({ colors: '16', unicode: true });
const WIDTHS = Array.from({ length: 261 }, (_, place) => 40 + place);

/** Text without SGR. */
const bare = (text: string): string =>
	text
		.split('\u001B[')
		.map((part, place) => (place === 0 ? part : part.replace(/^[\d;]*m/, '')))
		.join('');
const anything = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.string({ unit: 'grapheme', maxLength: 60 }),
	fc.constantFrom(
		'漢字'.repeat(40),
		'👨‍👩‍👧‍👦'.repeat(9),
		'e\u0301\u0301\u0301'.repeat(20),
		'\u001B[2J',
		'\u202Ertl',
		'مرحبا',
	),
);

describe('placeColumns', () => {
	it.each([
		['at risk', [markColumn(new Marks<TimerRow>(), UNICODE), ...riskColumns(UNICODE)]],
		['the log', [markColumn(new Marks<LogRow>(), UNICODE), ...logColumns(UNICODE)]],
	] as const)('fills every width from 40 to 300 and never more: %s', (_, columns) => {
		for (const width of WIDTHS) {
			const placed = placeColumns<never>(columns, width);
			const cells = placed.reduce((sum, column) => sum + column.cells + (column.isJoined ? 0 : 1), -1);
			expect(cells, `at ${width}`).toBeLessThanOrEqual(width);
			expect(
				placed.every((column) => column.cells >= 1),
				`at ${width}`,
			).toBe(true);
			const titles = placed.map(({ title }) => title);
			// Whatever else goes: which ticket, and how long it has.
			expect(titles, `at ${width}`).toEqual(expect.arrayContaining(['LEFT', 'METRIC', 'TICKET']));
		}
	});

	it('gives what is left to the column that grows, and leaves that out where it would be too little', () => {
		const columns: ColumnSpec<string>[] = [
			{ id: 'A', title: 'A', width: 10, cell: (text) => ({ text }) },
			{ id: 'B', title: 'B', width: 8, grows: true, cell: (text) => ({ text }) },
			{ id: 'C', title: 'C', width: 6, least: 3, from: 15, cell: (text) => ({ text }) },
		];
		const cells = (width: number) =>
			placeColumns(columns, width).map((column) => [column.title, column.cells]);
		expect(cells(60)).toEqual([
			['A', 10],
			['B', 42],
			['C', 6],
		]);
		expect(cells(26)).toEqual([
			['A', 10],
			['B', 8],
			['C', 6],
		]);
		expect(cells(25)).toEqual([
			['A', 10],
			['C', 6],
		]);
		expect(cells(15)).toEqual([
			['A', 10],
			['C', 4],
		]);
		expect(cells(14)).toEqual([['A', 10]]);
	});

	it('shows a reference whole, up to eighteen cells, where there is room', () => {
		const ticketAt = (width: number, ticket: string) =>
			placeColumns(riskColumns(UNICODE, [timer({ ticket })]), width).find(({ id }) => id === 'ticket')?.cells;
		expect([40, 80, 200].map((width) => ticketAt(width, 'ABC-XYZAB-123'))).toEqual([13, 13, 13]);
		expect(ticketAt(80, 'T-1')).toBe(10);
		expect(ticketAt(80, 'X'.repeat(99))).toBe(18);
		expect(ticketAt(40, 'X'.repeat(99))).toBe(16);
	});

	it('shows more as there is more room', () => {
		for (const columns of [riskColumns(UNICODE), logColumns(UNICODE)]) {
			const counts = WIDTHS.map((width) => placeColumns<never>(columns, width).length);
			expect(counts.at(-1)).toBe(columns.length);
			expect(counts[0]).toBeLessThan(columns.length);
		}
	});
});

describe('rowLine', () => {
	it('is never wider than the screen, whatever a ticket says', () => {
		fc.assert(
			fc.property(
				anything,
				anything,
				anything,
				fc.integer({ min: 40, max: 300 }),
				fc.boolean(),
				(a, b, c, width, selected) => {
					const texts = {
						ticket: a,
						subject: b,
						department: c,
						agent: a,
						requester: b,
						level: c,
						metric: a,
						priority: b,
					};
					for (const theme of [UNICODE, ASCII, COLOURED]) {
						const line = bare(
							rowLine(placeColumns(riskColumns(theme), width), timer(texts), NOON, theme, selected),
						);
						expect(textWidth(line)).toBeLessThanOrEqual(width);
						expect(line).not.toMatch(/\p{Cc}/u);
						const logged = bare(
							rowLine(placeColumns(logColumns(theme), width), logRow(texts), NOON, theme, selected),
						);
						expect(textWidth(logged)).toBeLessThanOrEqual(width);
					}
				},
			),
			{ numRuns: 150 },
		);
	});

	it('keeps every column in its place: each cell has its width exactly', () => {
		fc.assert(
			fc.property(anything, fc.integer({ min: 0, max: 40 }), fc.boolean(), (text, cells, right) => {
				expect(textWidth(fitCell(text, cells, UNICODE, right ? 'right' : 'left'))).toBe(cells);
			}),
		);
	});

	it('takes all its cells when it is selected, so that the bar goes from end to end', () => {
		const line = rowLine(
			placeColumns(riskColumns(COLOURED), 100),
			timer({ subject: 'x' }),
			NOON,
			COLOURED,
			true,
		);
		expect(line.startsWith('\u001B[7m')).toBe(true);
		expect(textWidth(bare(line))).toBe(100);
		expect(line.split('\u001B[')).toHaveLength(3);
	});

	it('tells the state as of the instant shown, before the engine has looked', () => {
		const at = (instant: number): string =>
			bare(rowLine(placeColumns(riskColumns(UNICODE), 120), timer(), instant, UNICODE, false));
		expect(at(NOON)).toMatch(/^● +1h00m on track/);
		expect(at(NOON + 1_800_000)).toMatch(/^▲ +30:00 at risk/);
		expect(at(NOON + 3_600_000)).toMatch(/^▲ +0:00 at risk/);
		expect(at(NOON + 3_600_001)).toMatch(/^✗ +-0:00 breached/);
		expect(at(NOON + 3_661_000)).toMatch(/^✗ +-1:01 breached/);
	});

	it('has its titles over its columns', () => {
		for (const width of [40, 64, 80, 120, 200]) {
			const placed = placeColumns(riskColumns(UNICODE), width);
			const titles = bare(titleLine(placed, UNICODE));
			const row = rowLine(placed, timer(), NOON, UNICODE, true);
			expect(bare(row).indexOf('DESK-1')).toBe(titles.indexOf('TICKET'));
		}
	});

	it('is drawn by Ink as it is', () => {
		const text = rowLine(
			placeColumns(riskColumns(UNICODE), 100),
			timer({ subject: '請求書 👍🏽' }),
			NOON,
			UNICODE,
			false,
		);
		const { lastFrame, unmount } = render(<Line text={text} />);
		expect(lastFrame()).toBe(text);
		unmount();
	});
});

describe('a new breach', () => {
	it('is marked for ten seconds, and not before it is one', () => {
		const columns = placeColumns(
			[markColumn(new Marks<TimerRow>(), UNICODE, isFresh), ...riskColumns(UNICODE)],
			80,
		);
		const sign = (at: number): string =>
			bare(rowLine(columns, timer({ state: 'on_track' }), at, UNICODE, false)).slice(0, 2);
		const { dueAt } = timer();
		const due = dueAt ?? 0;
		expect(sign(due)).toBe(' ▲');
		expect(sign(due + 1)).toBe('»✗');
		expect(sign(due + 9_999)).toBe('»✗');
		expect(sign(due + 10_001)).toBe(' ✗');
	});
});

describe('choosing the columns', () => {
	it('says of each whether it is on the screen, also where references take the room of another', async () => {
		const row = { ...timer({ ticket: 'SUPPORT-1234567890' }), key: { order: 1, id: 1 } };
		const board = await startedBoard(storeOf({ timers: async () => [row] }), NOON);
		await board.resize(71, 24);
		await chooseColumns(board);
		if (board.dialog?.kind !== 'columns') throw new Error('nothing is open');
		const chosen = board.dialog.columns.filter(({ isShown }) => isShown).map(({ title }) => title);
		const placed = placeColumns(riskColumns(UNICODE, board.risk.rows), 70).map(({ title }) => title);
		expect(chosen).toEqual(placed.filter((title) => title !== ''));
	});
});
