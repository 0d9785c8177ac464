/** `slatop import FILE…`: adds events to the store. */
import { nowOf } from '../engine/clock.ts';
import { type Context, clockFlags, EXIT_OK, EXIT_REFUSED, nowFlag, textFlag, UsageError } from './context.ts';
import { type ImportSettings, importFile } from './import-file.ts';
import { inputFile } from './input-file.ts';
import { openStore } from './open.ts';

const settingsOf = (context: Context): Omit<ImportSettings, 'store' | 'now'> => ({
	context,
	source: textFlag(context.flags, 'source') ?? 'import',
	strict: context.flags.strict === true,
});

/** Goes on until it is told to stop. */
async function runWatch(context: Context, folder: string): Promise<number> {
	const { input, flags } = context;
	if (input.length > 0) throw new UsageError('import --watch takes the files of its folder, and no others');
	if (flags.dryRun === true) throw new UsageError('--dry-run goes with files, not with --watch');
	const now = nowOf(clockFlags(flags));
	const store = await openStore(context);
	try {
		const { watchFolder } = await import('./import-watch.ts');
		await watchFolder(folder, textFlag(flags, 'done'), { ...settingsOf(context), store, now });
	} finally {
		await store.close();
	}
	return EXIT_OK;
}

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	const folder = textFlag(flags, 'watch');
	if (folder !== undefined) return runWatch(context, folder);
	if (flags.done !== undefined) throw new UsageError('--done goes with --watch');
	if (input.length === 0) throw new UsageError('import needs a file (or - for standard input)');
	const nowAt = nowFlag(flags);
	const files = await Promise.all(input.map(inputFile));
	const store = flags.dryRun === true ? null : await openStore(context);
	const settings: ImportSettings = { ...settingsOf(context), store, now: () => nowAt };
	let refused = 0;
	try {
		for (const file of files) refused += await importFile(file, settings);
	} finally {
		await store?.close();
	}
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}
