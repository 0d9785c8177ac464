/** Moving about in what is shown: in a list's rows, in the queues, or by scrolling a page. */
import type { Board } from './board.ts';
import type { Scroll } from './scroll.ts';

interface Moves {
	by(rows: number): void | Promise<void>;
	/** @param lines of a page, or of a half of one */
	byPage(by: 1 | -1, half: boolean, lines: number): void | Promise<void>;
	home(): void | Promise<void>;
	end(): void | Promise<void>;
}

/** Moves between places that are numbered. */
function movesAmong(by: (rows: number) => void, to: (place: number) => void): Moves {
	return {
		by,
		byPage: (pages, _, lines) => by(pages * Math.max(1, lines)),
		home: () => to(0),
		end: () => to(Number.MAX_SAFE_INTEGER),
	};
}

const movesOfPage = (page: Scroll): Moves =>
	movesAmong(
		(lines) => page.by(lines),
		(line) => page.to(line),
	);

/** @param select selects a queue by its place, the nearest where there is none */
const movesOfQueues = (selected: number, select: (place: number) => void): Moves =>
	movesAmong((rows) => select(selected + rows), select);

interface Rows {
	move(by: number): Promise<void>;
	page(by: 1 | -1): Promise<void>;
	halfPage(by: 1 | -1): Promise<void>;
	home(): Promise<void>;
	end(): Promise<void>;
}

const movesOfList = (list: Rows): Moves => ({
	by: (rows) => list.move(rows),
	byPage: (by, half) => (half ? list.halfPage(by) : list.page(by)),
	home: () => list.home(),
	end: () => list.end(),
});

/** Moves in what the keys are for: a page, the queues, a list. */
function movesIn({ page, screen, queues, list }: Board): Moves {
	if (page) return movesOfPage(page);
	return screen === 'queues'
		? movesOfQueues(queues.place, (place) => queues.select(place))
		: movesOfList(list);
}

export const move = async (board: Board, by: number): Promise<void> => movesIn(board).by(by);

export async function moveByPage(board: Board, by: 1 | -1, half = false): Promise<void> {
	const { listHeight } = board;
	await movesIn(board).byPage(by, half, half ? Math.floor(listHeight / 2) : listHeight - 1);
}

export const home = async (board: Board): Promise<void> => movesIn(board).home();

export const end = async (board: Board): Promise<void> => movesIn(board).end();

/** Selects the row of a number, counted from the top. */
export async function goToLine({ listScreen, risk, log }: Board, number: number): Promise<void> {
	if (listScreen !== null) await { risk, log }[listScreen].goToLine(number);
}
