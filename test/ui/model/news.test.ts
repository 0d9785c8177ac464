import { expect, it } from 'vitest';
import { NO_STATUS } from '../../../source/ui/model/travel.ts';
import { startedBoard, storeOf } from '../../support/board.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

/** A board, and a store that tells how often its counters were read. */
async function floor() {
	const seen = { version: 1, tickedAt: NOON, backlog: 0, read: 0, drawn: 0 };
	const store = storeOf({
		version: async () => seen.version,
		status: async () => ({ ...NO_STATUS, tickedAt: seen.tickedAt, backlog: seen.backlog }),
		counters: async () => {
			seen.read++;
			return [];
		},
	});
	const board = await startedBoard(store, NOON);
	board.subscribe(() => seen.drawn++);
	Object.assign(seen, { read: 0, drawn: 0 });
	return { board, seen };
}

it('an engine that says it is still there is heard with the next second, and draws nothing by itself', async () => {
	const { board, seen } = await floor();
	Object.assign(seen, { version: 2, tickedAt: NOON + 1_000 });
	await board.poll();
	await board.poll();
	expect(seen).toMatchObject({ read: 0, drawn: 0 });
	await board.tick();
	expect(seen).toMatchObject({ read: 1, drawn: 1 });
	expect(board.overview.status.tickedAt).toBe(NOON + 1_000);
});

it('events that have come are shown at once', async () => {
	const { board, seen } = await floor();
	Object.assign(seen, { version: 2, backlog: 3 });
	await board.poll();
	expect(seen).toMatchObject({ read: 1, drawn: 1 });
});

it('all news are shown at once to somebody who is at the keys', async () => {
	const { board, seen } = await floor();
	board.keys.pressed(performance.now() - 1_000);
	Object.assign(seen, { version: 2, tickedAt: NOON + 1_000 });
	await board.poll();
	expect(seen).toMatchObject({ read: 1, drawn: 1 });
});
