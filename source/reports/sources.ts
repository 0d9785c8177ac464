/** Sources, and what was refused of what they brought, as lists. */
import { formatInstant, formatSecond, instantOrNull } from '../sla/instant.ts';
import type { ConfiguredSource, QuarantinedRecord } from '../store/port-sources.ts';
import type { JsonRow, Listing } from './formats.ts';

/** How a source is doing, in a word. */
export type SourceState = 'new' | 'ok' | 'failing' | 'late';

export function sourceState(
	{ problem, succeededAt, lateAt }: Pick<ConfiguredSource, 'problem' | 'succeededAt' | 'lateAt'>,
	nowAt: number,
): SourceState {
	if (nowAt > lateAt) return 'late';
	if (problem !== null) return 'failing';
	return succeededAt === null ? 'new' : 'ok';
}

/** Where a source's help desk is; its settings are its connector's own otherwise. */
export function urlOf({ settings }: ConfiguredSource): string {
	const read: unknown = JSON.parse(settings);
	const isRead = typeof read === 'object' && read !== null && 'url' in read;
	return isRead && typeof read.url === 'string' ? read.url : '';
}

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
	[86_400, 'd'],
	[3_600, 'h'],
	[60, 'm'],
	[1, 's'],
];

/** `12s`, `3m`, `2h`: in its largest unit. */
function inShort(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1_000));
	const [size = 1, unit = 's'] = UNITS.find(([least]) => seconds >= least) ?? [];
	return `${Math.floor(seconds / size)}${unit}`;
}

const since = (at: number | null, nowAt: number): string =>
	at === null ? '-' : `${inShort(nowAt - at)} ago`;

const ahead = (at: number | null, nowAt: number): string => {
	if (at === null) return '-';
	return at <= nowAt ? 'now' : `in ${inShort(at - nowAt)}`;
};

const SOURCE_KEYS = [
	'name',
	'kind',
	'url',
	'schedule',
	'timezone',
	'state',
	'last_success',
	'lag_s',
	'last_event',
	'next_run',
	'failures',
	'problem',
	'quarantined',
	'waiting',
] as const;

function sourceJson(source: ConfiguredSource, nowAt: number): JsonRow {
	const { name, kind, schedule, zone, succeededAt, lastEventAt, nextAt, failures, problem } = source;
	return {
		name,
		kind,
		url: urlOf(source),
		schedule,
		timezone: zone,
		state: sourceState(source, nowAt),
		last_success: instantOrNull(succeededAt),
		lag_s: succeededAt === null ? null : Math.round((nowAt - succeededAt) / 1_000),
		last_event: instantOrNull(lastEventAt),
		next_run: instantOrNull(nextAt),
		failures,
		problem,
		quarantined: source.quarantined,
		waiting: source.waiting,
	};
}

/** The sources that are configured, as of an instant of the real clock. */
export const sourceListing = (nowAt: number): Listing<ConfiguredSource> => ({
	columns: [
		{ title: 'SOURCE', text: ({ name }) => name },
		{ title: 'KIND', text: ({ kind }) => kind },
		{ title: 'SCHEDULE', text: ({ schedule }) => schedule },
		{ title: 'STATE', text: (source) => sourceState(source, nowAt) },
		// How far it lags is how long ago it last succeeded.
		{ title: 'LAST SUCCESS', text: ({ succeededAt }) => since(succeededAt, nowAt) },
		{ title: 'LAST EVENT', text: ({ lastEventAt }) => since(lastEventAt, nowAt) },
		{ title: 'NEXT RUN', text: ({ nextAt }) => ahead(nextAt, nowAt) },
		{ title: 'FAILED', text: ({ failures }) => String(failures), align: 'right' },
		{ title: 'REFUSED', text: ({ quarantined }) => String(quarantined), align: 'right' },
		{ title: 'URL', text: urlOf },
	],
	keys: SOURCE_KEYS,
	json: (source) => sourceJson(source, nowAt),
	none: 'no source is configured: slatop source add',
});

export const quarantineListing: Listing<QuarantinedRecord> = {
	columns: [
		{ title: 'SOURCE', text: ({ source }) => source },
		{ title: 'LAST SEEN', text: ({ at }) => formatSecond(at) },
		{ title: 'TIMES', text: ({ times }) => String(times), align: 'right' },
		{ title: 'PLACE', text: ({ place }) => place },
		{ title: 'WHY', text: ({ reason }) => reason },
	],
	keys: ['source', 'last_seen', 'times', 'place', 'reason', 'record'],
	json: ({ source, at, times, place, reason, record }) => ({
		source,
		last_seen: formatInstant(at),
		times,
		place,
		reason,
		record,
	}),
	none: 'nothing is in quarantine',
};
