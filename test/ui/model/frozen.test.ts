import { expect, it } from 'vitest';
import type { BoardStore } from '../../../source/store/port.ts';
import { EXPORT } from '../../../source/ui/actions/export.ts';
import { PROGRAM } from '../../../source/ui/actions/program.ts';
import { LONGEST_FREEZE_MS, LONGEST_UNTOUCHED_MS } from '../../../source/ui/model/freeze.ts';
import { back } from '../../../source/ui/model/ways.ts';
import { startedBoard, storeOf } from '../../support/board.ts';
import { logRow, timer } from '../../support/rows.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

/** A board on a store that a test goes on writing to. */
async function growing() {
	const tickets = ['T-1'];
	const storeWith = (named: readonly string[]): BoardStore =>
		storeOf({
			version: async () => tickets.length,
			timers: async () => named.map((ticket, id) => timer({ id, ticket, key: { order: id, id } })),
			log: async () => named.map((ticket, id) => logRow({ id, ticket, key: { order: id, id } })),
			counters: async () =>
				named.map((department) => ({
					department,
					level: 'gold',
					metric: 'first_answer',
					state: 'at_risk',
					count: 1,
				})),
		});
	const held: BoardStore[] = [];
	const exported: string[] = [];
	/** What an export waits for before it reads. */
	let mayExport = Promise.resolve();
	const board = await startedBoard(storeWith(tickets), NOON, {
		exportLog: async (store) => {
			await mayExport;
			const isHeld = held.length > 0;
			const rows = await store.log({}, { direction: 'after', limit: 9 });
			exported.push(`${rows.map(({ ticket }) => ticket).join(' ')}, ${isHeld ? 'held' : 'not held'}`);
			return rows.length;
		},
		hold: async () => {
			const store = storeWith([...tickets]);
			held.push(store);
			return { ...store, close: async () => void held.splice(held.indexOf(store), 1) };
		},
	});
	const listed = () => ({
		risk: board.risk.rows.map(({ ticket }) => ticket),
		log: board.log.rows.map(({ ticket }) => ticket),
		queues: board.queues.rows.map(({ department }) => department),
	});
	const exportLog = async (): Promise<void> => {
		await EXPORT[0]?.run(board);
		await board.dialog?.press('enter');
	};
	const exportsWait = (): (() => void) => {
		let go = () => {};
		mayExport = new Promise((resolve) => {
			go = resolve;
		});
		return () => go();
	};
	return { board, tickets, held, listed, exported, exportLog, exportsWait };
}

const AS_IT_WAS = { risk: ['T-1'], log: ['T-1'], queues: ['T-1'] };
const AS_IT_IS = { risk: ['T-1', 'T-2'], log: ['T-1', 'T-2'], queues: ['T-1', 'T-2'] };

it('frozen lists stay as they were, however often and wherever they are read, and so does what is exported', async () => {
	const { board, tickets, listed, exported, exportLog } = await growing();
	await board.toggleFreeze();
	tickets.push('T-2');
	board.keys.pressed(performance.now() - 1_000);
	await board.poll();
	await board.resize(100, 40);
	await board.show('log');
	await board.show('queues');
	expect(listed()).toEqual(AS_IT_WAS);
	await exportLog();
	await expect.poll(() => exported).toEqual(['T-1, held']);
	expect(board.overview.queues).toHaveLength(2);
});

it('an export goes on from what was frozen when the lists go on, and then that is let go', async () => {
	const { board, tickets, held, exported, exportLog, exportsWait } = await growing();
	const goOn = exportsWait();
	await board.toggleFreeze();
	await exportLog();
	tickets.push('T-2');
	await board.toggleFreeze();
	expect(held).toHaveLength(1);
	goOn();
	await expect.poll(() => held).toEqual([]);
	expect(exported).toEqual(['T-1, held']);
});

it('lists are held no longer than for four hours, whatever is pressed', async () => {
	const { board, held } = await growing();
	board.wake();
	await board.toggleFreeze();
	expect(board.freeze.hasLastedTooLong(0, performance.now() + LONGEST_FREEZE_MS)).toBe(true);
	expect(board.freeze.hasLastedTooLong(0)).toBe(false);
	await board.toggleFreeze();
	expect(held).toEqual([]);
});

it('lists go on before the program is stopped, who knows for how long', async () => {
	const { board, held } = await growing();
	const heldAtStop: number[] = [];
	board.onSuspend = () => heldAtStop.push(held.length);
	await board.toggleFreeze();
	await PROGRAM.find(({ id }) => id === 'suspend')?.run(board);
	expect(heldAtStop).toEqual([0]);
});

it('lists go on at once when they are no longer frozen: by the same key, by Esc, or by themselves after an hour', async () => {
	for (const thaw of ['key', 'Esc', 'hour'] as const) {
		const { board, tickets, held, listed } = await growing();
		await board.show('log');
		await board.show('risk');
		board.wake();
		await board.toggleFreeze();
		tickets.push('T-2');
		if (thaw === 'key') await board.toggleFreeze();
		if (thaw === 'Esc') await back(board);
		if (thaw === 'hour') {
			board.keys.pressed(performance.now() - LONGEST_UNTOUCHED_MS);
			await board.tick();
			expect(board.flash.current?.text).toContain('no longer frozen');
		}
		await board.show('log');
		expect(listed(), thaw).toEqual(AS_IT_IS);
		expect(held).toEqual([]);
	}
});
