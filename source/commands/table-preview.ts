/** A table in words: how it is read, what each column is, what is not known. */
import { type Column, formatTable } from '../reports/table.ts';
import { isObject } from '../sla/event-reading.ts';
import { formatInstant } from '../sla/instant.ts';
import type { BoundField } from '../sources/csv/binding.ts';
import { cellReader } from '../sources/csv/cells.ts';
import { dateAlone, twoWays } from '../sources/csv/dates.ts';
import type { DateOrder } from '../sources/csv/mapping.ts';
import { Notes } from '../sources/csv/notes.ts';
import { entryOf, rowReader, type Table } from '../sources/csv/table.ts';
import { instantIn } from '../sources/csv/times.ts';
import { unmeasuredBy, unmeasuredWords } from '../sources/csv/unmeasured.ts';
import { cleanText } from '../text/clean.ts';
import { messageOf } from '../text/message.ts';
import type { TableFile } from './table-file.ts';

const DELIMITER_WORDS: Readonly<Record<string, string>> = {
	',': 'commas',
	';': 'semicolons',
	'\t': 'tabs',
	'|': 'bars',
};
const SAMPLE_EVENTS = 6;
const MONTHS = 12;

/** The first cell of a column that says something. */
function sampleOf({ reading, sample }: Table, field: BoundField): string | null {
	const read = cellReader(field, reading.nulls, field.choice);
	for (const { cells } of sample) {
		const value = read(cells);
		if (value !== null) return value;
	}
	return null;
}

/** What the sample is understood as, where that is not the sample itself. */
function understood(table: Table, field: BoundField, sample: string): string {
	const time = table.reading.times.get(field.field);
	if (!time) return sample;
	try {
		return `${sample} = ${formatInstant(instantIn(sample, time))}`;
	} catch (error) {
		return `${sample}: ${messageOf(error)}`;
	}
}

const FIELD_COLUMNS: readonly Column<readonly [field: string, column: string, sample: string]>[] = [
	{ title: 'FIELD', text: ([field]) => field },
	{ title: 'COLUMN', text: ([, column]) => column },
	{ title: 'FIRST VALUE', text: ([, , sample]) => sample },
];

function fieldTable(table: Table): string[] {
	const rows = table.reading.binding.fields.map((field) => {
		const sample = sampleOf(table, field);
		return [field.field, field.name, sample === null ? '(empty)' : understood(table, field, sample)] as const;
	});
	return formatTable(FIELD_COLUMNS, rows);
}

const listed = (names: readonly { readonly name: string }[]): string =>
	names.map(({ name }) => name).join(', ');

/** A date of each order as the file writes it: one that leaves the order open, where there is such a one. */
function datesByOrder({ reading, sample }: Table): ReadonlyMap<DateOrder, string> {
	const found = new Map<DateOrder, string>();
	const open = new Set<DateOrder>();
	for (const field of reading.binding.fields) {
		const order = reading.times.get(field.field)?.order;
		if (order === undefined) continue;
		const read = cellReader(field, reading.nulls, field.choice);
		for (const { cells } of sample) {
			const cell = read(cells) ?? '';
			const numbers = twoWays(cell);
			if (!numbers || open.has(order)) continue;
			const isOpen = numbers.every((number) => number <= MONTHS) && numbers[0] !== numbers[1];
			if (isOpen || !found.has(order)) found.set(order, dateAlone(cell));
			if (isOpen) open.add(order);
		}
	}
	return found;
}

/** How times are read, where the file leaves it open. */
function timeWords({ table, zone }: TableFile): string[] {
	if (table.reading.times.size === 0) return [];
	const dates = [...datesByOrder(table)].map(([order, date]) => `like ${date} are read ${order}`);
	return [
		`times without a zone are read as ${zone.zone}, ${zone.by} (--timezone ZONE for another)`,
		...(dates.length > 0 ? [`dates ${dates.join(', those ')} (--dates for another order)`] : []),
	];
}

/** How a table is read. */
function howRead(file: TableFile): string[] {
	const { layout, reading } = file.table;
	const { mapping, custom, notTaken } = reading.binding;
	const { encoding, delimiter } = layout;
	const guess = encoding.isGuess ? ' as far as one can tell (--encoding says otherwise)' : '';
	const between = DELIMITER_WORDS[delimiter] ?? JSON.stringify(delimiter);
	return [
		`read as: ${mapping.title} (mapping ${mapping.name}); ${encoding.name}${guess}; ${between} between cells`,
		...timeWords(file),
		...(custom.length > 0 ? [`kept as custom fields: ${listed(custom)}`] : []),
		...(notTaken.length > 0 ? [`not taken: ${listed(notTaken)}`] : []),
	].map(cleanText);
}

/** A table in a few lines, for an import. */
export function tableSummary(file: TableFile): string[] {
	const { binding } = file.table.reading;
	if (binding.mapping.row !== 'ticket') return howRead(file);
	return [...howRead(file), `not measured, for rows do not tell: ${unmeasuredBy(binding).join(', ')}`];
}

/** The mapping in a few lines: each field with its column. */
export const mappingWords = ({ table }: TableFile): string =>
	cleanText(table.reading.binding.fields.map(({ field, name }) => `${field}=${name}`).join(', '));

/** The first events that the table makes. */
function sampleEvents({ reading, sample }: Table): string[] {
	const read = rowReader(reading, new Notes());
	const events: string[] = [];
	for (const row of sample) {
		const entry = entryOf(row, reading.binding, read);
		events.push(...entry.events.map(({ data }) => cleanText(shortened(data))));
		if (events.length >= SAMPLE_EVENTS) break;
	}
	return events.slice(0, SAMPLE_EVENTS);
}

/** Without what is the same in each. */
function shortened(data: string): string {
	const event: unknown = JSON.parse(data);
	if (!isObject(event)) return data;
	const { unmeasured: _, ...rest } = event;
	return JSON.stringify(rest);
}

function whyUnmeasured({ reading: { binding } }: Table): string[] {
	if (binding.mapping.row !== 'ticket') return [];
	return ['Not measured, rather than made up:', ...unmeasuredWords(binding).map((words) => `  ${words}`), ''];
}

/** Everything that will be made of a table, before it is. */
export function tablePreview(file: TableFile): string[] {
	return [
		...howRead(file),
		'',
		...fieldTable(file.table),
		'',
		...whyUnmeasured(file.table),
		'The first events that it makes:',
		...sampleEvents(file.table),
	];
}
