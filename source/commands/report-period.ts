/** Which stretch of time a report is about: `--since` and `--until`, `--month`, or the month so far. */
import { monthSoFar, type Period, wholeMonth } from '../reports/period.ts';
import { dayNamed, monthNamed, startOfDay, startOfMonth } from '../sla/calendar/local-period.ts';
import { parseInstant } from '../sla/instant.ts';
import { type Flags, textFlag, UsageError } from './context.ts';

/**
 * An instant, or the beginning of a day or a month of the agreement's zone.
 * @throws {UsageError} where it is none of these
 */
export function momentFlag(flags: Flags, name: string, zone: string): number | undefined {
	const value = textFlag(flags, name);
	if (value === undefined) return undefined;
	const at = parseInstant(value);
	if (at !== undefined) return at;
	const day = dayNamed(value);
	if (day !== undefined) return startOfDay(day, zone);
	const month = monthNamed(value);
	if (month !== undefined) return startOfMonth(month, zone);
	throw new UsageError(
		`--${name} takes a time like 2026-11-20T15:30:00Z, a day like 2026-11-20 or a month like 2026-11, not ${JSON.stringify(value)}`,
	);
}

/** @throws {UsageError} where it is no month */
export function monthFlag(flags: Flags): number | undefined {
	const value = textFlag(flags, 'month');
	if (value === undefined) return undefined;
	const month = monthNamed(value);
	if (month !== undefined) return month;
	throw new UsageError(`--month takes a month like 2026-11, not ${JSON.stringify(value)}`);
}

/** @throws {UsageError} where the flags contradict each other */
export function reportPeriod(flags: Flags, nowAt: number, zone: string): Period {
	const month = monthFlag(flags);
	const since = momentFlag(flags, 'since', zone);
	const until = momentFlag(flags, 'until', zone);
	if (month !== undefined) {
		if (since !== undefined || until !== undefined)
			throw new UsageError('--month does not go with --since or --until');
		return wholeMonth(month, zone);
	}
	if (since === undefined && until === undefined) return monthSoFar(nowAt, zone);
	const period = { sinceAt: since ?? Number.NEGATIVE_INFINITY, untilAt: until ?? nowAt + 1 };
	if (period.sinceAt >= period.untilAt)
		throw new UsageError('--since must be before --until, and before now');
	return period;
}
