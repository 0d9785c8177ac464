/** `slatop source list`: what is configured, and how each source is doing. */
import { FORMATS, linesOf } from '../../reports/formats.ts';
import { sourceListing } from '../../reports/sources.ts';
import { cleanText } from '../../text/clean.ts';
import { type Context, choiceFlag, EXIT_OK } from '../context.ts';
import { openStoreToRead } from '../open.ts';
import { print } from '../output.ts';
import { once } from '../paging.ts';

export async function run(context: Context): Promise<number> {
	const format = choiceFlag(context.flags, 'format', FORMATS, 'table');
	const store = await openStoreToRead(context);
	try {
		const sources = await store.configuredSources();
		await print(linesOf(format, sourceListing(Date.now()), once(sources)));
		if (format !== 'table') return EXIT_OK;
		for (const { name: source, problem } of sources) {
			if (problem !== null) await print([`${source}: ${cleanText(problem)}`]);
		}
		return EXIT_OK;
	} finally {
		await store.close();
	}
}
