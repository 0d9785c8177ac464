import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { OPEN_STATES } from '../../../source/sla/timer.ts';
import type { Counter, DepartmentTally, StoreStatus } from '../../../source/store/port.ts';
import { NO_AGREEMENT } from '../../../source/store/port.ts';
import { textWidth } from '../../../source/text/fit.ts';
import { makeTheme, type Theme } from '../../../source/ui/theme.ts';
import { bigText } from '../../../source/ui/wall/big-text.ts';
import { WallScreen } from '../../../source/ui/wall/wall.tsx';
import { wallLines } from '../../../source/ui/wall/wall-lines.ts';
import { Wall } from '../../../source/ui/wall/wall-model.ts';
import { speak } from '../../../source/ui/words.ts';
import { startedBoard, storeOf } from '../../support/board.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const themeOf = (unicode: boolean): Theme => ({
	...makeTheme({ colors: 'none', unicode }),
	paint: (_, text) => text,
});
const [UNICODE, ASCII] = [themeOf(true), themeOf(false)];

interface Floor {
	/** Breached, at risk, on track and paused, by department. */
	readonly counts?: Readonly<Record<string, readonly [number, number, number, number]>>;
	readonly status?: Partial<StoreStatus>;
	readonly lateSources?: readonly string[];
}

const SIZES = [
	[40, 10],
	[57, 13],
	[80, 24],
	[120, 36],
	[200, 60],
	[300, 100],
	[300, 10],
	[40, 100],
] as const;

const TWO = { Billing: [3, 5, 40, 2], Sales: [0, 1, 7, 0] } as const;

async function wallOf({ counts = TWO, status = {}, lateSources = [] }: Floor): Promise<Wall> {
	const states = [
		'breached',
		'at_risk',
		'on_track',
		'paused',
	] as const satisfies (typeof OPEN_STATES)[number][];
	const counters = Object.entries(counts).flatMap(([department, each]) =>
		states.map(
			(state, place): Counter => ({
				department,
				level: 'gold',
				metric: 'first_answer',
				state,
				count: each[place] ?? 0,
			}),
		),
	);
	const closed = { quarterAt: NOON - 3_600_000, state: 'fulfilled' };
	const tallies: readonly DepartmentTally[] = [
		{ ...closed, department: 'Billing', count: 9 },
		{ ...closed, department: 'Sales', count: 1 },
	];
	const store = storeOf({
		status: async () => ({
			tickedAt: Date.now(),
			everyS: 59,
			agreementProblem: null,
			agreement: {
				...NO_AGREEMENT,
				name: 'Acme',
				currencies: ['EUR'],
				missPrices: { gold: { first_answer: { minor: 50_00, currency: 'EUR' } } },
			},
			backlog: 0,
			sources: [{ source: 'import', heardAt: NOON, lastEventAt: NOON - 90_000 }],
			...status,
		}),
		counters: async () => counters,
		tallies: async () => [...tallies],
		departmentTallies: async () => [...tallies],
	});
	const board = await startedBoard(store, NOON);
	const wall = new Wall({ board, store, lateSources: async () => lateSources });
	await wall.look();
	return wall;
}

function linesAt(wall: Wall, columns: number, rows: number, theme = UNICODE): string[] {
	wall.board.columns = columns;
	wall.board.rows = rows;
	return wallLines(wall, theme);
}

const shows = (lines: readonly string[], big: string, scale: number): boolean => {
	const drawn = bigText(big, scale, true) ?? [];
	const [first = ''] = drawn;
	return lines.some((line, top) => {
		const left = line.indexOf(first.trimStart());
		return left >= 0 && drawn.every((part, place) => (lines[top + place] ?? '').includes(part.trim()));
	});
};

afterEach(() => speak('en'));

