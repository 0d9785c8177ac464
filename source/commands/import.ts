/** `slatop import FILE…`: adds events to the store. */
import { nowOf } from '../engine/clock.ts';
import { SECOND_MS } from '../sla/duration.ts';
import {
	type Context,
	clockFlags,
	EXIT_OK,
	EXIT_REFUSED,
	nowFlag,
	numberFlag,
	storePath,
	textFlag,
	UsageError,
} from './context.ts';
import { type ImportSettings, importFiles } from './import-file.ts';
import { inputFile } from './input-file.ts';
import { openStore, openStoreAt } from './open.ts';

/** How long an import waits for another writer. */
const PATIENCE_S = 90;

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
	// Nobody comes again for a single import: it is patient with another writer.
	const waitMs = (numberFlag(flags, 'wait', 0, 86_400) ?? PATIENCE_S) * SECOND_MS;
	const store = flags.dryRun === true ? null : await openStoreAt(storePath(context), { waitMs });
	const settings: ImportSettings = { ...settingsOf(context), store, now: () => nowAt, waitMs };
	try {
		return (await importFiles(files, settings)) > 0 ? EXIT_REFUSED : EXIT_OK;
	} finally {
		await store?.close();
	}
}
