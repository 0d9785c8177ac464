/** The source that a verb is about. */
import type { Store } from '../../store/port.ts';
import type { ConfiguredSource } from '../../store/port-sources.ts';
import { UsageError } from '../context.ts';

/** @throws {UsageError} where no name is given, or none is configured under it */
export async function namedSource(
	store: Store,
	verb: string,
	name: string | undefined,
): Promise<ConfiguredSource> {
	const sources = await store.configuredSources();
	const known = sources.map((source) => source.name).join(', ');
	const which = known === '' ? 'none is configured: slatop source add' : `there are: ${known}`;
	if (name === undefined) throw new UsageError(`source ${verb} needs the name of a source (${which})`);
	const source = sources.find((candidate) => candidate.name === name);
	if (source) return source;
	throw new UsageError(`there is no source ${JSON.stringify(name)} (${which})`);
}
