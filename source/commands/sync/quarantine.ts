/** `slatop source quarantine [NAME]`: what was refused of what sources brought, and why. */
import { FORMATS, linesOf } from '../../reports/formats.ts';
import { quarantineListing } from '../../reports/sources.ts';
import { type Context, choiceFlag, EXIT_OK, numberFlag, UsageError } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import { once } from '../paging.ts';
import { namedSource } from './named.ts';

const LIMIT = 200;

export async function run(context: Context, name: string | undefined): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', FORMATS, 'table');
	const limit = numberFlag(flags, 'limit', 1, Number.MAX_SAFE_INTEGER) ?? LIMIT;
	const store = await openStore(context);
	try {
		const source = name === undefined ? null : (await namedSource(store, 'quarantine', name)).name;
		if (flags.clear === true) {
			if (source === null) throw new UsageError('source quarantine --clear needs the name of a source');
			await print([`${source}: ${await store.clearQuarantine(source)} records cleared`]);
			return EXIT_OK;
		}
		await print(linesOf(format, quarantineListing, once(await store.quarantined(source, limit))));
		return EXIT_OK;
	} finally {
		await store.close();
	}
}
