/** Imports one file, and says what became of its lines. */
import type { Now } from '../engine/clock.ts';
import type { Entries } from '../sources/entry.ts';
import type { Store } from '../store/port.ts';
import { cleanText } from '../text/clean.ts';
import { FileImport, type Tally } from './file-import.ts';
import type { InputFile } from './input-file.ts';
import { print } from './output.ts';
import { Progress } from './progress.ts';
import { openEntries } from './read-entries.ts';

/** How files are imported, whichever they are. */
export interface ImportSettings {
	readonly store: Store;
	readonly source: string;
	/** All of a file or nothing. */
	readonly strict: boolean;
	readonly now: Now;
	/** Ends the import between two pieces of a file: what has been taken stays. */
	readonly signal?: AbortSignal;
}

const SUMMARY_LIMIT = 1_000;

async function report({ name }: InputFile, tally: Tally, strict: boolean): Promise<void> {
	const { read, taken, known, refusals } = tally;
	refusals.sort((a, b) => a.line - b.line);
	for (const { line, reason } of refusals.slice(0, SUMMARY_LIMIT)) {
		// The reason may quote the line.
		process.stderr.write(`${name}:${line}: ${cleanText(reason)}\n`);
	}
	if (refusals.length > SUMMARY_LIMIT) {
		process.stderr.write(`${name}: and ${refusals.length - SUMMARY_LIMIT} more refusals\n`);
	}
	await print([`${name}: ${read} read, ${taken} taken, ${known} already known, ${refusals.length} refused`]);
	if (strict && refusals.length > 0) process.stderr.write(`${name}: nothing was taken (--strict)\n`);
}

async function* until(signal: AbortSignal | undefined, entries: Entries): Entries {
	for await (const piece of entries) {
		signal?.throwIfAborted();
		yield piece;
	}
}

/** Imports a file and reports it; gives how many of its lines were refused. */
export async function importFile(
	file: InputFile,
	{ store, source, strict, now, signal }: ImportSettings,
): Promise<number> {
	const work = new FileImport(store, source, strict);
	const progress = new Progress(process.stderr, file.name, file.size);
	const { entries, bytesRead } = await openEntries(file, now());
	try {
		await work.run(until(signal, entries), (read) => progress.show(bytesRead(), read));
	} finally {
		progress.clear();
	}
	await report(file, work.tally, strict);
	return work.tally.refusals.length;
}
