/** Imports files, and says what became of their lines. */
import { resolve } from 'node:path';
import type { Now } from '../engine/clock.ts';
import type { Entries } from '../sources/entry.ts';
import type { Store } from '../store/port.ts';
import { type BatchOptions, type BatchWriter, SinkWriter, ThreadWriter } from './batch-writer.ts';
import { type Context, storePath, textFlag } from './context.ts';
import { FileImport, takeTogether } from './file-import.ts';
import { giveWayAltogether } from './give-way.ts';
import { DRY_SINK, introduce, report } from './import-report.ts';
import type { InputFile } from './input-file.ts';
import { KeptRefusals } from './kept-refusals.ts';
import { print } from './output.ts';
import { Progress } from './progress.ts';
import { openEntries } from './read-entries.ts';
import type { TableFile } from './table-file.ts';

const LONG_BYTES = 1 << 20;

/** How files are imported, whichever they are. */
export interface ImportSettings {
	/** Its flags say how tables are read. */
	readonly context: Context;
	/** null: it is only said what would happen. */
	readonly store: Store | null;
	readonly source: string;
	/** All that the files hold, or nothing. */
	readonly strict: boolean;
	readonly now: Now;
	/** How long it waits for another writer; left out: as long as everybody. */
	readonly waitMs?: number;
	/** Ends the import between two pieces of a file: what has been taken stays. */
	readonly signal?: AbortSignal;
}

/** Those of an import that is for good. */
export type KeptSettings = ImportSettings & { readonly store: Store };

async function* until(signal: AbortSignal | undefined, entries: Entries): Entries {
	for await (const piece of entries) {
		signal?.throwIfAborted();
		yield piece;
	}
}

/** Whether a file is worth a thread: starting one takes as long as some thousand events. */
const isLong = ({ size }: InputFile): boolean => size === null || size > LONG_BYTES;

/** Says what a table is, before it is imported; keeps its mapping where that is asked for. */
async function begin(file: InputFile, table: TableFile, { context, store }: ImportSettings): Promise<void> {
	const name = textFlag(context.flags, 'saveMap');
	if (name !== undefined) await (await import('./save-map.ts')).saveMap(context, name, table);
	if (store) await introduce(store, file, table);
	else await print((await import('./table-preview.ts')).tablePreview(table));
}

function startWriter(
	files: readonly InputFile[],
	{ context, store, source, strict, waitMs }: ImportSettings,
): Promise<BatchWriter> {
	const options: BatchOptions = { source, atomic: strict, ...(waitMs === undefined ? {} : { waitMs }) };
	if (store && files.some(isLong)) {
		giveWayAltogether();
		return ThreadWriter.start(storePath(context), options);
	}
	return Promise.resolve(new SinkWriter(store ?? DRY_SINK, options));
}

/** A file that has been read, and taken where the import is not strict. */
interface ReadFile {
	readonly file: InputFile;
	readonly work: FileImport;
	readonly table: TableFile | null;
}

async function readFile(
	file: InputFile,
	settings: ImportSettings,
	starting: Promise<BatchWriter>,
): Promise<ReadFile> {
	const { context, store, source, strict, now, signal } = settings;
	const progress = new Progress(process.stderr, file.name, file.size);
	try {
		const { entries, bytesRead, table } = await openEntries(context, file, now());
		const writer = await starting;
		if (table) await begin(file, table, settings);
		// Of a strict import nothing is taken: what is refused is mended in the file.
		const kept =
			store && !strict
				? new KeptRefusals(store, source, file.path === null ? file.name : resolve(file.path))
				: null;
		const work = new FileImport(writer, strict, kept);
		await work.run(until(signal, entries), (read) => progress.show(bytesRead(), read));
		return { file, work, table };
	} finally {
		progress.clear();
	}
}

/** Imports files by one writer, and reports them; gives how many of their lines were refused. */
async function importTogether(files: readonly InputFile[], settings: ImportSettings): Promise<number> {
	const { store, strict } = settings;
	// A thread starts while the first file is looked at; what went wrong is told where it is awaited.
	const starting = startWriter(files, settings);
	starting.catch(() => {});
	try {
		const read: ReadFile[] = [];
		for (const file of files) read.push(await readFile(file, settings, starting));
		const works = read.map(({ work }) => work);
		if (strict) await takeTogether(await starting, works);
		const refused = works.reduce((sum, { tally }) => sum + tally.refusals.length, 0);
		for (const { file, work, table } of read) {
			await report(file, work.tally, { isUndone: strict && refused > 0, isDry: !store, table });
		}
		return refused;
	} finally {
		await starting.then((writer) => writer.close());
	}
}

/** Imports files, strictly as one, and reports them; gives how many of their lines were refused. */
export async function importFiles(files: readonly InputFile[], settings: ImportSettings): Promise<number> {
	if (settings.strict) return importTogether(files, settings);
	let refused = 0;
	for (const file of files) refused += await importTogether([file], settings);
	return refused;
}
