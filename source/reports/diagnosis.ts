/** What `slatop doctor` makes of what it has found: one finding a line, with what to do. */
import { MINUTE_MS } from '../sla/duration.ts';
import { formatSecond } from '../sla/instant.ts';
import type { SourceStatus, StoreStatus } from '../store/port.ts';
import type { Leader, Leftover, ServerFacts, StoreFacts, StoreProblem } from '../store/port-health.ts';
import type { ConfiguredSource } from '../store/port-sources.ts';
import { counted, figures, plural } from '../text/figures.ts';
import { type SourceState, sourceState } from './sources.ts';

/** `note`: worth knowing, nothing is wrong. */
export type Verdict = 'ok' | 'note' | 'problem';

export interface Finding {
	readonly name: string;
	readonly verdict: Verdict;
	readonly says: string;
	/** What to do about it; null where there is nothing to do. */
	readonly todo: string | null;
}

/** Everything that has been looked at; null where it could not be. */
export interface Examined {
	readonly realAt: number;
	readonly path: string;
	readonly store: StoreFacts | null;
	readonly inside: {
		readonly status: StoreStatus;
		readonly leader: Leader | null;
		readonly broughtUpTo: number | null;
		readonly sources: readonly ConfiguredSource[];
		readonly archive: {
			/** Where it is, unless somebody has named another place. */
			readonly path: string;
			readonly isThere: boolean;
			/** Tickets that were moved there. */
			readonly tickets: number;
		};
	} | null;
}

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const inTenths = (value: number): string => figures(Math.round(value * 10) / 10);
const size = (bytes: number): string =>
	bytes < 10 * GIB ? `${inTenths(bytes / MIB)} MiB` : `${inTenths(bytes / GIB)} GiB`;

const LEAST_FREE = 20 * MIB;
const LITTLE_FREE = 500 * MIB;
const LONG_LOG = 256 * MIB;
/** How far a clock may be from another. */
const APART_MS = 5 * MINUTE_MS;
const LATE_MS = MINUTE_MS;

/** A finding, put together. */
export const found = (name: string, verdict: Verdict, says: string, todo: string | null = null): Finding => ({
	name,
	verdict,
	says,
	todo,
});

type Look = (examined: Examined) => Finding[];

const ofStore =
	(look: (store: StoreFacts, path: string) => Finding[]): Look =>
	({ store, path }) =>
		store ? look(store, path) : [];

const ofInside =
	(look: (inside: NonNullable<Examined['inside']>, realAt: number) => Finding[]): Look =>
	({ inside, realAt }) =>
		inside ? look(inside, realAt) : [];

/** What to do where a store cannot be worked on. */
const MENDS: Readonly<Record<StoreProblem['kind'], string>> = {
	hindered: 'see to that; nothing says that the store is damaged',
	locked: 'end the program that holds it: fuser or lsof names it',
	damaged: 'put a backup in its place: docs/operations.md, Backup and restore',
	foreign:
		'give another path with --store; where this was a store, put a backup in its place (docs/operations.md)',
	failing: 'look what the system says of that disk (dmesg), and copy the file elsewhere before anything else',
};

const lookAtFile = ofStore((store, path) => {
	if (store.problem !== null) {
		return [found('store', 'problem', store.problem.says, MENDS[store.problem.kind])];
	}
	if (!store.isStore)
		return [found('store', 'problem', `${path} is not a slatop store`, 'give another path with --store')];
	const says = `${path}, ${size(store.bytes)}, mode 0${store.mode.toString(8)}`;
	if (store.hindrance !== null)
		return [found('store', 'problem', `${says}: ${store.hindrance}`, MENDS.hindered)];
	return (store.mode & 0o077) === 0
		? [found('store', 'ok', says)]
		: [found('store', 'note', `${says}: others on this machine can read or write it`, `chmod 600 ${path}`)];
});

/** What a command works in, or has left that was killed. */
export const leftoverFindings = (leftovers: readonly Leftover[]): Finding[] =>
	leftovers.map(({ path, command }) =>
		found(
			'disk',
			'note',
			`${path} is of a ${command}: at work, or killed`,
			`where none is at work, delete it: rm -r '${path}'`,
		),
	);

