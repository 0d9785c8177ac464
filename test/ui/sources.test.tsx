import { Box } from 'ink';
import { render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoreStatus } from '../../source/store/port.ts';
import { NO_AGREEMENT } from '../../source/store/port.ts';
import type { ConfiguredSource } from '../../source/store/port-sources.ts';
import { textWidth } from '../../source/text/fit.ts';
import { Keyboard } from '../../source/ui/keys.ts';
import type { Board } from '../../source/ui/model/board.ts';
import { Header } from '../../source/ui/screens/header.tsx';
import { OverlayScreen } from '../../source/ui/screens/overlay.tsx';
import { makeTheme, type Theme } from '../../source/ui/theme.ts';
import { speak } from '../../source/ui/words.ts';
import { startedBoard, storeOf } from '../support/board.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
/** What is red stands in brackets, in the place of its blanks. */
const THEME: Theme = {
	...makeTheme({ colors: 'none', unicode: true }),
	paint: (token, text) => (token === 'alarm' ? text.replace(/^ (.*) $/, '[$1]') : text),
};

const secondsAgo = (seconds: number): number => Date.now() - seconds * 1_000;

function source(name: string, more: Partial<ConfiguredSource> = {}): ConfiguredSource {
	return {
		name,
		kind: 'zendesk',
		settings: JSON.stringify({ url: `https://${name}.example.com` }),
		schedule: '60s',
		zone: null,
		addedAt: 0,
		cursor: null,
		succeededAt: secondsAgo(20),
		failedAt: null,
		failures: 0,
		problem: null,
		nextAt: secondsAgo(-40),
		lateAt: secondsAgo(-160),
		pokedAt: null,
		quarantined: 0,
		waiting: 0,
		heardAt: secondsAgo(20),
		lastEventAt: NOON - 180_000,
		...more,
	};
}

const FAILING = {
	problem: 'crm.example.com/api/v2: the key is refused (401: "nobody\u001b[2J here"): check SLATOP_CRM_KEY',
	failures: 3,
	succeededAt: secondsAgo(130),
};
const LATE = { ...FAILING, lateAt: secondsAgo(1), succeededAt: secondsAgo(1_861), nextAt: null };

/** A board on a store with sources; they may change, and the store's version with them. */
async function boardOf(sources: readonly ConfiguredSource[], status: Partial<StoreStatus> = {}) {
	const present = { sources, version: 1 };
	const board = await startedBoard(
		storeOf({
			version: async () => present.version,
			configuredSources: async () => [...present.sources],
			status: async () => ({
				tickedAt: Date.now(),
				everyS: 59,
				agreementProblem: null,
				agreement: { ...NO_AGREEMENT, name: 'Acme' },
				backlog: 0,
				...status,
				sources: [
					{ source: 'import', heardAt: NOON, lastEventAt: NOON - 90_000 },
					...present.sources.map(({ name, heardAt, lastEventAt, ...sync }) => ({
						source: name,
						heardAt,
						lastEventAt,
						sync,
					})),
				],
			}),
		}),
		NOON,
	);
	return { board, present };
}

function drawn(board: Board, columns: number, theme = THEME): string[] {
	board.columns = columns;
	const { lastFrame, unmount } = render(
		<Box flexDirection="column">
			<Header board={board} theme={theme} version={1} />
			<OverlayScreen board={board} theme={theme} />
		</Box>,
	);
	const lines = (lastFrame() ?? '').split('\n');
	unmount();
	return lines;
}

const health = (board: Board, columns = 100): string => drawn(board, columns)[1] ?? '';