describe('a wall screen', () => {
	const floors: readonly (readonly [what: string, floor: Floor])[] = [
		['a quiet floor', {}],
		['an empty store', { counts: {} }],
		['a large floor', { counts: { Billing: [12_345, 9_999, 1_234_567, 10_000] } }],
		[
			'names that there are no letters for',
			{ counts: { 請求書: [1, 2, 3, 4], 'a\u001B[2Jb\u202E': [1, 1, 1, 1], '': [0, 0, 0, 1] } },
		],
		[
			'names that are long',
			{ counts: { 'Customer Relations & Complaints (Central Europe)': [1, 2, 3, 4], Sales: [1, 1, 1, 1] } },
		],
		['a wrong agreement', { status: { agreementProblem: 'sla.yaml:12:3: levels.gold: not "漢字"' } }],
		['stale data', { lateSources: ['helpdesk'] }],
	];
	it.each(floors)('fits every size, in every language, also in ASCII: %s', async (_, floor) => {
		const wall = await wallOf(floor);
		for (const language of ['en', 'sl'] as const) {
			await speak(language);
			for (const turn of wall.turns) {
				wall.turn = turn;
				for (const [columns, rows] of SIZES) {
					for (const theme of [UNICODE, ASCII]) {
						const lines = linesAt(wall, columns, rows, theme);
						expect(lines.length).toBe(rows);
						expect(Math.max(...lines.map(textWidth)), `${columns}x${rows}`).toBeLessThanOrEqual(columns);
						expect(lines.join(' '), `${columns}x${rows}`).not.toMatch(/\p{Cc}/u);
						expect(lines.at(-1)).toMatch(/12:00:00$/);
					}
				}
			}
		}
	});

	it('can be read from five metres: its figures have a fifth of its height, its words a twelfth', async () => {
		const wall = await wallOf({});
		for (const [columns, rows, figure, word] of [
			[80, 24, 2, 1],
			[120, 36, 3, 1],
			[200, 60, 5, 2],
		] as const) {
			const lines = linesAt(wall, columns, rows);
			for (const count of ['3', '6', '47', '2'])
				expect(shows(lines, count, figure), `${count} ${columns}`).toBe(true);
			for (const label of ['breached', 'at risk', 'on track', 'paused']) {
				expect(shows(lines, label, word), `${label} ${columns}`).toBe(true);
			}
			expect((figure * 5) / 2 / rows).toBeGreaterThanOrEqual(0.2);
			expect((word * 5) / 2 / rows).toBeGreaterThanOrEqual(1 / 12 - 0.02);
		}
	});

	it('gives each department its turn, by name, and the whole floor', async () => {
		const wall = await wallOf({});
		const seen: string[] = [];
		for (let turn = 0; turn < 4; turn++) {
			const { states, today } = wall.overview;
			const name = wall.turn === 'all' ? 'all' : wall.turn.department;
			seen.push(`${name}: ${states.breached} breached, ${today?.compliance}`);
			await wall.pass();
		}
		expect(seen).toEqual([
			'all: 3 breached, 0.7692307692307693',
			'Billing: 3 breached, 0.75',
			'Sales: 0 breached, 1',
			'all: 3 breached, 0.7692307692307693',
		]);
		await wall.pass(-1);
		expect(wall.turn).toBe('all');
		expect(linesAt(wall, 120, 36).at(-1)).toContain('All departments    Billing    Sales');
	});

	it('says plainly, over its whole width, that and why it is stale', async () => {
		const late = linesAt(await wallOf({ lateSources: ['helpdesk'] }), 80, 24);
		expect(shows(late.slice(0, 7), 'stale', 2)).toBe(true);
		expect(late.join('\n')).toContain('no news from helpdesk');
		const stopped = await wallOf({});
		expect(linesAt(stopped, 40, 10).join('\n')).not.toContain('STALE');
		stopped.board.engineError = 'disk full';
		expect(linesAt(stopped, 40, 10)[0]).toBe(' STALE: ENGINE STOPPED: disk full'.padEnd(40));
	});

	it('takes keys, and what is pasted for none', async () => {
		const wall = await wallOf({});
		let left = 0;
		wall.board.onQuit = () => {
			left++;
		};
		const { stdin, unmount } = render(createElement(WallScreen, { wall, theme: UNICODE }));
		stdin.write('\u001B[200~some quick text\u001B[201~');
		stdin.write('\u001B[200~');
		stdin.write('q');
		stdin.write('\u001B[201~');
		await wall.board.do(() => {});
		expect(left).toBe(0);
		stdin.write('q');
		await expect.poll(() => left).toBe(1);
		unmount();
	});
});
