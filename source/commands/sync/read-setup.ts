/** How a source is to be set up, read from what was given: for one that is added, and for one that is changed. */
import { resolve } from 'node:path';
import { isValidZone } from '../../sla/calendar/zone.ts';
import { parseDurationMs } from '../../sla/duration.ts';
import { type Kind, kindOf } from '../../sources/kinds.ts';
import { keyVariable, OVERLAP_MS, PAST_MS, readUrl, type StoredSettings } from '../../sources/settings.ts';
import type { Store } from '../../store/port.ts';
import { choiceFlag, type Flags, listFlag, textFlag, UsageError } from '../context.ts';
import { settingsOf } from './open-source.ts';
import { scheduleProblem } from './schedule.ts';

/** As names of variables are written everywhere. */
const VARIABLE = /^[A-Z_][A-Z0-9_]{0,63}$/;

/** @returns undefined where none is given */
export function readSchedule(flags: Flags): string | undefined {
	const every = textFlag(flags, 'every');
	const cron = textFlag(flags, 'cron');
	if (every !== undefined && cron !== undefined) throw new UsageError('give --every or --cron, not both');
	if (every !== undefined && parseDurationMs(every) === undefined) {
		throw new UsageError(`--every takes a duration like 60s or 5m, not ${JSON.stringify(every)}`);
	}
	const schedule = cron ?? every;
	const problem = schedule === undefined ? null : scheduleProblem(schedule);
	if (problem !== null) throw new UsageError(problem);
	return schedule;
}

/** `every 60s`, `at 0 * * * *`. */
export const scheduleWords = (schedule: string): string =>
	parseDurationMs(schedule) === undefined ? `at ${schedule}` : `every ${schedule}`;

/** @returns undefined where none is given */
export function readZone(flags: Flags): string | undefined {
	const zone = textFlag(flags, 'timezone');
	if (zone === undefined || isValidZone(zone)) return zone;
	throw new UsageError(`--timezone takes a name like Europe/Ljubljana, not ${JSON.stringify(zone)}`);
}

function readPast(flags: Flags): number | undefined {
	const text = textFlag(flags, 'past');
	if (text === undefined) return undefined;
	const pastMs = parseDurationMs(text);
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

/** A file whose name is `none` is `./none`. */
function readKeyFile(flags: Flags, before: string | null): string | null {
	const path = textFlag(flags, 'keyFile');
	if (path === undefined) return before;
	return path === 'none' ? null : resolve(path);
}

/** Keys of projects are in capitals: `all` is none. */
function readProjects(flags: Flags, before: readonly string[]): string[] {
	const given = listFlag(flags, 'project');
	if (!given.includes('all')) return given.length === 0 ? [...before] : given;
	if (given.length === 1) return [];
	throw new UsageError('--project takes keys of projects, or all');
}

function readAddress(flags: Flags): string | undefined {
	const given = textFlag(flags, 'url');
	if (given === undefined) return undefined;
	const read = readUrl(given, flags.allowHttp === true);
	if ('wrong' in read) throw new UsageError(read.wrong);
	return read.url;
}

/** A source that nothing has been said of but its name and its kind. */
export function settingsAtFirst(name: string): Omit<StoredSettings, 'url'> {
	return {
		user: null,
		keyEnv: keyVariable(name),
		keyFile: null,
		prefix: '',
		overlapMs: OVERLAP_MS,
		pastMs: PAST_MS,
		messages: 'needed',
		projects: [],
		perMinute: null,
	};
}

/** @param before what holds where nothing else is given */
export function readSettings(
	verb: 'add' | 'change',
	kind: Kind,
	flags: Flags,
	before: Omit<StoredSettings, 'url'> & { readonly url?: string },
): StoredSettings {
	const url = readAddress(flags) ?? before.url;
	if (url === undefined) throw new UsageError(`source ${verb} needs --url ${kind.url}`);
	const user = textFlag(flags, 'user') ?? before.user;
	if (kind.user !== null && user === null) throw new UsageError(`${kind.title} needs --user ${kind.user}`);
	return {
		...before,
		url,
		user,
		keyEnv: readKeyEnv(flags) ?? before.keyEnv,
		keyFile: readKeyFile(flags, before.keyFile),
		pastMs: readPast(flags) ?? before.pastMs,
		messages: choiceFlag(flags, 'messages', ['needed', 'all'], before.messages),
		projects: readProjects(flags, before.projects),
	};
}

/** Two help desks that number their tickets from 1 would be taken for one, and one that is read twice for two. */
export async function checkReferences(
	store: Store,
	name: string,
	kind: Kind,
	given: StoredSettings,
): Promise<void> {
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

/** Where the key of a source is read from. */
export const keyWords = ({ keyEnv, keyFile }: StoredSettings): string =>
	keyFile === null ? `the environment variable ${keyEnv}` : `${keyFile} (or ${keyEnv})`;
