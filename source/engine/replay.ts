/** Replay: events through the fold in memory, as they would have been taken by a store of their own. */
import type { TicketEvent } from '../sla/event.ts';
import { type AgreementVersion, type ClosedTimer, datedBefore, fold } from '../sla/fold.ts';
import type { Timer } from '../sla/timer.ts';
import { inPrintOrder } from '../sla/timer-json.ts';

export interface Replayed {
	/** Open and closed timers in the order in which they are printed. */
	readonly timers: readonly Timer[];
	/** Events that wait: their tickets have no `created`. */
	readonly waiting: number;
}

/** Whether it closed, and a later close of its clock counts in its place. */
export const isSuperseded = (timer: Timer | ClosedTimer): boolean =>
	'superseded' in timer && timer.superseded;

export class Replay {
	private readonly timers: Timer[] = [];
	private waiting = 0;

	/** @param all whether closes that a later one superseded are given too */
	constructor(
		private readonly versions: readonly AgreementVersion[],
		private readonly nowAt: number,
		private readonly all = false,
	) {}

	/**
	 * Folds a ticket's events, in the order of arrival. Gives the places among them of those that are dated before
	 * their ticket's `created`: they count nothing.
	 */
	take(history: readonly TicketEvent[]): readonly number[] {
		const folded = fold(history, this.versions, this.nowAt);
		if (!folded) {
			this.waiting += history.length;
			return [];
		}
		for (const timer of folded.open) this.timers.push(timer);
		for (const timer of folded.closed) if (this.all || !isSuperseded(timer)) this.timers.push(timer);
		return datedBefore(history, folded.ticket.createdAt);
	}

	result(): Replayed {
		return { timers: this.timers.toSorted(inPrintOrder), waiting: this.waiting };
	}
}

/** Events by ticket, as they arrived. */
export function byTicket(events: Iterable<TicketEvent>): Iterable<readonly TicketEvent[]> {
	const histories = new Map<string, TicketEvent[]>();
	for (const event of events) {
		const history = histories.get(event.ticket);
		if (history) history.push(event);
		else histories.set(event.ticket, [event]);
	}
	return histories.values();
}

/** Folds events, in the order of arrival, under the versions of an agreement. */
export function replay(
	events: Iterable<TicketEvent>,
	versions: readonly AgreementVersion[],
	nowAt: number,
	all = false,
): Replayed {
	const replayed = new Replay(versions, nowAt, all);
	for (const history of byTicket(events)) replayed.take(history);
	return replayed.result();
}
