import { expect, it } from 'vitest';
import type { LogFilter } from '../../../source/store/port.ts';
import { startedBoard, storeOf } from '../../support/board.ts';
import { logRow } from '../../support/rows.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

it('a frozen log has nothing that closed later, however often it is read, nor has its export', async () => {
	const rows = [logRow({ ticket: 'T-1', closedAt: NOON })];
	const within = ({ until = Number.POSITIVE_INFINITY }: LogFilter) =>
		rows.filter(({ closedAt }) => closedAt < until);
	const board = await startedBoard(storeOf({ log: async (filter) => within(filter) }), NOON);
	await board.show('log');
	await board.freeze();
	rows.push(logRow({ id: 2, ticket: 'T-2', closedAt: NOON + 1, key: { order: 2, id: 2 } }));
	await board.resize(100, 40);
	expect(board.log.rows.map(({ ticket }) => ticket)).toEqual(['T-1']);
	expect(within(board.narrowing.logFilter)).toHaveLength(1);
	await board.freeze();
	expect(board.log.rows.map(({ ticket }) => ticket)).toEqual(['T-1', 'T-2']);
});
