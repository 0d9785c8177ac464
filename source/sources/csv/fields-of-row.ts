/** The fields of a ticket that a row sets, as keys of a `created` or `updated` event. */
import { isObject } from '../../sla/event-reading.ts';
import type { Cells } from './cells.ts';
import {
	boundField,
	customReaders,
	fieldReader,
	priorityReader,
	type Reading,
	tagsReader,
} from './reading.ts';

const TEXTS = [
	'subject',
	'requester',
	'organization',
	'customer_group',
	'department',
	'agent',
	'channel',
	'url',
] as const;

export type RowFields = Record<string, unknown>;

/** @param all whether fields that the row leaves empty are set to nothing, or left out */
export type FieldsReader = (cells: Cells, all: boolean) => RowFields;

const hasField =
	(reading: Reading, except: readonly string[]) =>
	(name: string): boolean =>
		!except.includes(name) && boundField(reading, name) !== undefined;

/** @param except fields that something else tells of */
export function fieldsReader(reading: Reading, except: readonly string[] = []): FieldsReader {
	const has = hasField(reading, except);
	const readers = TEXTS.filter(has).map((name) => ({ name, read: fieldReader(reading, name) }));
	const priority = has('priority') ? priorityReader(reading) : undefined;
	const tags = has('tags') ? tagsReader(reading) : undefined;
	const own = customReaders(reading);
	return (cells, all) => {
		const fields: RowFields = {};
		for (const { name, read } of readers) {
			const value = read(cells);
			if (value !== null || all) fields[name] = value;
		}
		const level = priority?.(cells) ?? null;
		if (level !== null || (all && priority)) fields.priority = level;
		const labels = tags?.(cells) ?? [];
		if (labels.length > 0 || (all && tags)) fields.tags = labels;
		const custom: RowFields = {};
		let hasOwn = false;
		for (const { name, read } of own) {
			const value = read(cells);
			if (value === null && !all) continue;
			custom[name] = value;
			hasOwn = true;
		}
		if (hasOwn) fields.custom = custom;
		return fields;
	};
}

/** Finds the fields that a table has and a row leaves empty: set to nothing, as an update sets them. */
export function emptyFieldsFinder(
	reading: Reading,
	except: readonly string[] = [],
): (fields: RowFields) => RowFields {
	const has = hasField(reading, except);
	const hasTags = has('tags');
	const nulls = [...TEXTS, 'priority'].filter(has);
	const own = customReaders(reading).map(({ name }) => name);
	const noCustom = Object.fromEntries(own.map((name) => [name, null]));
	return (fields) => {
		const empty: RowFields = {};
		for (const name of nulls) if (fields[name] === undefined) empty[name] = null;
		if (hasTags && fields.tags === undefined) empty.tags = [];
		const custom = isObject(fields.custom) ? fields.custom : {};
		if (own.some((name) => custom[name] === undefined)) empty.custom = { ...noCustom, ...custom };
		return empty;
	};
}
