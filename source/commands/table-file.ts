/** Opens a CSV file as the flags say. */
import { existsSync, readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { isValidZone } from '../sla/calendar/zone.ts';
import type { Peeked } from '../sources/content.ts';
import { parseAdjustments } from '../sources/csv/adjust.ts';
import { chooseMapping } from '../sources/csv/choose.ts';
import { DATE_ORDERS, type DateOrder, type Mapping } from '../sources/csv/mapping.ts';
import { nameKey } from '../sources/csv/names.ts';
import type { GivenOrders } from '../sources/csv/orders.ts';
import { openTable, type Table } from '../sources/csv/table.ts';
import { TableError } from '../sources/csv/table-error.ts';
import {
	type Context,
	FileError,
	type Flags,
	repeatedFlag,
	textFlag,
	UsageError,
	userAgreementPath,
} from './context.ts';
import { type InputFile, openInput } from './input-file.ts';
import { allMappings, namedMapping } from './mappings.ts';

/** A zone, and who says so. */
export interface ChosenZone {
	readonly zone: string;
	readonly by: string;
}

/** The zone of the user's own agreement; undefined where there is none, or none that can be read. */
function agreementZone({ flags, env }: Context): string | undefined {
	const path = textFlag(flags, 'agreement') ?? userAgreementPath(env);
	if (!existsSync(path)) return undefined;
	try {
		const document: unknown = parseYaml(readFileSync(path, 'utf8'));
		const zone =
			typeof document === 'object' && document !== null && 'timezone' in document && document.timezone;
		return typeof zone === 'string' && isValidZone(zone) ? zone : undefined;
	} catch {
		return undefined;
	}
}

/** The zone of times that say none. @throws {UsageError} */
function zoneFor(context: Context, mapping: Mapping): ChosenZone {
	const given = textFlag(context.flags, 'timezone');
	if (given !== undefined) {
		if (isValidZone(given)) return { zone: given, by: 'as --timezone says' };
		throw new UsageError(`--timezone takes a zone like Europe/Ljubljana, not ${JSON.stringify(given)}`);
	}
	if (mapping.timezone !== null) return { zone: mapping.timezone, by: `as the mapping ${mapping.name} says` };
	const zone = agreementZone(context);
	return zone === undefined
		? { zone: 'UTC', by: 'for nothing says otherwise' }
		: { zone, by: 'as your agreement says' };
}

function orderNamed(name: string): DateOrder {
	const order = DATE_ORDERS.find((candidate) => candidate === name);
	if (order !== undefined) return order;
	throw new UsageError(
		`--dates takes ${DATE_ORDERS.join(' or ')}, or COLUMN=${DATE_ORDERS[0]}, not ${JSON.stringify(name)}`,
	);
}

/** `--dates day-first`, `--dates Created=day-first`. @throws {UsageError} */
function givenOrders(flags: Flags, mapping: Mapping): GivenOrders {
	let all = mapping.dates;
	const byColumn = new Map<string, DateOrder>();
	for (const item of repeatedFlag(flags, 'dates')) {
		const equals = item.lastIndexOf('=');
		if (equals < 0) all = orderNamed(item);
		else byColumn.set(nameKey(item.slice(0, equals)), orderNamed(item.slice(equals + 1)));
	}
	return { all, byColumn };
}

const DELIMITERS: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };

function delimiterFlag(flags: Flags): string | null {
	const given = textFlag(flags, 'delimiter');
	if (given === undefined) return null;
	const delimiter = DELIMITERS[given] ?? given.replace('\\t', '\t');
	if (delimiter.length === 1 && delimiter !== '"') return delimiter;
	throw new UsageError(`--delimiter takes one character, or ${Object.keys(DELIMITERS).join(', ')}`);
}

function encodingFlag(flags: Flags): string | null {
	const name = textFlag(flags, 'encoding');
	if (name === undefined) return null;
	try {
		return new TextDecoder(name).encoding;
	} catch {
		throw new UsageError(
			`--encoding takes a name like utf-8, windows-1250 or iso-8859-2, not ${JSON.stringify(name)}`,
		);
	}
}

/** A table, and what of it is the flags' doing. */
export interface TableFile {
	readonly table: Table;
	readonly zone: ChosenZone;
}

/**
 * Opens a CSV file.
 * @param peeked how it begins, enough of it to tell how its dates are written
 * @throws {UsageError} with what to say where it cannot be read without
 */
export async function openTableFile(
	context: Context,
	file: InputFile,
	{ head, isWhole, chunks }: Peeked,
	nowAt: number,
): Promise<TableFile> {
	const { flags } = context;
	try {
		const adjustments = parseAdjustments(repeatedFlag(flags, 'map'));
		const known = await allMappings(context);
		const named = adjustments.mapping === null ? null : await namedMapping(adjustments.mapping, known);
		const again = file.path === null ? null : (): AsyncIterable<Buffer> => openInput(file);
		const table = await openTable(
			{ head, isWhole, chunks, again },
			{
				choose: (header) => chooseMapping(named, known, adjustments, header),
				encoding: encodingFlag(flags),
				delimiter: delimiterFlag(flags),
				timesFor: (mapping) => ({
					zone: zoneFor(context, mapping).zone,
					orders: givenOrders(flags, mapping),
				}),
				nowAt,
			},
		);
		return { table, zone: zoneFor(context, table.reading.binding.mapping) };
	} catch (error) {
		if (error instanceof TableError) throw new FileError(file.name, error.message);
		throw error;
	}
}