const lookAtDisk = ofStore(({ freeBytes, network, logBytes, leftovers }) => [
	freeBytes < LEAST_FREE
		? found('disk', 'problem', `${size(freeBytes)} free`, 'make room: nothing can be written soon')
		: freeBytes < LITTLE_FREE
			? found('disk', 'note', `${size(freeBytes)} free`, 'make room before it is needed')
			: found('disk', 'ok', `${size(freeBytes)} free`),
	...(network === null
		? []
		: [
				found(
					'disk',
					'problem',
					`the store is on ${network}, where the locks of several programs do not hold`,
					'move it to a disk of this machine',
				),
			]),
	...leftoverFindings(leftovers),
	...(logBytes < LONG_LOG
		? []
		: [
				found(
					'disk',
					'note',
					`${size(logBytes)} are written ahead and not in the store's file yet`,
					'a program has been reading for very long: end old dashboards and reports',
				),
			]),
]);

/** What there is, and whether what is counted is what is kept. @param whole what else was found to be well, in words */
function countFindings(counts: NonNullable<StoreFacts['counts']>, whole: string): Finding[] {
	const { events, timers, logRows, miscounted } = counts;
	const says = `${whole}: ${counted(events, 'event', 'events')}, ${counted(timers, 'open timer', 'open timers')}, ${counted(logRows, 'log row', 'log rows')}`;
	return miscounted === 0
		? [found('integrity', 'ok', says)]
		: [
				found(
					'integrity',
					'problem',
					`the counters of ${miscounted} kinds of timers are wrong`,
					'slatop rebuild',
				),
			];
}

const lookAtIntegrity = ofStore(({ isStore, faults, counts, engine }) => {
	if (!isStore) return [];
	if (faults.length > 0) {
		return faults.map((fault) => found('integrity', 'problem', fault, MENDS.damaged));
	}
	return counts ? countFindings(counts, `every page and index of it is whole (${engine})`) : [];
});

function schemaFindings({ schema, newestSchema }: Pick<StoreFacts, 'schema' | 'newestSchema'>): Finding[] {
	if (schema > newestSchema) {
		return [
			found(
				'schema',
				'problem',
				`schema ${schema} is of a newer slatop (this one knows ${newestSchema})`,
				'update slatop',
			),
		];
	}
	return schema === newestSchema
		? [found('schema', 'ok', `schema ${schema}`)]
		: [found('schema', 'note', `schema ${schema}: brought up to ${newestSchema} at the next opening`)];
}

const lookAtSchema = ofStore((store) => (store.isStore ? schemaFindings(store) : []));

const lookAtEngine = ofInside(({ status, leader }, realAt) => {
	const { tickedAt, backlog, everyS } = status;
	const last = tickedAt === 0 ? 'no engine has ever looked' : `last tick ${formatSecond(tickedAt)}`;
	const lag = `${counted(backlog, 'event waits', 'events wait')} for it`;
	if (leader === null) {
		const says = `nobody runs one (${last}), ${lag}`;
		return [
			found(
				'engine',
				backlog > 0 ? 'problem' : 'note',
				says,
				'slatop engine, or the dashboard, which runs one too',
			),
		];
	}
	const held = `${leader.holder} leads (epoch ${leader.epoch}, ${last}), ${lag}`;
	return realAt - tickedAt > LATE_MS + everyS * 2_000
		? [
				found(
					'engine',
					'problem',
					`${held}: it holds the lease and does not tick`,
					'look what it says, and start it anew',
				),
			]
		: [found('engine', 'ok', held)];
});

const waitingFindings = (counts: StoreFacts['counts']): Finding[] =>
	counts && counts.waiting > 0
		? [
				found(
					'events',
					'note',
					`${counted(counts.waiting, 'event is of a ticket', 'events are of tickets')} whose "created" has not come: that counts nothing`,
					'import what tells of the beginning',
				),
			]
		: [];

const lookAtWaiting = ofStore(({ counts }) => waitingFindings(counts));

const lookAtAgreement = ofInside(({ status }) => {
	const { agreement, agreementProblem } = status;
	if (agreementProblem !== null) {
		return [
			found(
				'agreement',
				'problem',
				`the last good one is in force: ${agreementProblem}`,
				'mend the file: slatop agreement check',
			),
		];
	}
	return agreement.name === ''
		? []
		: [found('agreement', 'ok', `"${agreement.name}" is in force, by the days of ${agreement.timezone}`)];
});

const newestOf = (sources: readonly SourceStatus[]): number =>
	sources.reduce((newest, { lastEventAt }) => Math.max(newest, lastEventAt ?? 0), 0);

