/** Replay: events through the fold in memory, as they would have been taken by a store of their own. */
import type { TicketEvent } from '../sla/event.ts';
import { type AgreementVersion, type ClosedTimer, fold } from '../sla/fold.ts';
import type { Timer } from '../sla/timer.ts';
import { inPrintOrder } from '../sla/timer-json.ts';

export interface Replayed {
	/** Open and closed timers in the order in which they are printed. */
	readonly timers: readonly Timer[];
	readonly tickets: number;
	/** Events that wait: their tickets have no `created`. */
	readonly waiting: number;
	/** Events dated before their tickets' `created`: they count nothing. */
	readonly early: readonly TicketEvent[];
}

const isSuperseded = (timer: Timer | ClosedTimer): boolean => 'superseded' in timer && timer.superseded;

/**
 * Folds events, in the order of arrival, under the versions of an agreement.
 * @param all whether closes that a later one superseded are given too
 */
export function replay(
	events: Iterable<TicketEvent>,
	versions: readonly AgreementVersion[],
	nowAt: number,
	all = false,
): Replayed {
	const histories = new Map<string, TicketEvent[]>();
	for (const event of events) {
		const history = histories.get(event.ticket);
		if (history) history.push(event);
		else histories.set(event.ticket, [event]);
	}
	const timers: Timer[] = [];
	const early: TicketEvent[] = [];
	let waiting = 0;
	for (const history of histories.values()) {
		const folded = fold(history, versions, nowAt);
		if (!folded) waiting += history.length;
		else {
			for (const event of history) if (event.at < folded.ticket.createdAt) early.push(event);
			timers.push(...folded.open);
			for (const timer of folded.closed) if (all || !isSuperseded(timer)) timers.push(timer);
		}
	}
	return { timers: timers.sort(inPrintOrder), tickets: histories.size, waiting, early };
}
