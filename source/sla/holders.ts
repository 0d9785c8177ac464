/** Who had a ticket while a timer of it ran: how long each agent and department held it, and with whom it ran out. */
import type { Calendar } from './calendar/calendar.ts';
import type { Timer } from './timer.ts';

/** Whose a ticket is. */
export interface Holder {
	readonly agent: string | null;
	readonly department: string | null;
}

/** From an instant on it was theirs. */
export interface HolderChange extends Holder {
	readonly at: number;
}

/** What one of them had of a timer, in all the stretches that it was theirs. */
export interface Held extends Holder {
	/** Counted time that passed with them; all of it together is the timer's. */
	readonly countedMs: number;
	/** Real time. */
	readonly wallMs: number;
	/** Real time of that after the due. */
	readonly overMs: number;
	/** Whether it was theirs when it ran out. */
	readonly ranOut: boolean;
}

type MutableHeld = { -readonly [Key in keyof Held]: Held[Key] };

/** Counted ms between two instants, less the timer's gaps. */
function countedBetween(timer: Timer, calendar: Calendar, fromAt: number, toAt: number): number {
	return timer.gaps.reduce(
		(left, gap) => {
			const gapFrom = Math.max(fromAt, gap.fromAt);
			const gapTo = Math.min(toAt, gap.toAt);
			return gapFrom < gapTo ? left - calendar.counted(gapFrom, gapTo) : left;
		},
		calendar.counted(fromAt, toAt),
	);
}

/**
 * How a timer's time is shared among those who had its ticket, in the order in which they first did.
 * @param changes whose the ticket was, from its creation on, in order
 * @param nowAt up to which an open timer is told of
 */
export function heldTimes(
	changes: readonly HolderChange[],
	timer: Timer,
	calendar: Calendar,
	nowAt: number,
): Held[] {
	const endAt = timer.closedAt ?? nowAt;
	const { dueAt } = timer;
	const held = new Map<string, MutableHeld>();
	for (const [place, { at, agent, department }] of changes.entries()) {
		const fromAt = Math.max(at, timer.startedAt);
		const toAt = Math.min(changes[place + 1]?.at ?? endAt, endAt);
		if (fromAt >= toAt) continue;
		const key = JSON.stringify([agent, department]);
		const sum = held.get(key) ?? { agent, department, countedMs: 0, wallMs: 0, overMs: 0, ranOut: false };
		held.set(key, sum);
		sum.countedMs += countedBetween(timer, calendar, fromAt, toAt);
		sum.wallMs += toAt - fromAt;
		if (dueAt === null) continue;
		sum.overMs += Math.max(0, toAt - Math.max(fromAt, dueAt));
		sum.ranOut ||= dueAt >= fromAt && dueAt < toAt;
	}
	return [...held.values()];
}
