/** `slatop source change NAME …`: sets a source up otherwise; it goes on where it was. */
import { DAY_MS } from '../../sla/duration.ts';
import { kindOf } from '../../sources/kinds.ts';
import type { StoredSettings } from '../../sources/settings.ts';
import { type ConfiguredSource, SourceGone } from '../../store/port-sources.ts';
import { type Context, EXIT_OK, type Flags, textFlag, UsageError } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import { namedSource } from './named.ts';
import { settingsOf } from './open-source.ts';
import {
	checkReferences,
	keyWords,
	readSchedule,
	readSettings,
	readZone,
	scheduleWords,
} from './read-setup.ts';
import { lateAfter } from './run-sync.ts';

/** What makes another source of it. */
function checkFixed({ name, kind }: ConfiguredSource, { prefix }: StoredSettings, flags: Flags): void {
	const anew = `slatop source remove ${name}, and add it anew under another name`;
	const otherKind = textFlag(flags, 'kind') ?? kind;
	if (otherKind !== kind) throw new UsageError(`${name} is ${kind}, and cannot become ${otherKind}: ${anew}`);
	if ((textFlag(flags, 'prefix') ?? prefix) === prefix) return;
	throw new UsageError(
		`the prefix is part of what its tickets are called, and cannot be changed: ${anew} (its tickets come anew)`,
	);
}

interface Setup extends Pick<ConfiguredSource, 'schedule' | 'zone'> {
	readonly settings: StoredSettings;
}

/** A part of a set-up in words: of two that differ in it, the words do. */
interface Facet {
	readonly words: (setup: Setup) => string;
	/** Of what came before, only a full sync reads it so. */
	readonly isOfPast?: boolean;
}

const FACETS: readonly Facet[] = [
	{ words: ({ settings }) => `at ${settings.url}` },
	{ words: ({ schedule }) => scheduleWords(schedule) },
	{ words: ({ zone }) => `times in ${zone ?? 'UTC'}` },
	{ words: ({ settings }) => `the user ${settings.user}` },
	{ words: ({ settings }) => `its key from ${keyWords(settings)}` },
	{ words: ({ settings }) => `messages of ${MESSAGES[settings.messages]}`, isOfPast: true },
	{ words: ({ settings }) => projectWords(settings), isOfPast: true },
	{ words: ({ settings }) => `${settings.pastMs / DAY_MS} days of past`, isOfPast: true },
];
const projectWords = ({ projects }: StoredSettings): string =>
	projects.length === 0 ? 'all projects of Service Management' : `the projects ${projects.join(', ')}`;
const MESSAGES = { needed: 'the tickets that need it', all: 'all tickets' } as const;

export async function run(context: Context, given: string | undefined): Promise<number> {
	const { flags } = context;
	const store = await openStore(context);
	try {
		const source = await namedSource(store, 'change', given);
		const { name } = source;
		const kind = kindOf(source.kind);
		if (!kind) throw new UsageError(`this slatop knows no help desk called ${source.kind}`);
		const was = settingsOf(source);
		checkFixed(source, was, flags);
		const before = { settings: was, schedule: source.schedule, zone: source.zone };
		const after = {
			settings: readSettings('change', kind, flags, was),
			schedule: readSchedule(flags) ?? before.schedule,
			zone: readZone(flags) ?? before.zone,
		};
		const changed = FACETS.filter(({ words }) => words(after) !== words(before));
		if (changed.length === 0) {
			throw new UsageError(
				`nothing of ${name} would change: give what is to be otherwise, like --url or --every (slatop source --help)`,
			);
		}
		await checkReferences(store, name, kind, after.settings);
		const setup = { ...after, name, settings: JSON.stringify(after.settings) };
		if (!(await store.changeSource(setup, lateAfter(setup)))) {
			throw new SourceGone(`source ${name} is no longer configured: somebody has removed it just now`);
		}
		await print([
			`${name}: now ${changed.map(({ words }) => words(after)).join('; ')}; it goes on where it was`,
			...(changed.some(({ isOfPast }) => isOfPast)
				? [`what was there before is read so by: slatop source sync ${name} --full`]
				: []),
			`whether that works: slatop source test ${name}`,
		]);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}
