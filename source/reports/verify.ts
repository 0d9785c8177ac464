/** Where a help desk's own dues and SLA log differ from ours, and why. */
import type { Calendar } from '../sla/calendar/calendar.ts';
import { formatDuration, MINUTE_MS, SECOND_MS } from '../sla/duration.ts';
import { formatInstant, instantOrNull } from '../sla/instant.ts';
import type { TimerState } from '../sla/timer.ts';
import type { Listing } from './formats.ts';

/** A timer as the help desk has it. */
export interface TheirTimer {
	readonly metric: string;
	readonly level: string | null;
	/** Null: it does not tell. */
	readonly startedAt: number | null;
	readonly dueAt: number;
	/** Null: it is open. */
	readonly closedAt: number | null;
	/** What its level allows; null: it is not known. */
	readonly targetMs: number | null;
}

/** The same, as ours. */
export interface OurTimer {
	readonly metric: string;
	readonly level: string | null;
	readonly calendar: string;
	readonly state: TimerState;
	readonly startedAt: number;
	readonly dueAt: number | null;
	readonly closedAt: number | null;
	readonly targetMs: number;
	readonly pausedMs: number;
	readonly reason: string | null;
}

export interface Difference {
	readonly ticket: string;
	readonly metric: string;
	readonly isOpen: boolean;
	readonly theirDueAt: number | null;
	readonly ourDueAt: number | null;
	readonly why: string;
}

export interface Verified {
	readonly agreed: number;
	readonly differences: readonly Difference[];
}

/** One timer in both, as far as it is there. */
interface Pair {
	readonly theirs: TheirTimer | null;
	readonly ours: OurTimer | null;
}

type Calendars = ReadonlyMap<string, Calendar>;

/** Help desks keep whole seconds; some, whole minutes. */
const SAME_MS = SECOND_MS;
const ROUNDED_MS = MINUTE_MS;

const isNear = (a: number, b: number, ms: number): boolean => Math.abs(a - b) <= ms;

/** Theirs and ours of one metric, side by side: open with open, closed with whichever closed nearest. */
function pairsOf(theirs: readonly TheirTimer[], ours: readonly OurTimer[]): Pair[] {
	const left = [...ours];
	const pairs = theirs.map((their): Pair => {
		const candidates = left.filter(({ closedAt }) => (closedAt === null) === (their.closedAt === null));
		const distance = (our: OurTimer): number => Math.abs((our.closedAt ?? 0) - (their.closedAt ?? 0));
		const our = candidates.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
		if (our) left.splice(left.indexOf(our), 1);
		return { theirs: their, ours: our };
	});
	return [...pairs, ...left.map((our): Pair => ({ theirs: null, ours: our }))];
}

const clock = (at: number): string => formatInstant(at).slice(11, 19);
const span = (ms: number): string => formatDuration(Math.abs(ms));

/** Why theirs is not there; null where that is as it should be. */
function whyNotTheirs({ state, reason, closedAt, dueAt }: OurTimer): string | null {
	// Ours waits, and has no due either.
	if (state === 'cancelled' || (closedAt === null && dueAt === null)) return null;
	if (closedAt !== null && reason !== null) {
		return `it keeps no row of what was given up late (${reason}); ours is missed`;
	}
	return closedAt === null
		? 'it has no due for this: has the ticket a level there?'
		: 'its log has no such row';
}

interface Compared {
	readonly theirs: TheirTimer;
	readonly ours: OurTimer & { readonly dueAt: number };
	readonly calendars: Calendars;
}

/** Reasons for another due, the plainest first; null: it is not this. */
const REASONS: readonly ((compared: Compared) => string | null)[] = [
	({ theirs, ours }) =>
		theirs.level === null || theirs.level === ours.level
			? null
			: `other level: ${theirs.level} there, ${ours.level ?? 'none'} here`,
	({ theirs, ours }) => (isNear(theirs.dueAt, ours.dueAt, ROUNDED_MS) ? 'rounding: within a minute' : null),
	({ theirs, ours }) =>
		theirs.targetMs === null || theirs.targetMs === ours.targetMs
			? null
			: `other target: ${span(theirs.targetMs)} there, ${span(ours.targetMs)} here`,
	({ theirs, ours }) =>
		theirs.startedAt === null || isNear(theirs.startedAt, ours.startedAt, ROUNDED_MS)
			? null
			: `other start: ${clock(theirs.startedAt)} there, ${clock(ours.startedAt)} here`,
	({ theirs, ours, calendars }) => {
		const opening = calendars.get(ours.calendar)?.dueAtOpening(ours.dueAt, 0);
		return opening !== undefined && opening !== ours.dueAt && isNear(opening, theirs.dueAt, SAME_MS)
			? 'rounding: a due at closing time is the next opening there (due_rounds: opening)'
			: null;
	},
	({ theirs, ours, calendars }) => {
		const unpaused = calendars.get(ours.calendar)?.due(ours.startedAt, ours.targetMs);
		return ours.pausedMs > 0 && unpaused !== undefined && isNear(unpaused, theirs.dueAt, SAME_MS)
			? `other pauses: ${span(ours.pausedMs)} are left out here, and not there`
			: null;
	},
	({ theirs, ours }) =>
		ours.calendar !== 'always' && isNear(theirs.dueAt, ours.startedAt + ours.targetMs, SAME_MS)
			? `other calendar: every hour counts there, "${ours.calendar}" here`
			: null,
	({ theirs, ours, calendars }) => {
		const calendar = calendars.get(ours.calendar);
		const countedMs = calendar?.counted(ours.startedAt, theirs.dueAt);
		return countedMs === undefined
			? null
			: `other calendar or pauses: by "${ours.calendar}", ${span(countedMs)} pass until its due, of ${span(ours.targetMs)}`;
	},
];

