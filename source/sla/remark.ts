/**
 * Remarks: what people say of a ticket's timers in slatop itself. They are events like all others, so that they
 * are kept with who and when, can be undone, and time travel and rebuilding need nothing else. No clock hears them.
 */
import type { TicketEvent } from './event.ts';
import { instant, ordinal, type Raw, text } from './event-reading.ts';

/** One timer of a ticket. */
export interface TimerName {
	readonly metric: string;
	/** From 1. */
	readonly cycle: number;
}

export type RemarkContent =
	/** Somebody has seen that it is at risk: its alerts are not repeated. */
	| (TimerName & { readonly type: 'acknowledged' })
	/** A note, of the ticket or of one of its timers. */
	| { readonly type: 'remarked'; readonly text: string; readonly timer: TimerName | null }
	/** Why it was missed: one of the agreement's `miss_reasons`, and perhaps more. */
	| (TimerName & { readonly type: 'explained'; readonly reason: string; readonly text: string | null })
	/** Its row of the log is left out of compliance, or counts again. */
	| (TimerName & { readonly type: 'excluded'; readonly reason: string })
	| (TimerName & { readonly type: 'included' })
	/** No alerts until then. */
	| (TimerName & { readonly type: 'snoozed'; readonly until: number })
	/** An earlier event of somebody's doing here, by its id, is taken back. */
	| { readonly type: 'undone'; readonly event: string };

export type RemarkType = RemarkContent['type'];

const timerName = (raw: Raw): TimerName => ({ metric: text(raw, 'metric'), cycle: ordinal(raw, 'cycle', 1) });

/** How each is read. */
export const REMARK_READERS: { readonly [T in RemarkType]: (raw: Raw) => RemarkContent } = {
	acknowledged: (raw) => ({ type: 'acknowledged', ...timerName(raw) }),
	remarked: (raw) => ({
		type: 'remarked',
		text: text(raw, 'text'),
		timer: raw.metric === undefined ? null : timerName(raw),
	}),
	explained: (raw) => ({
		type: 'explained',
		...timerName(raw),
		reason: text(raw, 'reason'),
		text: raw.text === undefined || raw.text === null ? null : text(raw, 'text'),
	}),
	excluded: (raw) => ({ type: 'excluded', ...timerName(raw), reason: text(raw, 'reason') }),
	included: (raw) => ({ type: 'included', ...timerName(raw) }),
	snoozed: (raw) => ({ type: 'snoozed', ...timerName(raw), until: instant(raw, 'until') }),
	undone: (raw) => ({ type: 'undone', event: text(raw, 'event') }),
};

export type RemarkEvent = Extract<TicketEvent, { readonly type: RemarkType }>;

export const isRemarkType = (type: string): type is RemarkType => Object.hasOwn(REMARK_READERS, type);
/** Whoever remarks is named; what names nobody, as a help desk's events mostly do, need not be looked up. */
export const isRemark = (event: TicketEvent): event is RemarkEvent =>
	event.by !== undefined && isRemarkType(event.type);

/** Who did a thing, and when. */
export interface Doing {
	readonly by: string;
	readonly at: number;
}

/** What holds of one timer after all that was said of it; null: nothing of the kind. */
export interface Remarks {
	readonly acknowledged: Doing | null;
	readonly snoozed: (Doing & { readonly untilAt: number }) | null;
	readonly explained: (Doing & { readonly reason: string }) | null;
	/** The last note, or the text beside a reason. */
	readonly noted: (Doing & { readonly text: string }) | null;
	/** Set while its row of the log does not count for compliance. */
	readonly excluded: (Doing & { readonly reason: string }) | null;
}

export const NO_REMARKS: Remarks = {
	acknowledged: null,
	snoozed: null,
	explained: null,
	noted: null,
	excluded: null,
};

/** Remarks by timer. */
export type RemarksByTimer = ReadonlyMap<string, Remarks & TimerName>;

/** What a timer is found by among a ticket's. */
export const timerKey = ({ metric, cycle }: TimerName): string => `${metric} ${cycle}`;

/** What one remark changes of those that hold. */
function changed(remarks: Remarks, event: RemarkEvent): Remarks {
	const doing: Doing = { by: event.by ?? '', at: event.at };
	switch (event.type) {
		case 'acknowledged':
			return { ...remarks, acknowledged: doing };
		case 'remarked':
			return { ...remarks, noted: { ...doing, text: event.text } };
		case 'explained': {
			const noted = event.text === null ? remarks.noted : { ...doing, text: event.text };
			return { ...remarks, explained: { ...doing, reason: event.reason }, noted };
		}
		case 'excluded':
			return { ...remarks, excluded: { ...doing, reason: event.reason } };
		case 'included':
			return { ...remarks, excluded: null };
		case 'snoozed':
			return { ...remarks, snoozed: { ...doing, untilAt: event.until } };
		case 'undone':
			return remarks;
		default:
			return event satisfies never;
	}
}

function timerOf(event: RemarkEvent): TimerName | null {
	if (event.type === 'undone') return null;
	return event.type === 'remarked' ? event.timer : event;
}

/** What holds of each timer, of events in the order in which they count. */
export function remarksOf(events: readonly TicketEvent[]): RemarksByTimer {
	const byTimer = new Map<string, Remarks & TimerName>();
	for (const event of events) {
		const timer = isRemark(event) ? timerOf(event) : null;
		if (!timer || !isRemark(event)) continue;
		const { metric, cycle } = timer;
		const key = timerKey(timer);
		byTimer.set(key, { ...changed(byTimer.get(key) ?? NO_REMARKS, event), metric, cycle });
	}
	return byTimer;
}

/**
 * Leaves out what was taken back. Only what somebody did in slatop can be: a help desk's events stand. What takes
 * back may be taken back itself, and then the first stands again.
 */
export function withoutUndone(events: readonly TicketEvent[]): readonly TicketEvent[] {
	if (!events.some((event) => event.type === 'undone')) return events;
	const undone = new Set<string>();
	for (const event of events.toReversed()) {
		if (event.type === 'undone' && !(event.id !== undefined && undone.has(event.id))) undone.add(event.event);
	}
	return events.filter(
		({ id, by, type }) => id === undefined || by === undefined || type === 'created' || !undone.has(id),
	);
}
