import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type BoardStore, type LogRow, StoreError, type TimerRow } from '../../../source/store/port.ts';
import { Reporter } from '../../../source/ui/accessible/reporter.ts';
import { runAccessible } from '../../../source/ui/accessible/run-accessible.ts';
import { durationWords } from '../../../source/ui/accessible/sentences.ts';
import { speak } from '../../../source/ui/words.ts';
import { startedBoard, storeOf } from '../../support/board.ts';
import { logRow, timer } from '../../support/rows.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const MINUTE_MS = 60_000;
/** Nothing here is in the zone of whoever runs it. */
const open = (ticket: string, dueInMs: number, rest: Partial<TimerRow> = {}): TimerRow =>
	timer({ ticket, dueAt: NOON + dueInMs, atRiskAt: NOON + dueInMs / 2, cycle: dueInMs, ...rest });

/** Somebody has begun to listen. */
async function listening(store: BoardStore): Promise<Reporter> {
	const reporter = new Reporter(await startedBoard(store, NOON), store);
	reporter.summary();
	await reporter.look(NOON);
	return reporter;
}

/** A store whose rows a test may change. */
function floor(timers: TimerRow[], log: LogRow[] = []): BoardStore {
	let version = 0;
	return storeOf({
		version: async () => version++,
		timers: async ({ states, dueFrom = 0, dueBefore = Number.POSITIVE_INFINITY }, { limit }) =>
			timers
				.filter(
					({ state, dueAt }) =>
						(states?.includes(state) ?? true) && (dueAt ?? 0) >= dueFrom && (dueAt ?? 0) < dueBefore,
				)
				.slice(0, limit),
		log: async () => log,
		counters: async () =>
			timers.map(({ department, level, metric, state }) => ({ department, level, metric, state, count: 1 })),
		detail: async () => null,
	});
}

afterEach(() => speak('en'));

describe('a duration in words', () => {
	it.each([
		[40_000, '40 seconds', '40 sekund'],
		[59_700, '1 minute', '1 minuta'],
		[1_000, '1 second', '1 sekunda'],
		[15 * MINUTE_MS, '15 minutes', '15 minut'],
		[62 * MINUTE_MS, '1 hour 2 minutes', '1 ura 2 minuti'],
		[120 * MINUTE_MS, '2 hours', '2 uri'],
		[26 * 60 * MINUTE_MS + 5 * MINUTE_MS, '1 day 2 hours', '1 dan 2 uri'],
		[0, '0 seconds', '0 sekund'],
	])('%d ms', async (ms, english, slovenian) => {
		expect(durationWords(ms)).toBe(english);
		await speak('sl');
		expect(durationWords(ms)).toBe(slovenian);
	});
});

describe('what has changed', () => {
	it('is told in sentences, each once, and what was there before not at all', async () => {
		const timers = [open('T-1', -1_000, { state: 'breached' }), open('T-2', 90_000)];
		const log: LogRow[] = [];
		const store = floor(timers, log);
		const reporter = await listening(store);
		timers[1] = open('T-2', 90_000, { state: 'at_risk', subject: 'a\u001B[2J\nb' });
		expect(await reporter.look(NOON + 45_000)).toEqual([
			'T-2: at risk, first answer, 45 seconds left, Billing, ana, a b',
		]);
		timers[1] = open('T-2', 90_000, { state: 'breached', agent: null, subject: null });
		expect(await reporter.look(NOON + 2 * MINUTE_MS)).toEqual([
			'T-2: breached, first answer, 30 seconds over, Billing, unassigned',
		]);
		timers.length = 0;
		log.push(logRow({ id: 7, ticket: 'T-2', dueAt: NOON, closedAt: NOON + 3 * MINUTE_MS }));
		expect(await reporter.look(NOON + 3 * MINUTE_MS)).toEqual([
			'T-2: missed, first answer, 3 minutes over, Billing, ana',
		]);
		expect(await reporter.look(NOON + 4 * MINUTE_MS)).toEqual([]);
	});

	it('is told one by one as far as anybody would listen', async () => {
		const timers: TimerRow[] = [];
		const store = floor(timers);
		const reporter = await listening(store);
		for (let place = 1; place <= 8; place++) timers.push(open(`T-${place}`, -place, { state: 'breached' }));
		const told = await reporter.look(NOON);
		expect(told.length).toBe(6);
		expect(told.at(-1)).toBe('and 3 more');
	});

	it('is trouble too, and that it is over', async () => {
		const store = floor([]);
		const board = await startedBoard(store, NOON);
		const reporter = new Reporter(board, store);
		reporter.summary();
		board.engineError = 'disk full';
		expect(await reporter.look(NOON)).toEqual(['The engine has stopped: disk full']);
		expect(await reporter.look(NOON)).toEqual([]);
		board.engineError = null;
		expect(await reporter.look(NOON)).toEqual(['All is well again.']);
	});
});

