/**
 * A mapping: what the columns of a table are to us. Presets for help desks' exports (`data/mappings/*.yaml`) and
 * people's own (`$XDG_CONFIG_HOME/slatop/mappings/*.yaml`) are the same thing in the same form.
 */
import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import {
	formatProblem,
	Locator,
	type Path,
	schemaProblem,
	suggestion,
} from '../../sla/agreement/problems.ts';
import { isValidZone } from '../../sla/calendar/zone.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../sla/ticket.ts';
import { type ActivityEvent, activityEvents, isActivity } from './activities.ts';
import { fieldNames, fieldOf, NEEDED, ROW_KINDS, type RowKind } from './fields.ts';

export const DATE_ORDERS = ['day-first', 'month-first'] as const;
/** Which comes first where a date may be read both ways. */
export type DateOrder = (typeof DATE_ORDERS)[number];

/** Which column a field is, and how. */
export interface ColumnChoice {
	/** The first of these that has something in the row at hand. */
	readonly names: readonly string[];
	/** The cell is cut at this, and the part (from 1) is meant. */
	readonly split: string | null;
	readonly part: number;
	/** Cells that mean nothing here, beside those that mean nothing anywhere. */
	readonly nulls: readonly string[];
}

export interface Mapping {
	readonly name: string;
	/** What exports it reads, for people. */
	readonly title: string;
	/** What a row is. */
	readonly row: RowKind;
	/** Columns that a table must have for this mapping to recognise it, beside those that are needed anyway. */
	readonly recognisedBy: readonly string[];
	readonly columns: Readonly<Record<string, ColumnChoice>>;
	/** Columns that are never taken: what people wrote to each other. */
	readonly notTaken: readonly string[];
	readonly statuses: Readonly<Record<string, Status>>;
	readonly priorities: Readonly<Record<string, Priority>>;
	/** What channels are called here; any other keeps its name. */
	readonly channels: Readonly<Record<string, string>>;
	readonly activities: Readonly<Record<string, readonly ActivityEvent[]>>;
	/** The zone of times that say none. */
	readonly timezone: string | null;
	readonly dates: DateOrder | null;
	/** Cells that mean nothing, in place of the usual ones. */
	readonly nulls: readonly string[] | null;
	readonly tagSeparator: string;
}

const text = v.pipe(v.string('expected a text'), v.nonEmpty('expected a text that is not empty'));
/** A name, or a number that YAML has made of one. */
const word = v.pipe(v.union([v.string(), v.number(), v.boolean()], 'expected a text'), v.transform(String));
const texts = v.lazy((input) =>
	Array.isArray(input)
		? v.array(word)
		: v.pipe(
				word,
				v.transform((one) => [one]),
			),
);

const choice = v.strictObject({
	column: texts,
	split: v.optional(text),
	part: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
	nulls: v.optional(texts, []),
});
const column = v.lazy((input) =>
	typeof input === 'object' && input !== null && !Array.isArray(input)
		? choice
		: v.pipe(
				texts,
				v.transform((names) => ({ column: names, split: undefined, part: 1, nulls: [] })),
			),
);

const oneOf = <const T extends readonly string[]>(choices: T) =>
	v.picklist(choices, ({ received }) => `expected one of ${choices.join(', ')}, not ${received}`);

const schema = v.strictObject(
	{
		title: v.optional(text),
		row: v.optional(oneOf(ROW_KINDS), 'ticket'),
		recognised_by: v.optional(texts, []),
		columns: v.record(v.string(), column, 'expected columns by field'),
		not_taken: v.optional(texts, []),
		statuses: v.optional(v.record(v.string(), oneOf(STATUSES)), {}),
		priorities: v.optional(v.record(v.string(), oneOf(PRIORITIES)), {}),
		channels: v.optional(v.record(v.string(), text), {}),
		activities: v.optional(v.record(v.string(), texts), {}),
		timezone: v.optional(text),
		dates: v.optional(oneOf(DATE_ORDERS)),
		nulls: v.optional(texts),
		tag_separator: v.optional(v.string(), ','),
	},
	'expected a mapping: row, columns, statuses',
);

type Raw = v.InferOutput<typeof schema>;

/** A mapping is not usable; the message names each mistake with its line and column. */
export class MappingError extends Error {}

/** What the shape cannot tell: each mistake, and where it stands. */
function* mistakesIn(raw: Raw): Generator<readonly [path: Path, message: string]> {
	for (const name of Object.keys(raw.columns)) {
		if (fieldOf(name, raw.row)) continue;
		yield [['columns', name], `no field "${name}"${suggestion(name, fieldNames(raw.row))}`];
	}
	for (const [activity, events] of Object.entries(raw.activities)) {
		for (const event of events) {
			if (isActivity(event)) continue;
			yield [['activities', activity], `no event "${event}"${suggestion(event, activityEvents)}`];
		}
	}
	if (raw.timezone !== undefined && !isValidZone(raw.timezone)) {
		yield [['timezone'], `unknown time zone "${raw.timezone}" (expected one like Europe/Ljubljana)`];
	}
}

function built(name: string, raw: Raw): Mapping {
	const columns = Object.entries(raw.columns).map(
		([field, { column, split = null, part, nulls }]) =>
			[field, { names: column, split, part, nulls }] as const,
	);
	const activities = Object.entries(raw.activities).map(
		([activity, events]) => [activity, events.filter(isActivity)] as const,
	);
	return {
		name,
		title: raw.title ?? name,
		row: raw.row,
		recognisedBy: raw.recognised_by,
		columns: Object.fromEntries(columns),
		notTaken: raw.not_taken,
		statuses: raw.statuses,
		priorities: raw.priorities,
		channels: raw.channels,
		activities: Object.fromEntries(activities),
		timezone: raw.timezone ?? null,
		dates: raw.dates ?? null,
		nulls: raw.nulls ?? null,
		tagSeparator: raw.tag_separator,
	};
}

/**
 * Reads a mapping (YAML).
 * @param file its name, for messages
 * @throws {MappingError}
 */
export function parseMapping(name: string, file: string, yaml: string): Mapping {
	const lines = new LineCounter();
	const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
	const [error] = document.errors;
	if (error) {
		const { line, col } = lines.linePos(error.pos[0]);
		throw new MappingError(`${file}:${line}:${col}: not YAML: ${error.message}`);
	}
	const locator = new Locator(document, lines);
	const shaped = v.safeParse(schema, document.toJS({ maxAliasCount: 100 }));
	const problems = shaped.success
		? [...mistakesIn(shaped.output)].map(([path, message]) => locator.problem(path, message, 'key'))
		: shaped.issues.map((issue) => schemaProblem(locator, issue));
	if (!shaped.success || problems.length > 0) {
		throw new MappingError(problems.map((problem) => formatProblem(file, problem)).join('\n'));
	}
	return built(name, shaped.output);
}

/** Fields that a mapping has no column for and cannot do without. */
export const lacking = ({ row, columns }: Pick<Mapping, 'row' | 'columns'>): readonly string[] =>
	NEEDED[row].filter((field) => !Object.hasOwn(columns, field));
