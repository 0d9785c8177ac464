/** Reads a table as the import does, without a store. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseAdjustments } from '../../source/sources/csv/adjust.ts';
import { chooseMapping } from '../../source/sources/csv/choose.ts';
import { type Mapping, parseMapping } from '../../source/sources/csv/mapping.ts';
import { openTable, type Table } from '../../source/sources/csv/table.ts';
import type { Entry } from '../../source/sources/entry.ts';

const FOLDER = new URL('../../data/mappings/', import.meta.url);
const LAST = ['events.yaml', 'plain.yaml'];

/** Those that ship, as the import prefers them. */
export const MAPPINGS: readonly Mapping[] = readdirSync(FOLDER)
	.sort((a, b) => LAST.indexOf(a) - LAST.indexOf(b) || a.localeCompare(b))
	.map((file) => parseMapping(file.replace('.yaml', ''), file, readFileSync(new URL(file, FOLDER), 'utf8')));

export interface ReadOptions {
	/** As given with --map. */
	readonly map?: readonly string[];
	/** A mapping of the reader's own. */
	readonly mapping?: Mapping;
	readonly zone?: string;
	readonly nowAt?: number;
	/** Bytes that are looked at before the rest is read. */
	readonly headBytes?: number;
	readonly encoding?: string;
}

export interface ReadTable {
	readonly table: Table;
	readonly entries: readonly Entry[];
	/** The events, as JSON values, with the line that each comes from. */
	readonly events: readonly (Readonly<Record<string, unknown>> & { readonly line: number })[];
	/** `LINE: reason` */
	readonly refusals: readonly string[];
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
	for (let from = 0; from < bytes.length; from += 700) yield bytes.subarray(from, from + 700);
}

export async function readTable(csv: string | Buffer, options: ReadOptions = {}): Promise<ReadTable> {
	const bytes = Buffer.from(csv);
	const headBytes = options.headBytes ?? 1 << 20;
	const adjustments = parseAdjustments(options.map ?? []);
	const named = options.mapping ?? MAPPINGS.find(({ name }) => name === adjustments.mapping) ?? null;
	const table = await openTable(
		{
			head: bytes.subarray(0, headBytes),
			isWhole: bytes.length <= headBytes,
			chunks: pieces(bytes),
			again: () => pieces(bytes),
		},
		{
			choose: (header) => chooseMapping(named, MAPPINGS, adjustments, header),
			encoding: options.encoding ?? null,
			delimiter: null,
			timesFor: (mapping) => ({
				zone: options.zone ?? mapping.timezone ?? 'UTC',
				orders: { all: mapping.dates, byColumn: new Map() },
			}),
			nowAt: options.nowAt ?? Date.UTC(2030, 0, 1),
		},
	);
	const entries: Entry[] = [];
	for await (const piece of table.entries) entries.push(...piece);
	return {
		table,
		entries,
		events: entries.flatMap(({ line, events }) => events.map(({ data }) => ({ ...JSON.parse(data), line }))),
		refusals: entries.flatMap(({ line, refused }) => (refused === undefined ? [] : [`${line}: ${refused}`])),
	};
}
