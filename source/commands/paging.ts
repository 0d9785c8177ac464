/** Goes through a whole list in windows, so that no list is ever in memory at once. */
import type { RowKey, Window } from '../store/port.ts';

const PAGE = 1_000;

export async function* pages<Row extends { readonly key: RowKey }>(
	fetch: (window: Window) => Promise<readonly Row[]>,
	limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly Row[]> {
	let from: RowKey | undefined;
	for (let left = limit; left > 0; ) {
		const size = Math.min(PAGE, left);
		const rows = await fetch({ direction: 'after', limit: size, ...(from ? { from } : {}) });
		if (rows.length > 0) yield rows;
		if (rows.length < size) return;
		left -= rows.length;
		from = rows.at(-1)?.key;
	}
}

/** A whole in one piece, for what prints pages. */
export async function* once<T>(value: T): AsyncGenerator<T> {
	yield value;
}
