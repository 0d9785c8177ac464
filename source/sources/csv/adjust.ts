/** What `--map` says: a mapping to go by, or what a column or a word of the table at hand is. */
import { suggestion } from '../../sla/agreement/problems.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../sla/ticket.ts';
import { type ActivityEvent, activityEvents, isActivity } from './activities.ts';
import { columnsOf } from './binding.ts';
import { fieldNames, fieldOf, ROW_KINDS, type RowKind } from './fields.ts';
import type { ColumnChoice, Mapping } from './mapping.ts';
import { nameKey } from './names.ts';
import { TableError } from './table-error.ts';

export interface Adjustments {
	/** The name or the file of a mapping. */
	readonly mapping: string | null;
	readonly row: RowKind | null;
	/** Columns by field; an empty one takes the field away. */
	readonly columns: ReadonlyMap<string, string>;
	readonly statuses: ReadonlyMap<string, Status>;
	readonly priorities: ReadonlyMap<string, Priority>;
	readonly activities: ReadonlyMap<string, readonly ActivityEvent[]>;
}

function oneOf<T extends string>(value: string, choices: readonly T[], what: string): T {
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw new TableError(`there is no ${what} "${value}"${suggestion(value, choices)}`);
}

function eventsNamed(value: string): ActivityEvent[] {
	return value.split('+').map((name) => {
		if (isActivity(name)) return name;
		throw new TableError(`there is no event "${name}"${suggestion(name, activityEvents)}`);
	});
}

/** `status:WORD=STATUS`: what stands before the first colon, between, and after the last equals sign. */
const WORD = /^(status|priority|activity):(.*)=([^=]*)$/s;

/** Reads the arguments of `--map`. @throws {TableError} */
export function parseAdjustments(given: readonly string[]): Adjustments {
	let mapping: string | null = null;
	let row: RowKind | null = null;
	const columns = new Map<string, string>();
	const statuses = new Map<string, Status>();
	const priorities = new Map<string, Priority>();
	const activities = new Map<string, readonly ActivityEvent[]>();
	for (const item of given) {
		const [, kind, word = '', meaning = ''] = WORD.exec(item) ?? [];
		const equals = item.indexOf('=');
		if (kind === 'status') statuses.set(word, oneOf(meaning, STATUSES, 'status'));
		else if (kind === 'priority') priorities.set(word, oneOf(meaning, PRIORITIES, 'priority'));
		else if (kind === 'activity') activities.set(word, eventsNamed(meaning));
		else if (equals < 0) mapping = item;
		else if (item.startsWith('row=')) row = oneOf(item.slice(equals + 1), ROW_KINDS, 'kind of row');
		else columns.set(item.slice(0, equals), item.slice(equals + 1));
	}
	return { mapping, row, columns, statuses, priorities, activities };
}

/** Whether anything is said beside the name of a mapping. */
export const isAdjusted = ({ mapping: _, row, ...words }: Adjustments): boolean =>
	row !== null || Object.values(words).some(({ size }) => size > 0);

const chosen = (column: string): ColumnChoice => ({ names: [column], split: null, part: 1, nulls: [] });

/** A mapping with what was said beside it. */
export function adjusted(mapping: Mapping, adjustments: Adjustments): Mapping {
	const columns = new Map(Object.entries(mapping.columns));
	for (const [field, column] of adjustments.columns) {
		if (column === '') columns.delete(field);
		else columns.set(field, chosen(column));
	}
	return {
		...mapping,
		row: adjustments.row ?? mapping.row,
		columns: Object.fromEntries(columns),
		statuses: { ...mapping.statuses, ...Object.fromEntries(adjustments.statuses) },
		priorities: { ...mapping.priorities, ...Object.fromEntries(adjustments.priorities) },
		activities: { ...mapping.activities, ...Object.fromEntries(adjustments.activities) },
	};
}

/** @throws {TableError} where a field or a column that was named is not there */
export function checkAdjustments(
	{ columns, row }: Adjustments,
	mapping: Mapping,
	header: readonly string[],
): void {
	const names = columnsOf(header).map(({ name }) => name);
	const keys = new Set(names.map(nameKey));
	for (const [field, column] of columns) {
		if (!fieldOf(field, row ?? mapping.row)) {
			throw new TableError(
				`--map: there is no field "${field}"${suggestion(field, fieldNames(mapping.row))}`,
			);
		}
		if (column !== '' && !keys.has(nameKey(column))) {
			throw new TableError(`--map: there is no column "${column}"${suggestion(column, names)}`);
		}
	}
}
