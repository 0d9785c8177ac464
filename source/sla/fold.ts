/**
 * The fold: a ticket's history becomes its fields and its timers (contract, sections 1 to 3). A pure
 * function of the events and the agreements; replay, the tick, recalculation, what-if and time travel are
 * all this one.
 */
import { isElsewhere } from './elsewhere.ts';
import type { TicketEvent } from './event.ts';
import { inOrder } from './event-order.ts';
import type { HolderChange } from './holders.ts';
import type { Agreement } from './level.ts';
import { isRemark, type RemarksByTimer, remarksOf, withoutUndone } from './remark.ts';
import type { Priority, Ticket } from './ticket.ts';
import { setsFields, TicketFold } from './ticket-fold.ts';
import type { ClosedState, Timer } from './timer.ts';

/** A version of the agreement and the instant it came into force. */
export interface AgreementVersion {
	readonly agreement: Agreement;
	readonly inForceAt: number;
	/** Whether it also moves the open timers of the tickets that are there. */
	readonly movesOpen: boolean;
}

/** A row of the SLA log; `superseded` where its clock went on later and only the later close counts. */
export interface ClosedTimer extends Timer {
	readonly state: ClosedState;
	readonly closedAt: number;
	readonly superseded: boolean;
	/** The ticket's agent and department when the timer closed. */
	readonly agent: string | null;
	readonly department: string | null;
}

/** Whether it closed, and a later close of its clock counts in its place. */
export const isSuperseded = (timer: Timer | ClosedTimer): boolean =>
	'superseded' in timer && timer.superseded;

/** From an instant on, the level and priority that a ticket's open timers were judged by. */
export interface LevelChange {
	readonly at: number;
	readonly level: string | null;
	readonly priority: Priority;
	/** The rule that gave the level, `by hand`, or null for the default. */
	readonly by: string | null;
}

export interface Folded {
	readonly ticket: Ticket;
	/** The version of the agreement that judges it now. */
	readonly agreement: Agreement;
	readonly levels: readonly LevelChange[];
	/** Whose the ticket was, from its creation on. */
	readonly holders: readonly HolderChange[];
	/** Open timers as they stand at `nowAt`, in the metrics' order. */
	readonly open: readonly Timer[];
	/** Closed timers in the order in which they closed. */
	readonly closed: readonly ClosedTimer[];
	/** What people have said of them, by timer. */
	readonly remarks: RemarksByTimer;
}

/** The version a ticket is judged by: the one in force when it was created, or else the first there was. */
function versionAt(versions: readonly AgreementVersion[], at: number): number {
	let found = 0;
	for (let index = 1; index < versions.length; index++) {
		if ((versions[index]?.inForceAt ?? Infinity) <= at) found = index;
	}
	return found;
}

/** The places of the events of a history that are dated before an instant. */
export function datedBefore(history: readonly TicketEvent[], at: number): readonly number[] {
	if (!history.some((event) => event.at < at)) return [];
	return history.flatMap((event, place) => (event.at < at ? [place] : []));
}

/**
 * Folds one ticket's events, in the order of arrival, into its fields and timers as they stand at `nowAt`.
 * Null while the ticket has no `created`. Events dated before `created` count nothing; of a ticket that has moved to
 * another reference nothing does, from its beginning on: it is deleted.
 * @param versions the agreement's versions, oldest first; at least one
 */
export function fold(
	history: readonly TicketEvent[],
	versions: readonly AgreementVersion[],
	nowAt: number,
): Folded | null {
	const events = withoutUndone(inOrder(history));
	const created = events.find((event) => event.type === 'created');
	if (created?.type !== 'created') return null;
	const begun = versionAt(versions, created.at);
	const version = versions[begun];
	if (!version) throw new RangeError('fold needs at least one version of the agreement');
	const moves = versions.slice(begun + 1).filter((later) => later.movesOpen);
	const elsewhere = isElsewhere(events);
	const beginning = elsewhere ? { ...created, status: 'deleted' as const } : created;
	// A clock that no level has a target for says nothing, unless it is given a due, or gets a target later.
	const isPromised = moves.length === 0 && !events.some(({ type }) => type === 'target');
	const { metrics, promised } = version.agreement;
	const ticketFold = new TicketFold(beginning, version.agreement, isPromised ? promised : metrics);
	const moveUntil = (at: number): void => {
		for (let move = moves[0]; move && move.inForceAt <= at; move = moves[0]) {
			ticketFold.moveTo(move.agreement, move.inForceAt);
			moves.shift();
		}
	};
	for (const event of events) {
		if (event === created || event.at < created.at || isRemark(event)) continue;
		if (elsewhere && !setsFields(event)) continue;
		moveUntil(event.at);
		ticketFold.apply(event);
	}
	moveUntil(nowAt);
	return { ...ticketFold.result(nowAt), remarks: remarksOf(events) };
}