describe('whoever listens', () => {
	it('asks by words and Enter, the beginnings of words too, and is told what there is', async () => {
		const timers = Array.from({ length: 12 }, (_, place) => open(`T-${place + 1}`, (place + 1) * MINUTE_MS));
		const store = floor(timers);
		const said: string[] = [];
		const input = new PassThrough();
		input.end('\nlist\nm\nmore\nticket T-99\nbogus \u001B[2J\nq\nlist\n');
		const board = await startedBoard(store, NOON);
		await runAccessible({
			board,
			store,
			input,
			unicode: false,
			announce: async () => {},
			say: (line) => said.push(line),
			stopped: new AbortController().signal,
		});
		const [first, hint, ...answers] = said;
		expect(first).toBe('0 breached, 0 at risk, 12 on track, 0 paused');
		expect(hint).toMatch(/Type help and Enter/);
		expect(answers.filter((line) => !line.includes(' due'))).toEqual([
			first,
			...timers.map(
				(_, place) =>
					`${place + 1}. T-${place + 1}: on track, first answer, ${place + 1} minute${place === 0 ? '' : 's'} left, Billing, ana, A subject`,
			),
			'That is all.',
			'no ticket T-99',
			'no command bogus: help lists them',
		]);
		expect(said.join('\n')).not.toMatch(/[^ -~\n]/);
	});

	it('is told of a store that cannot be read, once, stays, and can leave; a fault of its own ends it', async () => {
		const store = floor([]);
		const board = await startedBoard(store, NOON);
		const input = new PassThrough();
		const said: string[] = [];
		let looks = 0;
		const run = (announce: () => Promise<void>): Promise<void> =>
			runAccessible({
				...{ board, store, input, unicode: true, announce },
				say: (line) => said.push(line),
				stopped: new AbortController().signal,
			});
		await run(async () => {
			if (++looks === 2) input.write('q\n');
			throw new StoreError('the store is locked');
		});
		expect(said.filter((line) => line.includes('the store is locked'))).toHaveLength(1);
		await expect(run(() => Promise.reject(new TypeError('a fault')))).rejects.toThrow('a fault');
		expect(input.listenerCount('data')).toBe(0);
	});

	it('is told that the store does not answer, and can leave it', async () => {
		let isSilent = false;
		const never = new Promise<never>(() => {});
		const store = { ...floor([]), version: async () => (isSilent ? never : 1) };
		const board = await startedBoard(store, NOON);
		const input = new PassThrough();
		const said: string[] = [];
		await runAccessible({
			...{ board, store, input, unicode: true },
			announce: async () => {
				isSilent = true;
			},
			say: (line) => {
				said.push(line);
				if (line.includes('has not answered yet')) input.write('q\n');
			},
			stopped: new AbortController().signal,
		});
		expect(said.filter((line) => line.includes('has not answered yet'))).toHaveLength(1);
	});
});
