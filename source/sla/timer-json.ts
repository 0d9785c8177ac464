/** A timer as scripts get it: the keys of `slatop replay` (contract, section 5). */
import { formatInstant, instantOrNull } from './instant.ts';
import type { Timer } from './timer.ts';

const seconds = (ms: number): number => ms / 1000;

/** Instants as RFC 3339, durations in seconds. `wall_s`: real seconds from the start to the close or `nowAt`. */
export function timerJson(timer: Timer, nowAt: number): Readonly<Record<string, string | number | null>> {
	return {
		ticket: timer.ticket,
		metric: timer.metric,
		cycle: timer.cycle,
		level: timer.level,
		calendar: timer.calendar,
		state: timer.state,
		started_at: formatInstant(timer.startedAt),
		at_risk_at: instantOrNull(timer.atRiskAt),
		due_at: instantOrNull(timer.dueAt),
		closed_at: instantOrNull(timer.closedAt),
		target_s: seconds(timer.targetMs),
		counted_s: seconds(timer.countedMs),
		paused_s: seconds(timer.pausedMs),
		// A start may be some minutes ahead of the clock.
		wall_s: seconds(Math.max(0, (timer.closedAt ?? nowAt) - timer.startedAt)),
		reason: timer.reason,
	};
}

/** The order in which timers are printed: by ticket, start, metric, cycle, and of one clock's closes by the close. */
export function inPrintOrder(a: Timer, b: Timer): number {
	return (
		compareText(a.ticket, b.ticket) ||
		a.startedAt - b.startedAt ||
		compareText(a.metric, b.metric) ||
		a.cycle - b.cycle ||
		(a.closedAt ?? Infinity) - (b.closedAt ?? Infinity)
	);
}

/** By code point, the same everywhere. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