const lookAtClock = ofInside(({ status, broughtUpTo }, realAt) => {
	const now = `it is ${formatSecond(realAt)} here`;
	const todo = 'set the clock, and keep it set (NTP); the next tick puts timers right';
	const ahead = [
		['the last tick was made', status.tickedAt],
		['timers were brought up to', broughtUpTo ?? 0],
		['the newest event is dated', newestOf(status.sources)],
	] as const;
	const wrong = ahead.flatMap(([what, at]) =>
		at > realAt + APART_MS
			? [found('clock', 'problem', `${now}, and ${what} ${formatSecond(at)}`, todo)]
			: [],
	);
	return wrong.length > 0 ? wrong : [found('clock', 'ok', now)];
});

/** What helps against a state of a source; null: nothing is the matter. */
const HELP: Readonly<Record<SourceState, string | null>> = {
	ok: null,
	new: null,
	failing: 'slatop source test',
	late: 'slatop source sync',
};

const lookAtSources = ofInside(({ sources }, realAt) =>
	sources.flatMap((source) => {
		const { name, problem, quarantined } = source;
		const state = sourceState(source, realAt);
		const help = HELP[state];
		const says = `${name} is ${state}${problem === null ? '' : `: ${problem}`}`;
		const refused = `${counted(quarantined, 'record')} of ${name} could not be taken`;
		return [
			help === null ? found('source', 'ok', says) : found('source', 'problem', says, `${help} ${name}`),
			...(quarantined > 0 ? [found('source', 'note', refused, `slatop source quarantine ${name}`)] : []),
		];
	}),
);

const lookAtArchive = ofInside(({ archive: { path, isThere, tickets } }) => {
	if (tickets === 0) return [];
	const says = `${counted(tickets, 'ticket is', 'tickets are')} in the archive`;
	return isThere
		? [found('archive', 'ok', `${says}, ${path}`)]
		: [
				found(
					'archive',
					'note',
					`${says}, which is not ${path}`,
					'keep it: slatop report --archive counts it in',
				),
			];
});

const LOOKS: readonly Look[] = [
	lookAtFile,
	lookAtDisk,
	lookAtIntegrity,
	lookAtSchema,
	lookAtEngine,
	lookAtWaiting,
	lookAtAgreement,
	lookAtClock,
	lookAtSources,
	lookAtArchive,
];

/** What is found of a store, in the order in which it is looked at. */
export const diagnose = (examined: Examined): Finding[] => LOOKS.flatMap((look) => look(examined));

/** Clocks that are less apart are taken for one, as an answer takes its time to come. */
const SKEW_MS = 2_000;

/** What is found of a store's server. */
export function serverFindings(facts: ServerFacts): Finding[] {
	const { name, problem, engine, isStore, isHalfCopy, hasTls, counts } = facts;
	if (problem !== null) return [found('store', 'problem', problem, 'docs/postgresql.md says what is needed')];
	if (!isStore) {
		const todo = 'slatop import, slatop source add or slatop store copy begins one';
		return [found('store', 'problem', `there is no store at ${name} (${engine})`, todo)];
	}
	if (isHalfCopy) {
		const todo = 'let it end; if it was broken off, slatop store copy to the same place begins it anew';
		return [found('store', 'problem', `${name} is being copied into, or half a copy (${engine})`, todo)];
	}
	return [
		found('store', 'ok', `${name}, ${engine}, ${hasTls ? 'with TLS' : 'without TLS'}`),
		...(counts ? countFindings(counts, 'it can be read') : []),
		...schemaFindings(facts),
		...waitingFindings(counts),
		...skewFindings(facts),
	];
}

/** The clocks of a store's machines: what falls due by one is not yet due by another. */
function skewFindings({ aheadMs }: ServerFacts): Finding[] {
	if (Math.abs(aheadMs) < SKEW_MS) return [];
	const seconds = Math.round(Math.abs(aheadMs) / 1_000);
	const says = `this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the server`;
	return [found('clocks', 'problem', says, 'set both by a time server (NTP)')];
}

/** Findings for people: a line each, and what to do below. */
export function* diagnosisLines(findings: readonly Finding[]): Generator<string> {
	const width = Math.max(...findings.map(({ name }) => name.length));
	for (const { name, verdict, says, todo } of findings) {
		yield `${verdict.padEnd(7)}  ${name.padEnd(width)}  ${says}`;
		if (todo !== null) yield `${' '.repeat(7)}  ${' '.repeat(width)}  do: ${todo}`;
	}
	const problems = findings.filter(({ verdict }) => verdict === 'problem').length;
	yield problems === 0 ? 'all is well' : `${problems} ${plural(problems, 'problem')}`;
}
