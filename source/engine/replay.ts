/** Replay: events through the fold in memory, as they would have been taken by a store of their own. */
import type { TicketEvent } from '../sla/event.ts';
import { type AgreementVersion, datedBefore, fold } from '../sla/fold.ts';
import type { Timer } from '../sla/timer.ts';
import { compareText } from '../text/order.ts';

export interface Replayed {
	/** Open and closed timers in the order in which they are printed. */
	readonly timers: readonly Timer[];
	/** Events that wait: their tickets have no `created`. */
	readonly waiting: number;
}

/** Takes what tickets come to, one after another. */
export interface TimerTaker {
	/** Takes a ticket's timers, in the order in which they are printed. */
	take(timers: readonly Timer[]): void;
}

/** Keeps all timers. One by one: there may be more of a ticket's than a call takes arguments. */
export const takerInto = (timers: Timer[]): TimerTaker => ({
	take(ofTicket) {
		for (const timer of ofTicket) timers.push(timer);
	},
});

/** The order in which timers are printed: by ticket, start, metric, cycle, and of one clock's closes by the close. */
function inPrintOrder(a: Timer, b: Timer): number {
	return (
		compareText(a.ticket, b.ticket) ||
		a.startedAt - b.startedAt ||
		compareText(a.metric, b.metric) ||
		a.cycle - b.cycle ||
		(a.closedAt ?? Infinity) - (b.closedAt ?? Infinity)
	);
}

/** Folds tickets' histories, and hands on what each comes to: no ticket is needed for another. */
export class Replay<Taker extends TimerTaker> {
	/** Events that wait: their tickets have no `created`. */
	waiting = 0;

	/** @param all whether closes that a later one superseded are given too */
	constructor(
		private readonly versions: readonly AgreementVersion[],
		private readonly nowAt: number,
		readonly taker: Taker,
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
		const timers = [...folded.open];
		for (const timer of folded.closed) if (this.all || !timer.superseded) timers.push(timer);
		this.taker.take(timers.sort(inPrintOrder));
		return datedBefore(history, folded.ticket.createdAt);
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
	const timers: Timer[] = [];
	const replayed = new Replay(versions, nowAt, takerInto(timers), all);
	for (const history of byTicket(events)) replayed.take(history);
	return { timers: timers.sort(inPrintOrder), waiting: replayed.waiting };
}
