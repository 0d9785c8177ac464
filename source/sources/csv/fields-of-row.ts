/** The fields of a ticket that a row sets, as keys of a `created` or `updated` event. */
import type { Cells } from './cells.ts';
import {
	boundField,
	channelReader,
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
	const readers = TEXTS.filter(has).map((name) => ({
		name,
		read: name === 'channel' ? channelReader(reading) : fieldReader(reading, name),
	}));
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

/** The fields that a table has, all set to nothing, as an update sets those that its row leaves empty. */
export function emptyFields(reading: Reading): RowFields {
	const has = hasField(reading, []);
	const empty: RowFields = {};
	for (const name of [...TEXTS, 'priority']) if (has(name)) empty[name] = null;
	if (has('tags')) empty.tags = [];
	const own = customReaders(reading).map(({ name }) => name);
	if (own.length > 0) empty.custom = Object.fromEntries(own.map((name) => [name, null]));
	return empty;
}
