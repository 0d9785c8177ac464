import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Counter, StoreError } from '../../../source/store/port.ts';
import { Keyboard } from '../../../source/ui/keys.ts';
import { startedBoard, storeOf } from '../../support/board.ts';
import { NO_KEY } from '../../support/no-key.ts';

const NOW_AT = Date.UTC(2026, 10, 24, 12);
const BREACHED: Counter = {
	department: null,
	level: 'gold',
	metric: 'first_answer',
	state: 'breached',
	count: 7,
};

afterEach(() => {
	vi.useRealTimers();
});

describe('a board whose store cannot be read for a while', () => {
	it('says why, stays, and shows what is there when it can be read again, also of the same version', async () => {
		let problem: Error | null = null;
		const counters: Counter[] = [];
		const ask = async (): Promise<void> => {
			if (problem) throw problem;
		};
		const board = await startedBoard(
			storeOf({
				version: () => ask().then(() => 1),
				counters: () => ask().then(() => counters),
			}),
			NOW_AT,
		);
		problem = new StoreError('store /x\u001b[31m was deleted while it was in use: put it back');
		await board.poll();
		await board.do(() => board.show('queues'));
		expect(board.flash.current).toMatchObject({ tone: 'failed' });
		expect(board.flash.current?.text).toMatch(/was deleted while it was in use: put it back$/);
		expect(board.flash.current?.text).not.toContain('\u001b');
		problem = null;
		counters.push(BREACHED);
		await board.poll();
		expect(board.overview.states.breached).toBe(7);
	});

	it('is left with what is a fault of its own, and does not begin on a store that it cannot read', async () => {
		let problem: Error | null = null;
		const store = storeOf({ version: async () => (problem ? Promise.reject(problem) : 1) });
		const board = await startedBoard(store, NOW_AT);
		problem = new TypeError('a fault');
		await expect(board.poll()).rejects.toThrow('a fault');
		const broken = storeOf({ counters: () => Promise.reject(new StoreError('it is damaged')) });
		await expect(startedBoard(broken, NOW_AT)).rejects.toThrow('it is damaged');
	});
});

it('stays, and says so, where a part that it asks for has gone with its version of the program', async () => {
	const gone = Object.assign(new Error("Cannot find module 'chunks/report-1.js'"), {
		code: 'ERR_MODULE_NOT_FOUND',
	});
	const refuse = () => Promise.reject(gone);
	const board = await startedBoard(storeOf({}), NOW_AT, { monthView: refuse, timeMachine: refuse });
	await board.do(() => board.show('compliance'));
	const said = /^slatop was replaced by another version meanwhile: quit, and start it again$/;
	expect(board.flash.current?.tone).toBe('failed');
	expect(board.flash.current?.text).toMatch(said);
	await board.do(() => board.show('queues'));
	expect(board.screen).toBe('queues');
	await board.goTo(NOW_AT - 60_000);
	expect(board.travel.problem).toMatch(said);
});

describe('a board whose store does not answer', () => {
	it('has its clock go on, says that what is shown is old, and is left at once', async () => {
		vi.useFakeTimers({ toFake: ['performance'] });
		let nowAt = NOW_AT;
		const answers: (() => void)[] = [];
		let isSilent = false;
		const version = (): Promise<number> =>
			new Promise((resolve) => {
				if (isSilent) answers.push(() => resolve(1));
				else resolve(1);
			});
		const onQuit = vi.fn();
		const board = await startedBoard(storeOf({ version }), NOW_AT, { now: () => nowAt });
		board.onQuit = onQuit;
		isSilent = true;
		const asked = board.tick();
		const pass = async (ms: number): Promise<void> => {
			nowAt += ms;
			vi.advanceTimersByTime(ms);
			await board.tick();
		};
		await pass(1_000);
		expect(board.flash.current).toBeNull();
		await pass(2_000);
		expect(board.nowAt).toBe(NOW_AT + 3_000);
		expect(board.flash.current).toEqual({
			tone: 'failed',
			text: 'the store has not answered yet: what is shown is as it was',
		});
		new Keyboard(board).press('q', NO_KEY);
		expect(onQuit).toHaveBeenCalledOnce();
		isSilent = false;
		for (const answer of answers) answer();
		await asked;
		await pass(1_000);
		expect(board.flash.current).toBeNull();
	});
});
