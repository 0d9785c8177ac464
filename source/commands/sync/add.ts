/** `slatop source add NAME`: sets up a help desk to be read by schedule. Its key is never part of that. */
import { resolve } from 'node:path';
import { isValidZone } from '../../sla/calendar/zone.ts';
import { parseDurationMs } from '../../sla/duration.ts';
import { KINDS, type Kind, kindOf } from '../../sources/kinds.ts';
import { keyVariable, OVERLAP_MS, PAST_MS, readUrl, type StoredSettings } from '../../sources/settings.ts';
import type { Store } from '../../store/port.ts';
import type { SourceConfig } from '../../store/port-sources.ts';
import { type Context, choiceFlag, EXIT_OK, type Flags, listFlag, textFlag, UsageError } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import { settingsOf } from './open-source.ts';
import { lateAfter } from './run-sync.ts';
import { scheduleProblem } from './schedule.ts';

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
/** As names of variables are written everywhere. */
const VARIABLE = /^[A-Z_][A-Z0-9_]{0,63}$/;
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

function readSchedule(flags: Flags): string {
	const every = textFlag(flags, 'every');
	const cron = textFlag(flags, 'cron');
	if (every !== undefined && cron !== undefined) throw new UsageError('give --every or --cron, not both');
	if (every !== undefined && parseDurationMs(every) === undefined) {
		throw new UsageError(`--every takes a duration like 60s or 5m, not ${JSON.stringify(every)}`);
	}
	const schedule = cron ?? every ?? EVERY;
	const problem = scheduleProblem(schedule);
	if (problem !== null) throw new UsageError(problem);
	return schedule;
}

function readZone(flags: Flags): string | null {
	const zone = textFlag(flags, 'timezone') ?? null;
	if (zone === null || isValidZone(zone)) return zone;
	throw new UsageError(`--timezone takes a name like Europe/Ljubljana, not ${JSON.stringify(zone)}`);
}

function readPast(flags: Flags): number {
	const text = textFlag(flags, 'past');
	const pastMs = text === undefined ? PAST_MS : parseDurationMs(text);
	if (pastMs !== undefined && pastMs > 0) return pastMs;
	throw new UsageError(`--past takes a duration like 30d, not ${JSON.stringify(text)}`);
}

/** What is no variable's name is a key, perhaps: it is neither kept nor repeated. */
function readKeyEnv(flags: Flags): string | undefined {
	const name = textFlag(flags, 'keyEnv');
	if (name === undefined || VARIABLE.test(name)) return name;
	throw new UsageError(
		'--key-env takes the name of an environment variable, like HELP_DESK_KEY; the key itself is never given here',
	);
}

function readSettings(name: string, kind: Kind, flags: Flags): StoredSettings {
	const given = textFlag(flags, 'url');
	if (given === undefined) throw new UsageError(`source add needs --url ${kind.url}`);
	const read = readUrl(given, flags.allowHttp === true);
	if ('wrong' in read) throw new UsageError(read.wrong);
	const user = textFlag(flags, 'user') ?? null;
	if (kind.user !== null && user === null) throw new UsageError(`${kind.title} needs --user ${kind.user}`);
	const keyFile = textFlag(flags, 'keyFile');
	return {
		url: read.url,
		user,
		keyEnv: readKeyEnv(flags) ?? keyVariable(name),
		keyFile: keyFile === undefined ? null : resolve(keyFile),
		prefix: textFlag(flags, 'prefix') ?? '',
		overlapMs: OVERLAP_MS,
		pastMs: readPast(flags),
		messages: choiceFlag(flags, 'messages', ['needed', 'all'], 'needed'),
		projects: listFlag(flags, 'project'),
		perMinute: null,
	};
}

/** Two help desks that number their tickets from 1 would be taken for one, and one that is read twice for two. */
async function checkReferences(store: Store, name: string, kind: Kind, given: StoredSettings): Promise<void> {
	for (const other of await store.configuredSources()) {
		const { url, prefix, projects } = settingsOf(other);
		if (other.name === name || prefix !== given.prefix) continue;
		if (url === given.url && projects.join() === given.projects.join()) {
			throw new UsageError(`${other.name} reads ${url} already: what it tells would be taken twice`);
		}
		if (kind.isNumbered && kindOf(other.kind)?.isNumbered) {
			throw new UsageError(
				`${other.name} numbers its tickets too: give this one a --prefix, like --prefix B-, so that they are not mixed`,
			);
		}
	}
}

export async function run(context: Context, given: string | undefined): Promise<number> {
	const { flags } = context;
	const name = checkName(given);
	const kind = readKind(flags);
	const settings = readSettings(name, kind, flags);
	const config: SourceConfig = {
		name,
		kind: kind.name,
		settings: JSON.stringify(settings),
		schedule: readSchedule(flags),
		zone: readZone(flags),
		addedAt: Date.now(),
	};
	const store = await openStore(context);
	try {
		await checkReferences(store, name, kind, settings);
		if (!(await store.addSource(config, lateAfter(config)))) {
			throw new UsageError(`there is a source ${name} already: slatop source remove ${name} comes first`);
		}
	} finally {
		await store.close();
	}
	const when =
		config.schedule === textFlag(flags, 'cron') ? `at ${config.schedule}` : `every ${config.schedule}`;
	await print([
		`${name}: ${kind.title} at ${settings.url}, ${when}, by whichever engine or dashboard runs on this store`,
		settings.keyFile === null
			? `its key is read from the environment variable ${settings.keyEnv}; then: slatop source test ${name}`
			: `its key is read from ${settings.keyFile} (or ${settings.keyEnv}); now: slatop source test ${name}`,
	]);
	return EXIT_OK;
}
