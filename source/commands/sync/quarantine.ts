/** `slatop source quarantine [NAME]`: what was refused of what sources and files brought; tried again, or dropped. */
import { nowOf } from '../../engine/clock.ts';
import { FORMATS } from '../../reports/format-names.ts';
import { linesOf } from '../../reports/formats.ts';
import { quarantineListing } from '../../reports/sources.ts';
import type { Store } from '../../store/port.ts';
import type { QuarantinedRecord } from '../../store/port-sources.ts';
import { cleanText } from '../../text/clean.ts';
import { plural } from '../../text/figures.ts';
import {
	type Context,
	choiceFlag,
	clockFlags,
	EXIT_OK,
	EXIT_REFUSED,
	numberFlag,
	textFlag,
	UsageError,
} from '../context.ts';
import { openStoreToRead } from '../open.ts';
import { print } from '../output.ts';
import { once } from '../paging.ts';
import { namedSource } from './named.ts';
import { retryRecords } from './retry-records.ts';

const LIMIT = 200;
/** What files come under, where nothing else is said. */
const IMPORTS = 'import';
/** More than the store ever keeps of one source. */
const ALL = 100_000;

/** A source that has brought something, or is configured: what files and posts bring is never configured. */
async function quarantineOf(store: Store, name: string): Promise<string> {
	const { sources } = await store.status();
	// Imports need no setting up, and may have brought nothing yet.
	const isKnown = name === IMPORTS || sources.some(({ source }) => source === name);
	return isKnown ? name : (await namedSource(store, 'quarantine', name)).name;
}

/** The records of a source that are meant: all, or the one at a place. */
async function meant(store: Store, source: string, place: string | undefined): Promise<QuarantinedRecord[]> {
	const all = await store.quarantined(source, ALL);
	if (place === undefined) return all;
	const found = all.filter((record) => record.place === place);
	if (found.length > 0) return found;
	throw new UsageError(`nothing in quarantine is at ${JSON.stringify(place)} of ${source}`);
}

type Deed = (context: Context, store: Store, source: string, place: string | undefined) => Promise<number>;

const clear: Deed = async (_, store, source, place) => {
	const places =
		place === undefined ? undefined : (await meant(store, source, place)).map((record) => record.place);
	const count = await store.clearQuarantine(source, places);
	await print([`${source}: ${count} ${plural(count, 'record')} cleared`]);
	return EXIT_OK;
};

const retry: Deed = async (context, store, source, place) => {
	const records = await meant(store, source, place);
	const { taken, refused, others } = await retryRecords(
		store,
		source,
		records,
		nowOf(clockFlags(context.flags))(),
	);
	for (const { place: where, reason } of refused)
		process.stderr.write(`${cleanText(`${where}: ${reason}`)}\n`);
	await print([`${source}: ${taken} taken, ${refused.length} still refused`]);
	if (others > 0) {
		const isConfigured = (await store.configuredSources()).some(({ name }) => name === source);
		const how = isConfigured
			? `slatop source sync ${source} --full reads them anew`
			: 'mend the file, and import it again';
		const what = others === 1 ? '1 is no event, and stays' : `${others} are no events, and stay`;
		process.stderr.write(`${what}: ${how}\n`);
	}
	return refused.length + others > 0 ? EXIT_REFUSED : EXIT_OK;
};

export async function run(context: Context, name: string | undefined): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', FORMATS, 'table');
	const limit = numberFlag(flags, 'limit', 1, Number.MAX_SAFE_INTEGER) ?? LIMIT;
	const place = textFlag(flags, 'place');
	const deed = flags.clear === true ? clear : flags.retry === true ? retry : null;
	if (flags.clear === true && flags.retry === true) throw new UsageError('give --retry or --clear, not both');
	if (name === undefined && (deed || place !== undefined)) {
		throw new UsageError('source quarantine --retry, --clear and --place need the name of a source');
	}
	const store = await openStoreToRead(context);
	try {
		const source = name === undefined ? null : await quarantineOf(store, name);
		if (source !== null && deed) return await deed(context, store, source, place);
		const records =
			source !== null && place !== undefined
				? await meant(store, source, place)
				: await store.quarantined(source, limit);
		await print(linesOf(format, quarantineListing, once(records)));
		return EXIT_OK;
	} finally {
		await store.close();
	}
}
