/** A CSV file as tickets' events: opened by what it looks like and what is said of it, then read row by row. */
import { EventRefused } from '../../sla/event.ts';
import type { Entries, Entry } from '../entry.ts';
import { keepable } from '../keepable.ts';
import type { ReadEvent } from '../ndjson.ts';
import { type Binding, bind, missing } from './binding.ts';
import { type Cells, NULLS, nullSet, RowRefused } from './cells.ts';
import { delimiterOf } from './delimiter.ts';
import { asUtf8, type Encoding, encodingOf } from './encoding.ts';
import { eventRowReader } from './event-rows.ts';
import { emptyFields } from './fields-of-row.ts';
import { LogRows } from './log-rows.ts';
import type { Mapping } from './mapping.ts';
import { whatElse } from './no-table.ts';
import { Notes } from './notes.ts';
import { type GivenOrders, Orders } from './orders.ts';
import type { Reading } from './reading.ts';
import { type Row, readRows } from './records.ts';
import { TableError } from './table-error.ts';
import { ticketFactsReader } from './ticket-facts.ts';
import { TicketStories } from './ticket-story.ts';
import type { TimeColumn } from './times.ts';
import { unmeasuredBy } from './unmeasured.ts';

/** Rows that are kept to be shown. */
const SAMPLE_ROWS = 200;
/** Bytes that are looked at for what stands between the cells. */
const DELIMITER_BYTES = 1 << 18;
/** Bytes of the beginning that are read as rows at once: mostly they are enough. */
const PIECE_BYTES = 1 << 16;

/** What is said of a table. */
export interface TableOptions {
	/** Chooses the mapping by the header. @throws {TableError} */
	readonly choose: (header: Cells) => Mapping;
	/** How it is written; null: it is for the file to tell. */
	readonly encoding: string | null;
	readonly delimiter: string | null;
	/** How times are read that leave it open: their zone, and the order of day and month. */
	readonly timesFor: (mapping: Mapping) => { readonly zone: string; readonly orders: GivenOrders };
	readonly nowAt: number;
}

/** Where a table comes from. */
export interface TableSource {
	/** How it begins. */
	readonly head: Buffer;
	/** Whether that is all of it. */
	readonly isWhole: boolean;
	readonly chunks: AsyncIterable<Buffer>;
	/** Reads it from its beginning once more; null where that cannot be done. */
	readonly again: (() => AsyncIterable<Buffer>) | null;
}

/** How a table is laid out. */
export interface Layout {
	readonly encoding: Encoding;
	readonly delimiter: string;
	readonly header: Cells;
	/** Lines up to the header's, and with it. */
	readonly headerRows: number;
}

export interface Table {
	readonly layout: Layout;
	readonly reading: Reading;
	/** The first rows, for people to see what becomes of them. */
	readonly sample: readonly Row[];
	readonly notes: Notes;
	readonly entries: Entries;
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
	for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
		yield bytes.subarray(from, from + PIECE_BYTES);
	}
}

const isWhole = ({ broken }: Row): boolean => broken === undefined;

/**
 * The rows at the beginning of a table that are there as a whole.
 * @param enough so many, and a few more; left out: all of them
 */
async function firstRows(
	{ head, isWhole: isAll }: TableSource,
	{ encoding, delimiter }: Pick<Layout, 'encoding' | 'delimiter'>,
	enough = Number.POSITIVE_INFINITY,
): Promise<Row[]> {
	const rows: Row[] = [];
	for await (const piece of readRows(asUtf8(inPieces(head), encoding), delimiter)) {
		rows.push(...piece);
		if (rows.length > enough) return rows.filter(isWhole);
	}
	return (isAll ? rows : rows.slice(0, -1)).filter(isWhole);
}

async function layOut(source: TableSource, options: TableOptions): Promise<{ layout: Layout; rows: Row[] }> {
	const other = whatElse(source.head);
	if (other !== undefined) throw new TableError(`this is no table but ${other}`);
	const encoding = encodingOf(source.head, options.encoding);
	const text = new TextDecoder(encoding.name).decode(
		source.head.subarray(encoding.markBytes, DELIMITER_BYTES),
	);
	const found = delimiterOf(text);
	const delimiter = options.delimiter ?? found.delimiter;
	const rows = await firstRows(source, { encoding, delimiter }, SAMPLE_ROWS);
	const header = rows[found.skip]?.cells;
	if (!header)
		throw new TableError('there is no header row in it: a table begins with the names of its columns');
	const headerRows = found.skip + 1;
	return { layout: { encoding, delimiter, header, headerRows }, rows: rows.slice(headerRows) };
}

/** Finds the order of day and month in each column, reading the whole file where its beginning does not tell. */
async function findOrders(
	source: TableSource,
	layout: Layout,
	sample: readonly Row[],
	orders: Orders,
): Promise<void> {
	for (const { cells } of sample) orders.see(cells);
	if (orders.isPlain) return;
	const first = await firstRows(source, layout);
	for (const { cells } of first.slice(layout.headerRows)) orders.see(cells);
	if (orders.doubts.length === 0 || source.isWhole || !source.again) return;
	for await (const rows of readRows(asUtf8(source.again(), layout.encoding), layout.delimiter)) {
		for (const { cells } of rows) orders.see(cells);
		if (orders.doubts.length === 0) return;
	}
}

function checkDoubts({ doubts }: Orders): void {
	const [first] = doubts;
	if (!first) return;
	const examples = first.examples.map((example) => JSON.stringify(example)).join(' and ');
	const others = doubts.length > 1 ? ` (${doubts.map(({ column }) => column).join(', ')})` : '';
	const both = first.examples.length > 1 ? 'are written both ways' : 'may be day/month or month/day';
	throw new TableError(
		`the dates in "${first.column}"${others} ${both}, like ${examples}: say which with --dates day-first or --dates month-first (or for one column, --dates "${first.column}=day-first")`,
	);
}

