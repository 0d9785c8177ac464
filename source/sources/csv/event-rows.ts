/** Rows that are events in our own format: a column for each key. */
import { parseEvent } from '../../sla/event.ts';
import { formatInstant } from '../../sla/instant.ts';
import { checkNotAhead, derivedId, type ReadEvent } from '../ndjson.ts';
import { type Cells, RowRefused, referenceOf } from './cells.ts';
import { boundField, customReaders, fieldReader, type Reading, tagsReader, timeReader } from './reading.ts';

const FLAGS: Readonly<Record<string, boolean>> = {
	true: true,
	yes: true,
	'1': true,
	false: false,
	no: false,
	'0': false,
};

function flagIn(cell: string, column: string): boolean {
	const flag = FLAGS[cell.toLowerCase()];
	if (flag !== undefined) return flag;
	throw new RowRefused(`"${column}" ${JSON.stringify(cell)} is neither true nor false`);
}

type KeyReader = (cells: Cells) => unknown;

function keyReader(reading: Reading, name: string, kind: string): KeyReader {
	const cell = fieldReader(reading, name);
	if (kind === 'instant') {
		const time = timeReader(reading, name);
		return (cells) => {
			const read = time(cells);
			return read && formatInstant(read.at);
		};
	}
	if (kind !== 'flag') return cell;
	const column = boundField(reading, name)?.name ?? name;
	return (cells) => {
		const value = cell(cells);
		return value === null ? null : flagIn(value, column);
	};
}

/** Reads a row as one event. @throws {RowRefused | EventRefused} */
export function eventRowReader(reading: Reading): (cells: Cells) => readonly ReadEvent[] {
	const { fields } = reading.binding;
	const own = customReaders(reading);
	const tags = tagsReader(reading);
	const keys = fields
		.filter(({ field }) => field !== 'tags' && !field.startsWith('custom.'))
		.map(({ field, kind }) => ({ field, read: keyReader(reading, field, kind) }));
	const ticket = fieldReader(reading, 'ticket');
	return (cells) => {
		const raw: Record<string, unknown> = {};
		referenceOf(ticket(cells), boundField(reading, 'ticket')?.name ?? 'ticket');
		for (const { field, read } of keys) {
			const value = read(cells);
			if (value !== null) raw[field] = value;
		}
		const labels = tags(cells);
		if (labels.length > 0) raw.tags = labels;
		const custom = own.flatMap(({ name, read }) => {
			const value = read(cells);
			return value === null ? [] : [[name, value] as const];
		});
		// An empty cell of an agent's is how a table says that nobody is assigned.
		if (raw.type === 'assigned') raw.agent ??= null;
		if (custom.length > 0) raw.custom = Object.fromEntries(custom);
		const event = parseEvent(raw);
		checkNotAhead(event, reading.nowAt);
		return [{ id: event.id ?? derivedId(event, raw), event, data: JSON.stringify(raw), whole: event }];
	};
}
