import { expect, it } from 'vitest';
import { snooze } from '../../../source/ui/actions/people/at-risk.ts';
import { startedBoard, storeOf } from '../../support/board.ts';
import { NOON, timer } from '../../support/rows.ts';

it('a snooze runs from when it is chosen, however long the choices stood there', async () => {
	let nowAt = NOON;
	const written: string[] = [];
	const board = await startedBoard(storeOf({ timers: async () => [timer({ ticket: 'T-1' })] }), NOON, {
		now: () => nowAt,
		sink: {
			touchSource: async () => {},
			appendEvents: async (_, events) => {
				const given = [...events];
				written.push(...given.map(({ data }) => data));
				return given.map(() => 'taken' as const);
			},
		},
	});
	await snooze(board);
	nowAt += 3_600_000;
	await board.dialog?.press('enter');
	expect(written.map((data) => JSON.parse(data))).toMatchObject([
		{ ticket: 'T-1', type: 'snoozed', until: '2026-11-24T13:15:00Z' },
	]);
});
