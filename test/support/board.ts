/** A board on a store that knows only what a test says. */
import type { BoardStore } from '../../source/store/port.ts';
import { DEFAULT_KEYMAP } from '../../source/ui/actions/all.ts';
import { Board } from '../../source/ui/model/board.ts';
import type { BoardOptions } from '../../source/ui/model/board-options.ts';
import { NO_STATUS, NOWHERE } from '../../source/ui/model/travel.ts';

const none = async (): Promise<never[]> => [];

/** A store that is empty but for what it is told. */
export const storeOf = (known: Partial<BoardStore>): BoardStore => ({
	...NOWHERE,
	version: async () => 1,
	status: async () => ({ ...NO_STATUS, tickedAt: Date.now(), everyS: 59 }),
	...known,
});

/** A board whose clock stands still; it has read the store. */
export async function startedBoard(
	store: BoardStore,
	nowAt: number,
	others: Partial<BoardOptions> = {},
): Promise<Board> {
	const board = new Board({
		store,
		hold: async () => ({ ...store, close: async () => {} }),
		now: () => nowAt,
		me: 'ana',
		everyS: 1,
		explain: none,
		title: 'slatop',
		keymap: DEFAULT_KEYMAP,
		sink: { appendEvents: none, touchSource: async () => {} },
		onWritten: () => {},
		opensTomorrow: async () => null,
		desktop: { open: async () => false, announce: () => {}, copy: () => true },
		exportLog: async () => 0,
		agreementDocument: async () => null,
		monthView: async () => null,
		...others,
	});
	await board.start();
	await board.poll();
	return board;
}