describe('the sources in the header', () => {
	it('are named each, with how fresh it is', async () => {
		const { board } = await boardOf([source('crm'), source('desk', { succeededAt: secondsAgo(200) })]);
		expect(health(board)).toMatch(/ crm <1m {2}desk 3m$/);
	});

	it('change nothing on a screen on which nothing happens', async () => {
		const { board } = await boardOf([source('desk')]);
		const before = health(board);
		board.nowAt += 10_000;
		expect(health(board)).toBe(before);
	});

	it('are red when late, whatever the width, and say so when failing', async () => {
		const { board } = await boardOf([source('crm', LATE), source('desk', FAILING), source('shop')]);
		expect(health(board)).toMatch(/\[crm LATE, 31m old\] {2}▲ desk 2m {2}shop <1m$/);
		for (let width = 40; width <= 100; width += 4) {
			expect(health(board, width), String(width)).toMatch(/\[crm LATE, 31m old\] {2}▲ desk 2m/);
			expect(textWidth(health(board, width))).toBeLessThanOrEqual(width);
		}
		const never = await boardOf([source('desk', { ...FAILING, succeededAt: null })]);
		expect(health(never.board)).toMatch(/ ▲ desk failing$/);
	});

	it('are not hidden by events to take in, nor by a wrong agreement', async () => {
		const backlog = await boardOf([source('crm', LATE)], { backlog: 12 });
		expect(health(backlog.board)).toMatch(/\[crm LATE, 31m old\] {2}12 events to take in/);
		const wrong = await boardOf([source('crm', LATE)], { agreementProblem: 'sla.yaml:12:3: wrong' });
		expect(health(wrong.board)).toMatch(/sla\.yaml:12:3: wrong.*\[crm LATE, 31m old\]/);
	});

	it('stand for each other where there are many', async () => {
		const many = ['a', 'b', 'c', 'd'].map((name, place) =>
			source(name, { succeededAt: secondsAgo(20 + place * 60) }),
		);
		const { board } = await boardOf([...many, source('new', { succeededAt: null })]);
		expect(health(board)).toMatch(/ new … {2}4 sources 3m$/);
	});

	it('leave the newest event to where none syncs by itself', async () => {
		expect(health((await boardOf([])).board)).toMatch(/last event 1m ago$/);
	});
});

describe('the overlay of sources', () => {
	afterEach(() => speak('en'));

	/** Presses keys as Ink gives them, and waits for what they do. */
	async function press(board: Board, keys: string): Promise<void> {
		const keyboard = new Keyboard(board);
		const none = { ctrl: false, meta: false, shift: false, tab: false };
		for (const key of keys) keyboard.press(key, { ...none } as Parameters<Keyboard['press']>[1]);
		await board.do(() => {});
	}

	it('shows how each is set up, how it is doing, and what is wrong', async () => {
		const { board } = await boardOf([
			source('crm', { ...LATE, quarantined: 1_200, waiting: 2 }),
			source('desk', { schedule: '*/5 8-18 * * 1-5', succeededAt: null, lastEventAt: null, nextAt: null }),
		]);
		await press(board, 'i');
		const lines = drawn(board, 100);
		expect(lines.slice(3)).toEqual([
			' Sources  j and k scroll, any other key closes',
			'',
			' crm  [✗ LATE]  zendesk at https://crm.example.com, every 60s',
			'     read 31m ago, newest event 3m ago, next now, failed 3 times in a row, 1,200 refused, 2 dated',
			'     ahead of our clock',
			expect.stringMatching(
				/^ {5}crm\.example\.com\/api\/v2: the key is refused \(401: "nobody\S* here"\): check/,
			),
			'     what was refused, and why: slatop source quarantine crm',
			'',
			' desk  ‖ not read yet  zendesk at https://desk.example.com, by cron */5 8-18 * * 1-5',
			'     never read, next now',
			'',
			' By files and posts, newest event: import 1m',
		]);
		expect(lines.join('')).not.toContain('\u001b[2J');
		for (const width of [40, 80]) {
			for (const line of drawn(board, width)) expect(textWidth(line)).toBeLessThanOrEqual(width);
		}
		await speak('sl');
		expect(drawn(board, 100).join('\n')).toContain('✗ ZAMUJA');
	});

	it('follows the store, and goes with any key that does not scroll', async () => {
		const { board, present } = await boardOf([source('desk')]);
		await press(board, 'i');
		expect(drawn(board, 80).join('\n')).toContain('✓ ok');
		Object.assign(present, { sources: [source('desk', LATE)], version: 2 });
		// Not in the way of the key that was pressed just now.
		await expect.poll(() => board.poll().then(() => drawn(board, 80).join('\n'))).toContain('✗ LATE');
		await press(board, 'jk');
		expect(board.overlay).not.toBeNull();
		await press(board, 'i');
		expect(board.overlay).toBeNull();
		await press(board, 'i3');
		expect(board).toMatchObject({ overlay: null, screen: 'log' });
	});

	it('says what to do where there is none', async () => {
		const { board } = await boardOf([]);
		await press(board, 'i');
		expect(drawn(board, 80).join('\n')).toContain('No help desk is read. slatop source add sets one up');
	});
});
