/** When a timer's promise was kept or broken: the instant by which it belongs to a day, a month, a report. */
import type { TimerState } from './timer.ts';

interface Closed {
	readonly state: TimerState;
	readonly dueAt: number | null;
	readonly closedAt: number;
}

/**
 * A miss belongs to the instant at which it became one, its due, however long it stayed open after that: so a
 * month that is over keeps its misses, and none is ever counted, or paid for, in two. What was fulfilled or
 * cancelled belongs to its close.
 */
export function judgedAt({ state, dueAt, closedAt }: Closed): number {
	return state === 'missed' && dueAt !== null ? dueAt : closedAt;
}
