/**
 * Escalations: at which instants of a timer's life somebody is to hear of it. All of them go by the timer's own
 * clock: counted time, so that a pause or a night puts off what is still to come.
 */
import { createHash } from 'node:crypto';
import type { Calendar } from './calendar/calendar.ts';
import { formatDuration, shareOf } from './duration.ts';
import { NO_REMARKS, type Remarks, type TimerName } from './remark.ts';
import { reach, type Timer } from './timer.ts';

/** When: a share of the target is used, so much of it is left, or nothing is. */
export type Moment = { readonly share: number } | { readonly leftMs: number } | 'breach';

export interface Escalation {
	/** A metric's name, or `any`. */
	readonly metric: string;
	readonly at: Moment;
	/** Counted ms from the breach to its first repeat, and from one repeat to the next; null: none. */
	readonly everyMs: number | null;
	/** None: all of them. */
	readonly levels: readonly string[];
	readonly departments: readonly string[];
	/** Names of recipients. */
	readonly notify: readonly string[];
}

/** One instant at which somebody is to hear of a timer. */
export interface Step {
	/** `75%`, `15m before`, `breach`, `every 30m`: what it is known by, whatever the agreement says later. */
	readonly name: string;
	/** Which repeat it is, from 1; 0 for what comes once. */
	readonly repeat: number;
	readonly at: number;
	readonly recipients: readonly string[];
}

/** The steps of one timer that have come, and when the next one does; null: never, as things stand. */
export interface Watch extends TimerName {
	readonly come: readonly Step[];
	readonly nextAt: number | null;
}

export function momentName(moment: Moment): string {
	if (moment === 'breach') return 'breach';
	return 'share' in moment ? `${moment.share}%` : `${formatDuration(moment.leftMs)} before`;
}

/** The instant of a moment; null where the timer waits before it. */
function momentAt(moment: Moment, timer: Timer, calendar: Calendar): number | null {
	// A timer is breached from the first instant after its due.
	if (moment === 'breach') return timer.dueAt === null ? null : timer.dueAt + 1;
	const { targetMs } = timer;
	const usedMs = 'share' in moment ? shareOf(targetMs, moment.share) : targetMs - moment.leftMs;
	return countedAt(timer, calendar, Math.max(0, usedMs));
}

/** The instant at which a timer has counted an amount; null where it waits before it, or no calendar goes so far. */
function countedAt(timer: Timer, calendar: Calendar, amountMs: number): number | null {
	try {
		return reach(timer, calendar, amountMs);
	} catch (error) {
		if (error instanceof RangeError) return null;
		throw error;
	}
}

/** The last repeat that has come, and the one after it. */
function repeatsOf(everyMs: number, timer: Timer, calendar: Calendar): Omit<Step, 'recipients'>[] {
	const last = timer.state === 'breached' ? Math.floor((timer.countedMs - timer.targetMs) / everyMs) : 0;
	return [last, last + 1].flatMap((repeat) => {
		const at = repeat < 1 ? null : countedAt(timer, calendar, timer.targetMs + repeat * everyMs);
		return at === null ? [] : [{ name: `every ${formatDuration(everyMs)}`, repeat, at }];
	});
}

function isFor(escalation: Escalation, timer: Timer, department: string | null): boolean {
	const { metric, levels, departments } = escalation;
	return (
		(metric === 'any' || metric === timer.metric) &&
		(levels.length === 0 || (timer.level !== null && levels.includes(timer.level))) &&
		(departments.length === 0 || (department !== null && departments.includes(department)))
	);
}

function stepsOf(escalation: Escalation, timer: Timer, calendar: Calendar, remarks: Remarks): Step[] {
	const { at: moment, everyMs, notify: recipients } = escalation;
	const at = momentAt(moment, timer, calendar);
	const first = at === null ? [] : [{ name: momentName(moment), repeat: 0, at }];
	const isRepeated = everyMs !== null && remarks.acknowledged === null;
	const repeats = isRepeated ? repeatsOf(everyMs, timer, calendar) : [];
	return [...first, ...repeats].map((step) => ({ ...step, recipients, at: unlessSnoozed(step.at, remarks) }));
}

