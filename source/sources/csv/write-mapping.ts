/** Writes a mapping as the file that `parseMapping` reads, for people to keep and change. */
import { stringify } from 'yaml';
import type { ColumnChoice, Mapping } from './mapping.ts';

const oneOrMore = (names: readonly string[]): string | readonly string[] =>
	names.length === 1 ? (names[0] ?? '') : names;

function choiceYaml({ names, split, part, nulls }: ColumnChoice): unknown {
	if (split === null && nulls.length === 0) return oneOrMore(names);
	return {
		column: oneOrMore(names),
		...(split === null ? {} : { split, part }),
		...(nulls.length === 0 ? {} : { nulls }),
	};
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, each: (value: T) => U): Record<string, U> =>
	Object.fromEntries(Object.entries(record).map(([name, value]) => [name, each(value)]));

/** @param title what it reads, for people */
export function mappingYaml(mapping: Mapping, title: string): string {
	const { row, recognisedBy, columns, notTaken, statuses, priorities, channels, activities } = mapping;
	const parts: Record<string, unknown> = {
		title,
		row: row === 'ticket' ? undefined : row,
		recognised_by: recognisedBy,
		columns: mapped(columns, choiceYaml),
		not_taken: notTaken,
		statuses,
		priorities,
		channels,
		activities: mapped(activities, (events) => oneOrMore(events.length === 0 ? ['nothing'] : events)),
		timezone: mapping.timezone ?? undefined,
		dates: mapping.dates ?? undefined,
		nulls: mapping.nulls ?? undefined,
		tag_separator: mapping.tagSeparator === ',' ? undefined : mapping.tagSeparator,
	};
	const said = Object.entries(parts).filter(
		([, part]) => part !== undefined && !(typeof part === 'object' && Object.keys(part ?? {}).length === 0),
	);
	return stringify(Object.fromEntries(said), { lineWidth: 110 });
}
