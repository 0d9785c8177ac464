/** The fields of a ticket that a row sets, as keys of a `created` or `updated` event. */
import { jsonText } from '../../text/json.ts';
import { type Cells, remembering } from './cells.ts';
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

interface KeyReader {
	readonly name: string;
	/** The columns that it is read from. */
	readonly places: readonly number[];
	/** What the event says when there is nothing in them. */
	readonly empty: unknown;
	/** null: nothing. */
	readonly read: (cells: Cells) => unknown;
}

function readTags(reading: Reading): (cells: Cells) => unknown {
	const tags = tagsReader(reading);
	return (cells) => {
		const labels = tags(cells);
		return labels.length > 0 ? labels : null;
	};
}

function readerOf(reading: Reading, name: string): (cells: Cells) => unknown {
	switch (name) {
		case 'channel':
			return channelReader(reading);
		case 'priority':
			return priorityReader(reading);
		case 'tags':
			return readTags(reading);
		default:
			return fieldReader(reading, name);
	}
}

/** Readers of the fields of ours that a table has, in the order in which an event says them. */
const ourReaders = (reading: Reading, except: readonly string[]): KeyReader[] =>
	[...TEXTS, 'priority', 'tags'].filter(hasField(reading, except)).map((name) => ({
		name,
		places: boundField(reading, name)?.places ?? [],
		empty: name === 'tags' ? [] : null,
		read: readerOf(reading, name),
	}));

function setKeys(readers: readonly Omit<KeyReader, 'places'>[], cells: Cells, all: boolean): RowFields {
	const keys: RowFields = {};
	for (const { name, empty, read } of readers) {
		const value = read(cells);
		if (value !== null) keys[name] = value;
		else if (all) keys[name] = empty;
	}
	return keys;
}

/** @param except fields that something else tells of */
export function fieldsReader(reading: Reading, except: readonly string[] = []): FieldsReader {
	const ours = ourReaders(reading, except);
	const own = customReaders(reading).map((reader) => ({ ...reader, empty: null }));
	return (cells, all) => {
		const fields = setKeys(ours, cells, all);
		const custom = setKeys(own, cells, all);
		return Object.keys(custom).length === 0 ? fields : { ...fields, custom };
	};
}

/** Reads a key with its value as JSON, a comma before it; nothing where there is no value. */
function keyWriter({ name, places, read }: Omit<KeyReader, 'empty'>): (cells: Cells) => string {
	const key = `,${JSON.stringify(name)}:`;
	return remembering(places, (cells) => {
		const value = read(cells);
		if (value === null) return '';
		return key + (typeof value === 'string' ? jsonText(value) : JSON.stringify(value));
	});
}

/** Names in the order in which an object has them as keys. */
const inKeyOrder = (names: readonly string[]): string[] =>
	Object.keys(Object.fromEntries(names.map((name) => [name, null])));

/** Reads the keys of the ticket's own fields, a comma before each. */
function customWriter(reading: Reading): (cells: Cells) => string {
	const readers = customReaders(reading);
	const names = inKeyOrder(readers.map(({ name }) => name));
	if (names.length < readers.length) {
		// A key that several columns tell of is said once: an object knows which of them counts.
		const own = readers.map((reader) => ({ ...reader, empty: null }));
		return (cells) => {
			const keys = JSON.stringify(setKeys(own, cells, false)).slice(1, -1);
			return keys === '' ? '' : `,${keys}`;
		};
	}
	const writers = names.flatMap((name) => readers.filter((reader) => reader.name === name)).map(keyWriter);
	return (cells) => {
		let keys = '';
		for (const write of writers) keys += write(cells);
		return keys;
	};
}

/**
 * Reads the fields that a row does not leave empty as JSON's keys, each with a comma before it: as `fieldsReader` has them,
 * without making an object of each row.
 */
export function fieldsWriter(reading: Reading, except: readonly string[]): (cells: Cells) => string {
	const ours = ourReaders(reading, except).map(keyWriter);
	const custom = customWriter(reading);
	return (cells) => {
		let fields = '';
		for (const write of ours) fields += write(cells);
		const own = custom(cells);
		return own === '' ? fields : `${fields},"custom":{${own.slice(1)}}`;
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
