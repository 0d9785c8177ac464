/** `slatop import FILE…`: adds events to the store. */
import { type Context, EXIT_OK, EXIT_REFUSED, nowFlag, textFlag, UsageError } from './context.ts';
import { importFile } from './import-file.ts';
import { inputFile } from './input-file.ts';
import { openStore } from './open.ts';

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
		for (const file of files) refused += await importFile(file, { store, source, strict, now: () => nowAt });
	} finally {
		await store.close();
	}
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}
