/** How much is left of a timer, or by how much it is over. */
import { twoDigits } from '../text/figures.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './duration.ts';

/** What a list knows of a timer that its time left follows from. */
export interface Ticking {
	readonly dueAt: number | null;
	readonly targetMs: number;
	readonly countedMs: number;
}

/**
 * Ms of real time from `at` to the due, negative when over; of a paused timer, which has no due, the counted
 * ms that are left of its target.
 */
export function leftMs({ dueAt, targetMs, countedMs }: Ticking, at: number): number {
	return dueAt === null ? targetMs - countedMs : dueAt - at;
}

/**
 * A time left in at most eight cells, as fine as it matters: `-4:05` (minutes, seconds), `3h07m`, `2d04h`,
 * `120d`. Seconds are shown within an hour of the due only.
 */
export function formatLeft(ms: number): string {
	// A time left is counted down to nothing: 0:01 is shown until the second has passed.
	const wholeS = ms >= 0 ? Math.ceil(ms / SECOND_MS) : Math.floor(-ms / SECOND_MS);
	const sign = ms < 0 ? '-' : '';
	const size = wholeS * SECOND_MS;
	if (size < HOUR_MS) return `${sign}${Math.floor(size / MINUTE_MS)}:${twoDigits(wholeS % 60)}`;
	if (size < DAY_MS)
		return `${sign}${Math.floor(size / HOUR_MS)}h${twoDigits(Math.floor((size % HOUR_MS) / MINUTE_MS))}m`;
	const days = Math.floor(size / DAY_MS);
	if (days < 100) return `${sign}${days}d${twoDigits(Math.floor((size % DAY_MS) / HOUR_MS))}h`;
	return `${sign}${days}d`;
}
