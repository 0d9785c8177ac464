/** The stretch of time that a report is about, by the days and months of the agreement's zone. */
import { localDay, localMonth, monthStart, startOfDay, startOfMonth } from '../sla/calendar/local-period.ts';
import { formatInstant } from '../sla/instant.ts';

/** From, and up to but without; timers belong to it by when their promise was kept or broken (`judgedAt`). */
export interface Period {
	readonly sinceAt: number;
	readonly untilAt: number;
}

/** The month so far, with this very millisecond in it. */
export function monthSoFar(nowAt: number, zone: string): Period {
	return { sinceAt: monthStart(nowAt, zone), untilAt: nowAt + 1 };
}

/** A whole month, by its number. */
export const wholeMonth = (month: number, zone: string): Period => ({
	sinceAt: startOfMonth(month, zone),
	untilAt: startOfMonth(month + 1, zone),
});

/** How many whole months a period is; 0 where it does not begin and end with one. */
function wholeMonths({ sinceAt, untilAt }: Period, zone: string): number {
	const first = localMonth(sinceAt, zone);
	const end = localMonth(untilAt, zone);
	const fits = startOfMonth(first, zone) === sinceAt && startOfMonth(end, zone) === untilAt;
	return fits ? end - first : 0;
}

/** How many whole days a period is; 0 where it does not begin and end with one. */
function wholeDays({ sinceAt, untilAt }: Period, zone: string): number {
	const first = localDay(sinceAt, zone);
	const end = localDay(untilAt, zone);
	const fits = startOfDay(first, zone) === sinceAt && startOfDay(end, zone) === untilAt;
	return fits ? end - first : 0;
}

/**
 * The period before, of the same length: as many months before whole months, as many days before whole days
 * (of 23 or 25 hours, where the clocks change), else as much time. Null for one without a beginning.
 */
export function periodBefore(period: Period, zone: string): Period | null {
	const { sinceAt, untilAt } = period;
	if (!Number.isFinite(sinceAt) || !Number.isFinite(untilAt)) return null;
	const months = wholeMonths(period, zone);
	if (months > 0) {
		return { sinceAt: startOfMonth(localMonth(sinceAt, zone) - months, zone), untilAt: sinceAt };
	}
	const days = wholeDays(period, zone);
	if (days > 0) return { sinceAt: startOfDay(localDay(sinceAt, zone) - days, zone), untilAt: sinceAt };
	return { sinceAt: sinceAt - (untilAt - sinceAt), untilAt: sinceAt };
}

/** `from 2026-11-01T00:00:00Z up to 2026-12-01T00:00:00Z` */
export function periodWords({ sinceAt, untilAt }: Period): string {
	const until = Number.isFinite(untilAt) ? `up to ${formatInstant(untilAt)}` : '';
	return Number.isFinite(sinceAt) ? `from ${formatInstant(sinceAt)} ${until}`.trim() : `everything ${until}`;
}
