import { describe, expect, it } from 'vitest';
import { type Counter, StoreError } from '../../../source/store/port.ts';
import { startedBoard, storeOf } from '../../support/board.ts';

const NOW_AT = Date.UTC(2026, 10, 24, 12);
const BREACHED: Counter = {
	department: null,
	level: 'gold',
	metric: 'first_answer',
	state: 'breached',
	count: 7,
};

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
