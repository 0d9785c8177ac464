/** When to try again: what the server asks for, or else ever longer, by chance (full jitter). */
import { MINUTE_MS, SECOND_MS } from '../../sla/duration.ts';

const FIRST_MS = SECOND_MS;
const MOST_MS = MINUTE_MS;
/** Whoever was told the same time does not come back at the same moment. */
const SPREAD_MS = SECOND_MS;

/**
 * How long to wait before the next attempt.
 * @param attempt how many have failed, from 1
 * @param askedMs what the server asked for
 */
export function backoffMs(attempt: number, askedMs: number | null, random: () => number): number {
	if (askedMs !== null) return askedMs + random() * SPREAD_MS;
	return random() * Math.min(MOST_MS, FIRST_MS * 2 ** attempt);
}
