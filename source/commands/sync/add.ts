/** `slatop source add NAME`: sets up a help desk to be read by schedule. Its key is never part of that. */
import { KINDS, type Kind, kindOf } from '../../sources/kinds.ts';
import type { SourceConfig } from '../../store/port-sources.ts';
import { type Context, EXIT_OK, type Flags, textFlag, UsageError } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import {
	checkReferences,
	keyWords,
	readSchedule,
	readSettings,
	readZone,
	scheduleWords,
	settingsAtFirst,
} from './read-setup.ts';
import { lateAfter } from './run-sync.ts';

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
/** Names that files of events, people and the demo come under. */
const TAKEN = ['import', 'floor', 'slatop'];
const EVERY = '60s';

function checkName(name: string | undefined): string {
	if (name === undefined)
		throw new UsageError('source add needs a name for the source, like: source add desk');
	if (!NAME.test(name)) {
		throw new UsageError(
			`a source's name is of small letters, digits and dashes, like help-desk, not ${JSON.stringify(name)}`,
		);
	}
	if (TAKEN.includes(name)) throw new UsageError(`the name ${name} is taken: give the source another`);
	return name;
}

function readKind(flags: Flags): Kind {
	const name = textFlag(flags, 'kind') ?? '';
	const kind = kindOf(name);
	if (kind) return kind;
	const known = KINDS.map((candidate) => candidate.name).join(', ');
	throw new UsageError(
		name === '' ? `--kind is one of: ${known}` : `--kind is one of: ${known}, not ${name}`,
	);
}

export async function run(context: Context, given: string | undefined): Promise<number> {
	const { flags } = context;
	const name = checkName(given);
	const kind = readKind(flags);
	const before = { ...settingsAtFirst(name), prefix: textFlag(flags, 'prefix') ?? '' };
	const settings = readSettings('add', kind, flags, before);
	const config: SourceConfig = {
		name,
		kind: kind.name,
		settings: JSON.stringify(settings),
		schedule: readSchedule(flags) ?? EVERY,
		zone: readZone(flags) ?? null,
		addedAt: Date.now(),
	};
	const store = await openStore(context);
	try {
		await checkReferences(store, name, kind, settings);
		if (!(await store.addSource(config, lateAfter(config)))) {
			throw new UsageError(
				`there is a source ${name} already: slatop source change ${name} sets it up otherwise`,
			);
		}
	} finally {
		await store.close();
	}
	const when = settings.keyFile === null ? 'then' : 'now';
	await print([
		`${name}: ${kind.title} at ${settings.url}, ${scheduleWords(config.schedule)}, by whichever engine or dashboard runs on this store`,
		`its key is read from ${keyWords(settings)}; ${when}: slatop source test ${name}`,
	]);
	return EXIT_OK;
}
