/** Goes through a whole list in windows, so that no list is ever in memory at once. */
import type { RowKey, Window } from '../store/port.ts';

const PAGE = 1_000;

export interface Paging {
	/** At most so many rows. */
	readonly limit?: number;
	/** Rows of a window. */
	readonly size?: number;
	/** After this row. */
	readonly from?: RowKey | undefined;
	/** From the end of the list to its beginning. */
	readonly isReversed?: boolean;
}

export async function* pages<Row extends { readonly key: RowKey }>(
	fetch: (window: Window) => Promise<readonly Row[]>,
	{ limit = Number.POSITIVE_INFINITY, size = PAGE, from, isReversed = false }: Paging = {},
): AsyncGenerator<readonly Row[]> {
	const direction = isReversed ? 'before' : 'after';
	let last = from;
	for (let left = limit; left > 0; ) {
		const wanted = Math.min(size, left);
		const window = await fetch({ direction, limit: wanted, ...(last ? { from: last } : {}) });
		const rows = isReversed ? window.toReversed() : window;
		if (rows.length > 0) yield rows;
		if (rows.length < wanted) return;
		left -= rows.length;
		last = rows.at(-1)?.key;
	}
}

/** A whole in one piece, for what prints pages. */
export async function* once<T>(value: T): AsyncGenerator<T> {
	yield value;
}
