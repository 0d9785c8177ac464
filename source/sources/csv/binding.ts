/** Binds a mapping to the header of a table: which columns are which field, and what becomes of the others. */
import { type Field, fieldOf } from './fields.ts';
import { type ColumnChoice, lacking, type Mapping } from './mapping.ts';
import { nameKey } from './names.ts';

/** A name of the header, and where it stands: more than once, perhaps. */
export interface Column {
	readonly name: string;
	readonly places: readonly number[];
}

export interface BoundField extends Column {
	readonly field: string;
	readonly kind: Field['kind'];
	readonly choice: ColumnChoice;
}

export interface Binding {
	readonly mapping: Mapping;
	readonly width: number;
	readonly fields: readonly BoundField[];
	/** Columns that are no field of ours: they are kept as fields of the ticket's own. */
	readonly custom: readonly Column[];
	/** Columns that hold what people wrote: they are never taken. */
	readonly notTaken: readonly Column[];
}

/** Columns of exports that hold messages, which are never part of an event. */
const MESSAGES = [
	'additional comments',
	'attachment',
	'attachments',
	'body',
	'close notes',
	'comment',
	'comments',
	'comments and work notes',
	'description',
	'message',
	'messages',
	'notes',
	'preview',
	'resolution notes',
	'work notes',
];

/** The columns of a header by name, in their order; those of the same name are one. */
export function columnsOf(header: readonly string[]): readonly Column[] {
	const byKey = new Map<string, { name: string; places: number[] }>();
	for (const [place, cell] of header.entries()) {
		const name = cell.replaceAll('\uFEFF', '').trim() || `column ${place + 1}`;
		const known = byKey.get(nameKey(name));
		if (known) known.places.push(place);
		else byKey.set(nameKey(name), { name, places: [place] });
	}
	return [...byKey.values()];
}

/** A field is the first of its columns that has something in the row at hand. */
function bindField(name: string, mapping: Mapping, columns: ReadonlyMap<string, Column>): BoundField[] {
	const choice = mapping.columns[name];
	const kind = fieldOf(name, mapping.row)?.kind;
	if (!choice || !kind) return [];
	const found = choice.names
		.map((wanted) => columns.get(nameKey(wanted)))
		.filter((column) => column !== undefined);
	const [first] = found;
	const places = [...new Set(found.flatMap((column) => column.places))];
	return first ? [{ name: first.name, places, field: name, kind, choice }] : [];
}

export function bind(mapping: Mapping, header: readonly string[]): Binding {
	const columns = columnsOf(header);
	const byKey = new Map(columns.map((column) => [nameKey(column.name), column]));
	const fields = Object.keys(mapping.columns).flatMap((name) => bindField(name, mapping, byKey));
	const used = new Set(fields.flatMap(({ places }) => places));
	const messages = new Set([...MESSAGES, ...mapping.notTaken].map(nameKey));
	const rest = columns.filter(({ places }) => !places.some((place) => used.has(place)));
	const isMessage = ({ name }: Column): boolean => messages.has(nameKey(name));
	return {
		mapping,
		width: header.length,
		fields,
		custom: rest.filter((column) => !isMessage(column)),
		notTaken: rest.filter(isMessage),
	};
}

/** Fields that the table has no column for and cannot do without. */
export const missing = ({ mapping, fields }: Binding): readonly string[] =>
	lacking({
		row: mapping.row,
		columns: Object.fromEntries(fields.map(({ field, choice }) => [field, choice])),
	});

/**
 * The mapping that a header is recognised by: one that asks for columns of its own before one that does not, then
 * the one that knows most of the columns, by their exact names; of equal ones the earlier. Undefined where none
 * knows enough.
 */
export function recognise(mappings: readonly Mapping[], header: readonly string[]): Mapping | undefined {
	const names = new Set(columnsOf(header).map(({ name }) => nameKey(name)));
	let best: { readonly mapping: Mapping; readonly rank: number } | undefined;
	for (const mapping of mappings) {
		if (!mapping.recognisedBy.every((name) => names.has(nameKey(name)))) continue;
		const binding = bind(mapping, header);
		if (missing(binding).length > 0) continue;
		const known = new Set(binding.fields.flatMap(({ places }) => places)).size;
		const rank = known + (mapping.recognisedBy.length > 0 ? header.length : 0);
		if (!best || rank > best.rank) best = { mapping, rank };
	}
	return best?.mapping;
}
