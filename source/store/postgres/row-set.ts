/** Rows that are sent to the server as a set: one statement writes them all, however many, in one way there and back. */
import type { SentValue, Value } from './session.ts';

/** A column of such rows: its type there, and where its values come from. */
export type Column<Row> = readonly [type: 'bigint' | 'text', value: (row: Row) => Value];

export interface RowSet {
	/** What can stand in a statement's FROM: `unnest(…) AS new(…)`, its columns as they were named; `row_place` counts from 1. */
	readonly from: string;
	readonly names: string;
	/** The values of the statement, beginning with `$1`, or the place that was given. */
	readonly values: readonly SentValue[];
}

/**
 * @param columns in order, by their names
 * @param first the place of the first of its values in the statement
 */
export function rowSet<Row>(
	rows: readonly Row[],
	columns: Readonly<Record<string, Column<Row>>>,
	first = 1,
): RowSet {
	const all = Object.entries(columns);
	const lists = all.map(([, [type]], place) => `$${place + first}::${type}[]`);
	const names = all.map(([name]) => `"${name}"`).join(', ');
	return {
		from: `unnest(${lists.join(', ')}) WITH ORDINALITY AS new(${names}, row_place)`,
		names,
		values: all.map(([, [, value]]) => rows.map(value)),
	};
}

/** The letters of texts that one statement carries: some servers take 16 MiB of it, and letters have up to three bytes. */
const MOST_LETTERS = 1 << 21;

/** Rows in the order they have, as many together as one statement should carry; a row is never cut. */
export function* carried<Row>(
	rows: Iterable<Row>,
	lettersOf: (row: Row) => number,
	most = Number.POSITIVE_INFINITY,
): Generator<Row[]> {
	let some: Row[] = [];
	let letters = 0;
	for (const row of rows) {
		some.push(row);
		letters += lettersOf(row);
		if (some.length < most && letters < MOST_LETTERS) continue;
		yield some;
		some = [];
		letters = 0;
	}
	if (some.length > 0) yield some;
}
