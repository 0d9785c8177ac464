/** Chooses the mapping that a table is read by. */
import { type Adjustments, adjusted, checkAdjustments, isAdjusted } from './adjust.ts';
import { bind, columnsOf, missing, recognise } from './binding.ts';
import type { Mapping } from './mapping.ts';
import { TableError } from './table-error.ts';

const MOST_NAMES = 12;

function namesIn(header: readonly string[]): string {
	const names = columnsOf(header).map(({ name }) => name);
	return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} …` : names.join(', ');
}

/**
 * The mapping for a header: the one that was named, else the one that recognises it, else plain names; with what was
 * said beside it.
 * @param known those there are, the ones that are preferred first and plain names last
 * @throws {TableError} where nothing fits, or what was said does not fit the header
 */
export function chooseMapping(
	named: Mapping | null,
	known: readonly Mapping[],
	adjustments: Adjustments,
	header: readonly string[],
): Mapping {
	const base = named ?? recognise(known, header);
	const mapping = base ?? known.at(-1);
	const found = mapping && adjusted(mapping, adjustments);
	if (found) checkAdjustments(adjustments, found, header);
	if (found && (base || missing(bind(found, header)).length === 0)) {
		return isAdjusted(adjustments) ? { ...found, title: `${found.title}, as --map says` } : found;
	}
	const lacking = found ? missing(bind(found, header)) : [];
	throw new TableError(
		`these are not the columns of any export that is known: ${namesIn(header)}\n${whatToSay(header, lacking)}`,
	);
}

/** @param lacking the fields that no column is known for */
function whatToSay(header: readonly string[], lacking: readonly string[]): string {
	const [first, ...others] = columnsOf(header);
	if (first && others.length === 0) {
		return 'That is one column: say what stands between the cells, like --delimiter semicolon.';
	}
	// What is first in a table is most often its key.
	const said = lacking.map((field) =>
		field === 'ticket' ? `--map ticket="${first?.name ?? ''}"` : `--map ${field}=COLUMN`,
	);
	return (
		`Say which is which, like ${said.join(' ')}, and keep it with --save-map NAME.\n` +
		'slatop import --help names the fields, those of a log too.'
	);
}
