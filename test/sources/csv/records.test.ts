import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../../source/sources/csv/records.ts';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** The rows' cells, or why there are no more. */
async function read(text: string, size: number): Promise<(readonly string[] | 'broken')[]> {
	const rows: (readonly string[] | 'broken')[] = [];
	for await (const piece of readRows(pieces(Buffer.from(text), size), ';')) {
		rows.push(...piece.map(({ cells, broken }) => (broken === undefined ? cells : 'broken')));
	}
	return rows;
}

/** The same by `csv-parse` alone. */
function parsed(text: string): (readonly string[] | 'broken')[] {
	const rows: (readonly string[])[] = [];
	const options = {
		delimiter: ';',
		record_delimiter: ['\r\n', '\n', '\r'],
		relax_quotes: true,
		relax_column_count: true,
		on_record: (row: string[]) => {
			rows.push(row);
			return row;
		},
	};
	const isRow = (cells: readonly string[]): boolean => cells.length > 1 || cells[0]?.trim() !== '';
	try {
		parse(text, options);
		return rows.filter(isRow);
	} catch {
		return [...rows.filter(isRow), 'broken'];
	}
}

/** Cells as exports write them, and as nobody should. */
const cell = fc.oneof(
	fc.constantFrom('', 'open', 'Žlica', ' ', '"a; b"', '"say ""x"""', '""', '"two\nlines"', '"a\r\nb"'),
	fc.string({ unit: fc.constantFrom('a', '"', ';', ' ', 'č', '\r', '\n'), maxLength: 6 }),
);
const plain = fc.constantFrom('', 'open', 'Žlica', '"a; b"', '"say ""x"""', '""');
const table = fc
	.array(fc.array(fc.oneof({ weight: 4, arbitrary: plain }, cell), { minLength: 1, maxLength: 4 }), {
		maxLength: 8,
	})
	.chain((rows) =>
		fc.constantFrom('\n', '\r\n', '\r').map((end) => rows.map((cells) => cells.join(';') + end).join('')),
	)
	.chain((text) => fc.boolean().map((isCut) => (isCut ? text.slice(0, -1) : text)));

describe('the rows of a table', () => {
	it('are those that csv-parse reads, however the text comes in', async () => {
		await fc.assert(
			fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (text, size) => {
				expect(await read(text, size)).toEqual(parsed(text));
			}),
			// A row that is known to be one only when a fault comes after it.
			{ numRuns: 400, examples: [['a\r"\n', 1]] },
		);
	});
});