/** Why a pair differs; null where it agrees. */
function whyOf({ theirs, ours }: Pair, calendars: Calendars): string | null {
	if (!theirs) return ours && whyNotTheirs(ours);
	if (!ours) return 'ours has no such timer: has the level a target for it, and does a rule give the level?';
	const { dueAt } = ours;
	// Ours waits (paused), and has no due until it goes on: there is nothing to compare.
	if (dueAt === null) return null;
	const isSame = theirs.level === null || theirs.level === ours.level;
	if (isSame && isNear(theirs.dueAt, dueAt, SAME_MS)) return null;
	const compared: Compared = { theirs, ours: { ...ours, dueAt }, calendars };
	for (const reason of REASONS) {
		const why = reason(compared);
		if (why !== null) return why;
	}
	return 'not known';
}

/**
 * Holds a ticket's timers against those of its help desk.
 * @param metrics those that the help desk tells of; others of ours are not held against anything
 */
export function verifyTicket(
	ticket: string,
	theirs: readonly TheirTimer[],
	ours: readonly OurTimer[],
	metrics: readonly string[],
	calendars: Calendars,
): Verified {
	const differences: Difference[] = [];
	let agreed = 0;
	for (const metric of metrics) {
		const own = <T extends { readonly metric: string }>(timers: readonly T[]): T[] =>
			timers.filter((timer) => timer.metric === metric);
		for (const pair of pairsOf(own(theirs), own(ours))) {
			const why = whyOf(pair, calendars);
			if (why === null) {
				agreed += pair.theirs && pair.ours?.dueAt != null ? 1 : 0;
				continue;
			}
			differences.push({
				ticket,
				metric,
				isOpen: (pair.theirs ?? pair.ours)?.closedAt === null,
				theirDueAt: pair.theirs?.dueAt ?? null,
				ourDueAt: pair.ours?.dueAt ?? null,
				why,
			});
		}
	}
	return { agreed, differences };
}

/** How far theirs is after ours, in ms; null where one of them has none. */
const offBy = ({ theirDueAt, ourDueAt }: Difference): number | null =>
	theirDueAt === null || ourDueAt === null ? null : theirDueAt - ourDueAt;

function offWords(difference: Difference): string {
	const off = offBy(difference);
	return off === null ? '-' : `${off < 0 ? '-' : '+'}${span(off)}`;
}

export const differenceListing: Listing<Difference> = {
	columns: [
		{ title: 'TICKET', text: ({ ticket }) => ticket },
		{ title: 'METRIC', text: ({ metric }) => metric },
		{ title: 'OPEN', text: ({ isOpen }) => (isOpen ? 'open' : 'closed') },
		{ title: 'DUE THERE', text: ({ theirDueAt }) => instantOrNull(theirDueAt) ?? '-' },
		{ title: 'DUE HERE', text: ({ ourDueAt }) => instantOrNull(ourDueAt) ?? '-' },
		{ title: 'OFF', text: offWords, align: 'right' },
		{ title: 'WHY', text: ({ why }) => why },
	],
	keys: ['ticket', 'metric', 'open', 'their_due_at', 'our_due_at', 'off_s', 'why'],
	json: (difference) => {
		const off = offBy(difference);
		return {
			ticket: difference.ticket,
			metric: difference.metric,
			open: difference.isOpen,
			their_due_at: instantOrNull(difference.theirDueAt),
			our_due_at: instantOrNull(difference.ourDueAt),
			off_s: off === null ? null : off / SECOND_MS,
			why: difference.why,
		};
	},
	none: 'all dues and rows of the log agree',
};
