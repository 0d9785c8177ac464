/** One list in the formats that scripts and people ask for, a batch of rows at a time. */

import { jsonLine } from '../text/json.ts';
import { csvLine } from './csv.ts';
import type { DrawTable } from './document.ts';
import type { FollowedFormat, Format } from './format-names.ts';
import { Aligned, alignedLines, type Column, markdownHead, markdownRow, textTable } from './table.ts';

/** What a row is to scripts: keys of the contract, in order. */
export type JsonRow = Readonly<Record<string, string | number | boolean | null>>;

export interface Listing<Row> {
	readonly columns: readonly Column<Row>[];
	/** The keys of `json`, for the head of a CSV. */
	readonly keys: readonly string[];
	readonly json: (row: Row) => JsonRow;
	/** Said where there are no rows. */
	readonly none: string;
}

async function* asTable<Row>(
	listing: Listing<Row>,
	batches: AsyncIterable<readonly Row[]>,
	draw: DrawTable = alignedLines,
): AsyncGenerator<string> {
	const rows: Row[] = [];
	for await (const batch of batches) for (const row of batch) rows.push(row);
	if (rows.length === 0) yield listing.none;
	else yield* draw(textTable(listing.columns, rows));
}

async function* asNdjson<Row>(
	{ json }: Listing<Row>,
	batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
	for await (const batch of batches) for (const row of batch) yield jsonLine(json(row));
}

async function* asJson<Row>(
	{ json }: Listing<Row>,
	batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
	let first = true;
	for await (const batch of batches) {
		for (const row of batch) {
			yield `${first ? '[' : ','}${jsonLine(json(row))}`;
			first = false;
		}
	}
	yield first ? '[]' : ']';
}

async function* asCsv<Row>(
	{ json, keys }: Listing<Row>,
	batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
	yield `${csvLine(keys)}\r`;
	for await (const batch of batches) {
		for (const row of batch) {
			const values = json(row);
			yield `${csvLine(keys.map((key) => values[key]))}\r`;
		}
	}
}

async function* asMarkdown<Row>(
	{ columns, none }: Listing<Row>,
	batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
	let isEmpty = true;
	for await (const batch of batches) {
		const table = textTable(columns, batch);
		if (isEmpty) yield* markdownHead(table.columns);
		isEmpty = false;
		for (const row of table.rows) yield markdownRow(row);
	}
	if (isEmpty) yield none;
}

const WRITERS = { json: asJson, ndjson: asNdjson, csv: asCsv, markdown: asMarkdown };

/** A list's lines in a format. @param draw how a table is drawn; left out: aligned */
export function linesOf<Row>(
	format: Format,
	listing: Listing<Row>,
	batches: AsyncIterable<readonly Row[]>,
	draw?: DrawTable,
): AsyncGenerator<string> {
	return format === 'table' ? asTable(listing, batches, draw) : WRITERS[format](listing, batches);
}

/**
 * A list that goes on: as it is, with nothing said where it is empty, and then what comes.
 * @param draw how a table is drawn; left out: aligned
 */
export async function* followedLines<Row>(
	format: FollowedFormat,
	{ columns, keys, json }: Listing<Row>,
	batches: AsyncIterable<readonly Row[]>,
	draw?: DrawTable,
): AsyncGenerator<string> {
	const titles = textTable(columns, []).columns;
	const table = draw?.goingOn?.(titles) ?? new Aligned(titles);
	if (format === 'csv') yield `${csvLine(keys)}\r`;
	for await (const batch of batches) {
		if (format === 'table') yield* table.lines(textTable(columns, batch).rows);
		for (const row of format === 'table' ? [] : batch) {
			const values = json(row);
			yield format === 'csv' ? `${csvLine(keys.map((key) => values[key]))}\r` : jsonLine(values);
		}
	}
}
