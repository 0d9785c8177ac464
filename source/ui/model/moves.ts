/** Moving about in what is shown: in a list's rows, in the queues, or by scrolling a page. */
import type { Scroll } from './scroll.ts';

export interface Moves {
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

export const movesOfPage = (page: Scroll): Moves =>
	movesAmong(
		(lines) => page.by(lines),
		(line) => page.to(line),
	);

/** @param select selects a queue by its place, the nearest where there is none */
export const movesOfQueues = (selected: number, select: (place: number) => void): Moves =>
	movesAmong((rows) => select(selected + rows), select);

interface Rows {
	move(by: number): Promise<void>;
	page(by: 1 | -1): Promise<void>;
	halfPage(by: 1 | -1): Promise<void>;
	home(): Promise<void>;
	end(): Promise<void>;
}

export const movesOfList = (list: Rows): Moves => ({
	by: (rows) => list.move(rows),
	byPage: (by, half) => (half ? list.halfPage(by) : list.page(by)),
	home: () => list.home(),
	end: () => list.end(),
});