/** What would come while a timer is snoozed comes when that is over. */
function unlessSnoozed(at: number, { snoozed }: Remarks): number {
	return snoozed && at >= snoozed.at && at < snoozed.untilAt ? snoozed.untilAt : at;
}

/**
 * The steps of an open timer, as it stands at `nowAt`, that have come by then, and when the next one does. Of
 * repeats only the last that has come is given. A timer that waits has none until it goes on.
 * @param calendar the one that the timer counts in
 */
export function watch(
	timer: Timer,
	calendar: Calendar,
	department: string | null,
	remarks: Remarks | undefined,
	escalations: readonly Escalation[],
	nowAt: number,
): Watch {
	const { metric, cycle } = timer;
	if (timer.state === 'paused') return { metric, cycle, come: [], nextAt: null };
	const steps = escalations
		.filter((escalation) => isFor(escalation, timer, department))
		.flatMap((escalation) => stepsOf(escalation, timer, calendar, remarks ?? NO_REMARKS));
	const come = steps.filter(({ at }) => at <= nowAt).sort((a, b) => a.at - b.at || a.repeat - b.repeat);
	const toCome = steps.filter(({ at }) => at > nowAt).map(({ at }) => at);
	return { metric, cycle, come, nextAt: toCome.length === 0 ? null : Math.min(...toCome) };
}

/** What becomes of a step for one recipient: it is sent, or something stronger came in the same moment, or it came before it was asked for. */
export type Fate = 'queued' | 'overtaken' | 'passed_over';

/** A step that a recipient has been told of, or never will be. */
export interface ToldStep extends TimerName {
	readonly step: string;
	readonly repeat: number;
	readonly recipient: string;
}

/** Something for a recipient to hear. */
export interface NewAlert extends ToldStep {
	/** The same for the same step, whoever works it out and however often: a receiver can drop repeats by it. */
	readonly id: string;
	readonly ticket: string;
	readonly stepAt: number;
	readonly fate: Fate;
}

function alertId(ticket: string, { metric, cycle, step, repeat, recipient }: ToldStep): string {
	const parts = [ticket, metric, cycle, step, repeat, recipient];
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

const placeOf = ({ metric, cycle, step, recipient }: Omit<ToldStep, 'repeat'>): string =>
	JSON.stringify([metric, cycle, step, recipient]);

/** Of steps that came together the one worth telling: the last first time, or else the last repeat. */
const worthTelling = (steps: readonly Step[]): Step | undefined =>
	steps.findLast(({ repeat }) => repeat === 0) ?? steps.at(-1);

/**
 * The alerts of a ticket that are new: each step is told to each recipient once, however often its ticket is
 * folded, and a repeat never after a later one.
 * @param passesOver steps that have come are taken for told: they were past before anybody asked to hear of them
 */
export function newAlerts(
	ticket: string,
	watches: readonly Watch[],
	told: readonly ToldStep[],
	passesOver: boolean,
): NewAlert[] {
	const lastTold = new Map<string, number>();
	for (const step of told) {
		lastTold.set(placeOf(step), Math.max(step.repeat, lastTold.get(placeOf(step)) ?? 0));
	}
	return watches.flatMap(({ metric, cycle, come }) => {
		const recipients = new Set(come.flatMap((step) => step.recipients));
		return [...recipients].flatMap((recipient) => {
			const fresh = new Map<string, Step>();
			for (const step of come) {
				const place = placeOf({ metric, cycle, step: step.name, recipient });
				const isTold = (lastTold.get(place) ?? -1) >= step.repeat;
				if (step.recipients.includes(recipient) && !isTold) fresh.set(place, step);
			}
			const steps = [...fresh.values()];
			const chosen = worthTelling(steps);
			return steps.map((step): NewAlert => {
				const { name, repeat, at: stepAt } = step;
				const told = { metric, cycle, step: name, repeat, recipient };
				const fate = step === chosen ? 'queued' : 'overtaken';
				return {
					...told,
					id: alertId(ticket, told),
					ticket,
					stepAt,
					fate: passesOver ? 'passed_over' : fate,
				};
			});
		});
	});
}