function timeColumns(binding: Binding, orders: Orders, zone: string): ReadonlyMap<string, TimeColumn> {
	return new Map(
		[...orders.decided].map(([field, order]) => {
			const bound = binding.fields.find((candidate) => candidate.field === field);
			return [field, { name: bound?.name ?? field, order, zone, isDue: bound?.kind === 'due' }];
		}),
	);
}

/** Kinds of columns that a row of totals has something in. */
const SUMMED: readonly string[] = ['minutes', 'count'];

/** Whether a row that cannot be taken is no ticket at all: of what is known of tickets it has numbers at the most. */
const isTotal = ({ cells, broken }: Row, { fields, width }: Binding): boolean =>
	broken === undefined &&
	cells.length >= width &&
	fields.every(
		({ kind, places }) => SUMMED.includes(kind) || places.every((place) => isEmpty(cells[place] ?? '')),
	);

/** Opens a table. @throws {TableError} */
export async function openTable(source: TableSource, options: TableOptions): Promise<Table> {
	const { layout, rows } = await layOut(source, options);
	const mapping = options.choose(layout.header);
	const binding = bind(mapping, layout.header);
	const lacking = missing(binding);
	if (lacking.length > 0) {
		throw new TableError(
			`the mapping ${mapping.name} finds no column for ${lacking.join(', ')}: say which it is with --map ${lacking[0]}=COLUMN`,
		);
	}
	const nulls = nullSet(mapping.nulls ?? NULLS);
	const { zone, orders: given } = options.timesFor(mapping);
	const orders = new Orders(binding.fields, nulls, given);
	await findOrders(source, layout, rows, orders);
	checkDoubts(orders);
	const times = timeColumns(binding, orders, zone);
	const reading: Reading = { binding, nulls, times, nowAt: options.nowAt };
	const notes = new Notes();
	const entries = readEntries(source, layout, binding, rowReader(reading, notes), notes);
	return { layout, reading, sample: rows.slice(0, SAMPLE_ROWS), notes, entries };
}

type RowReader = (cells: Cells) => readonly ReadEvent[];

/** Reads one row as events; what it throws is why that row is refused. */
export function rowReader(reading: Reading, notes: Notes): RowReader {
	const { binding, nowAt } = reading;
	const { row } = binding.mapping;
	if (row === 'event') return eventRowReader(reading);
	if (row !== 'ticket') {
		const log = new LogRows(reading);
		return (cells) => log.events(cells);
	}
	const facts = ticketFactsReader(reading, notes);
	const unsaid = JSON.stringify(emptyFields(reading));
	const stories = new TicketStories(unmeasuredBy(binding), unsaid, nowAt, notes);
	return (cells) => stories.events(facts(cells));
}

const isEmpty = (cell: string): boolean => cell.trim() === '';

/** @throws {RowRefused} where a row has other columns than the header */
function checkWidth({ cells }: Row, width: number): void {
	if (cells.length === width || (cells.length > width && cells.slice(width).every(isEmpty))) return;
	throw new RowRefused(
		`${cells.length} cells under a header of ${width} (a quote or a delimiter out of place?)`,
	);
}

/** @throws {RowRefused} where the bytes were no text */
function checkText({ cells }: Row): void {
	for (const cell of cells) {
		if (!cell.includes('\uFFFD')) continue;
		throw new RowRefused(
			'not UTF-8: say how the file is written with --encoding, like --encoding windows-1250',
		);
	}
}

/** A refused row by its columns, without those that are never taken; of one of another width, only that. */
function recordOf({ cells, broken }: Row, { width, fields, custom }: Binding): string {
	if (broken !== undefined || cells.length < width) return keepable({ cells: cells.length });
	const named = [...fields, ...custom].flatMap(({ name, places }) => {
		const place = places.find((candidate) => !isEmpty(cells[candidate] ?? ''));
		return place === undefined ? [] : [[name, cells[place]] as const];
	});
	return keepable({ row: Object.fromEntries(named) });
}

export function entryOf(row: Row, binding: Binding, read: RowReader): Entry {
	const { line, cells, broken } = row;
	const refuse = (refused: string): Entry => ({
		line,
		events: [],
		refused,
		record: () => recordOf(row, binding),
	});
	if (broken !== undefined) return refuse(broken);
	try {
		checkWidth(row, binding.width);
		checkText(row);
		return { line, events: read(cells) };
	} catch (error) {
		if (!(error instanceof RowRefused || error instanceof EventRefused)) throw error;
		return refuse(error.message);
	}
}

async function* readEntries(
	source: TableSource,
	{ encoding, delimiter, header, headerRows }: Layout,
	binding: Binding,
	read: RowReader,
	notes: Notes,
): Entries {
	const [firstName] = header;
	const isHeader = ({ cells }: Row): boolean =>
		cells[0] === firstName && cells.every((cell, place) => cell === header[place]);
	let toSkip = headerRows;
	for await (const rows of readRows(asUtf8(source.chunks, encoding), delimiter)) {
		const entries: Entry[] = [];
		for (const row of rows) {
			if (toSkip > 0) toSkip--;
			else if (isHeader(row)) notes.add('headers');
			else {
				const entry = entryOf(row, binding, read);
				if (entry.refused !== undefined && isTotal(row, binding)) notes.add('totals');
				else entries.push(entry);
			}
		}
		yield entries;
	}
}
