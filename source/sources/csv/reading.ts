/** What the rows of one table are read with. */
import type { Binding, BoundField } from './binding.ts';
import { type CellReader, type Cells, cellReader, listOf, RowRefused } from './cells.ts';
import { nameKey } from './names.ts';
import { instantIn, type TimeColumn } from './times.ts';
import { PRIORITY_MEANINGS, STATUS_MEANINGS } from './words.ts';

export interface Reading {
	readonly binding: Binding;
	readonly nulls: ReadonlySet<string>;
	/** By field. */
	readonly times: ReadonlyMap<string, TimeColumn>;
	/** What is dated more than five minutes after it is refused. */
	readonly nowAt: number;
}

export const boundField = ({ binding }: Reading, name: string): BoundField | undefined =>
	binding.fields.find(({ field }) => field === name);

const nothing: CellReader = () => null;

/** Reads a field's cell; null where it is empty, or the table has no such column. */
export function fieldReader(reading: Reading, name: string): CellReader {
	const field = boundField(reading, name);
	return field ? cellReader(field, reading.nulls, field.choice) : nothing;
}

/** A time, and the cell as it stands: what an event that it makes is known by, whatever it is understood as. */
export interface TimeCell {
	readonly at: number;
	readonly text: string;
}

/** @throws {RowRefused} where there is a cell and no time in it */
export function timeReader(reading: Reading, name: string): (cells: Cells) => TimeCell | null {
	const cell = fieldReader(reading, name);
	const column = reading.times.get(name);
	if (!column) return () => null;
	return (cells) => {
		const text = cell(cells);
		return text === null ? null : { at: instantIn(text, column), text };
	};
}

/** Reads a column of words by what they mean; each word is looked up once. @throws {RowRefused} for one unknown */
function wordReader<T extends string>(
	reading: Reading,
	name: 'status' | 'priority',
	own: Readonly<Record<string, T>>,
	usual: ReadonlyMap<string, T>,
): (cells: Cells) => T | null {
	const column = boundField(reading, name)?.name ?? '';
	const cell = fieldReader(reading, name);
	const meanings = new Map([
		...usual,
		...Object.entries(own).map(([word, is]) => [nameKey(word), is] as const),
	]);
	const exact = new Map(Object.entries(own));
	const known = new Map<string, T>();
	return (cells) => {
		const word = cell(cells);
		if (word === null) return null;
		const meaning = known.get(word) ?? exact.get(word) ?? meanings.get(nameKey(word));
		if (meaning === undefined) {
			throw new RowRefused(
				`"${column}" ${JSON.stringify(word)} is no ${name} that is known: say which it is with --map "${name}:${word}=…"`,
			);
		}
		known.set(word, meaning);
		return meaning;
	};
}

export const statusReader = (reading: Reading) =>
	wordReader(reading, 'status', reading.binding.mapping.statuses, STATUS_MEANINGS);

export const priorityReader = (reading: Reading) =>
	wordReader(reading, 'priority', reading.binding.mapping.priorities, PRIORITY_MEANINGS);

/** Reads how a ticket came in, by what the mapping calls that. */
export function channelReader(reading: Reading): CellReader {
	const channels = new Map(Object.entries(reading.binding.mapping.channels));
	const cell = fieldReader(reading, 'channel');
	if (channels.size === 0) return cell;
	return (cells) => {
		const channel = cell(cells);
		return channel === null ? null : (channels.get(channel) ?? channel);
	};
}

/** Reads tags: one column of them, or several of one name. */
export function tagsReader(reading: Reading): (cells: Cells) => readonly string[] {
	const field = boundField(reading, 'tags');
	if (!field) return () => [];
	const { tagSeparator } = reading.binding.mapping;
	return (cells) =>
		listOf(cells, field.places, reading.nulls).flatMap((cell) =>
			cell
				.split(tagSeparator)
				.map((tag) => tag.trim())
				.filter((tag) => tag !== ''),
		);
}

export interface CustomReader {
	readonly name: string;
	readonly places: readonly number[];
	readonly read: (cells: Cells) => unknown;
}

/** Reads the columns that are fields of the ticket's own: those that no field of ours is, and `custom.NAME`. */
export function customReaders(reading: Reading): readonly CustomReader[] {
	const { binding, nulls } = reading;
	const named = binding.fields
		.filter(({ field }) => field.startsWith('custom.'))
		.map(({ field, places }) => ({
			name: field.slice('custom.'.length),
			places,
			read: fieldReader(reading, field),
		}));
	const rest = binding.custom.map(({ name, places }) => ({
		name,
		places,
		read:
			places.length === 1
				? cellReader({ name, places }, nulls)
				: (cells: Cells) => {
						const values = listOf(cells, places, nulls);
						return values.length === 0 ? null : values;
					},
	}));
	return [...named, ...rest];
}
