/** `slatop import FILE…`: adds events to the store. */
import { cleanText } from '../text/clean.ts';
import { type Context, EXIT_OK, EXIT_REFUSED, nowFlag, textFlag, UsageError } from './context.ts';
import { FileImport, type Tally } from './file-import.ts';
import { type InputFile, inputFile } from './input-file.ts';
import { openStore } from './open.ts';
import { print } from './output.ts';
import { Progress } from './progress.ts';
import { openEntries } from './read-entries.ts';

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

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	if (input.length === 0) throw new UsageError('import needs a file (or - for standard input)');
	const nowAt = nowFlag(flags);
	const strict = flags.strict === true;
	const source = textFlag(flags, 'source') ?? 'import';
	const files = await Promise.all(input.map(inputFile));
	const store = await openStore(context);
	let refused = 0;
	try {
		for (const file of files) {
			const work = new FileImport(store, source, strict);
			const progress = new Progress(process.stderr, file.name, file.size);
			const { entries, bytesRead } = await openEntries(file, nowAt);
			try {
				await work.run(entries, (read) => progress.show(bytesRead(), read));
			} finally {
				progress.clear();
			}
			await report(file, work.tally, strict);
			refused += work.tally.refusals.length;
		}
	} finally {
		await store.close();
	}
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}
