/** What `slatop import` says of a file: how it is read, what became of it, what was refused. */
import { fieldReader } from '../sources/csv/reading.ts';
import type { EventSink, Store } from '../store/port.ts';
import { cleanText } from '../text/clean.ts';
import { counted, plural } from '../text/figures.ts';
import type { Tally } from './file-import.ts';
import type { InputFile } from './input-file.ts';
import { print } from './output.ts';
import type { TableFile } from './table-file.ts';

const SUMMARY_LIMIT = 1_000;
/** Rows whose tickets are looked up to tell whether a table is new. */
const LOOKED_UP = 200;

const say = (name: string, lines: readonly string[]): void => {
	// What is said may quote the file.
	process.stderr.write(lines.map((line) => `${name}: ${cleanText(line)}\n`).join(''));
};

/** Whether any of the first tickets of a table has been imported before. */
async function isKnown(store: Pick<Store, 'histories'>, { table }: TableFile): Promise<boolean> {
	const read = fieldReader(table.reading, 'ticket');
	const tickets = new Set(table.sample.slice(0, LOOKED_UP).map(({ cells }) => read(cells) ?? ''));
	const histories = await store.histories([...tickets]);
	return [...histories.values()].some((history) => history.length > 0);
}

/** Says how a table is read, the first time that tickets of it come in. */
export async function introduce(
	store: Pick<Store, 'histories'>,
	file: InputFile,
	table: TableFile,
): Promise<void> {
	if (await isKnown(store, table)) return;
	const { mappingWords, tableSummary } = await import('./table-preview.ts');
	say(file.name, [...tableSummary(table), `columns: ${mappingWords(table)}`]);
}

export interface ReportOptions {
	/** Nothing was taken of a strict import. */
	readonly isUndone: boolean;
	readonly isDry: boolean;
	readonly table: TableFile | null;
}

/** The counts in one line. Of a table's rows, which make several events each, the events are told too. */
function countsLine(tally: Tally, { isDry, table }: ReportOptions): string {
	const { read, taken, known, refusals, events, silent } = tally;
	const beside = [
		...(table ? [`${counted(events, 'event')}`] : []),
		...(silent > 0 ? [`${counted(silent, 'row')} with nothing new`] : []),
	];
	const more = beside.length > 0 ? ` (${beside.join(', ')})` : '';
	const counts = isDry
		? `${read} read, ${taken} would be taken, ${refusals.length} refused`
		: `${read} read, ${taken} taken, ${known} already known, ${refusals.length} refused`;
	return `${counts}${more}${isDry ? '; nothing was written (--dry-run)' : ''}`;
}

export async function report({ name }: InputFile, tally: Tally, options: ReportOptions): Promise<void> {
	const { refusals } = tally;
	refusals.sort((a, b) => a.line - b.line);
	for (const { line, reason } of refusals.slice(0, SUMMARY_LIMIT)) {
		// The reason may quote the line.
		process.stderr.write(`${name}:${line}: ${cleanText(reason)}\n`);
	}
	if (refusals.length > SUMMARY_LIMIT)
		say(name, [
			`and ${refusals.length - SUMMARY_LIMIT} more ${plural(refusals.length - SUMMARY_LIMIT, 'refusal')}`,
		]);
	if (tally.events > 0) say(name, options.table?.table.notes.lines() ?? []);
	await print([`${name}: ${countsLine(tally, options)}`]);
	if (!options.isUndone) return;
	const why = refusals.length > 0 ? '' : ': another file has lines that are refused';
	say(name, [`nothing was taken (--strict)${why}`]);
}

/** Takes everything and keeps nothing, for `--dry-run`. */
export const DRY_SINK: EventSink = {
	appendEvents: async (_, events) => Array.from(events, () => 'taken'),
	touchSource: async () => {},
};
