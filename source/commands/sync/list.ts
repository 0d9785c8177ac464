/** `slatop source list`: what is configured, and how each source is doing. */

import { FORMATS } from '../../reports/format-names.ts';
import { linesOf } from '../../reports/formats.ts';
import { sourceListing } from '../../reports/sources.ts';
import type { ConfiguredSource } from '../../store/port-sources.ts';
import { cleanText } from '../../text/clean.ts';
import { type Context, choiceFlag, EXIT_OK } from '../context.ts';
import { openStoreToRead } from '../open.ts';
import { print } from '../output.ts';
import { once } from '../paging.ts';

/** What is wrong with a source, or odd. */
function remarks(source: ConfiguredSource): string[] {
	const { name, problem, waiting } = source;
	return [
		...(problem === null ? [] : [`${name}: ${cleanText(problem)}`]),
		...(waiting === 0
			? []
			: [
					`${name}: ${waiting} of its events are dated ahead of our clock, and wait (slatop source test ${name})`,
				]),
	];
}

export async function run(context: Context): Promise<number> {
	const format = choiceFlag(context.flags, 'format', FORMATS, 'table');
	const store = await openStoreToRead(context);
	try {
		const sources = await store.configuredSources();
		await print(linesOf(format, sourceListing(Date.now()), once(sources)));
		if (format !== 'table') return EXIT_OK;
		await print(sources.flatMap(remarks));
		if (sources.length > 0 && (await store.leader(Date.now())) === null) {
			process.stderr.write(
				'slatop: no engine runs on this store, and nothing is read: start slatop or slatop engine\n',
			);
		}
		return EXIT_OK;
	} finally {
		await store.close();
	}
}
