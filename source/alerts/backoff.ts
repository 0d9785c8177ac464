/** How long to wait after a message failed. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../sla/duration.ts';

const FIRST_MS = 5 * SECOND_MS;
const LONGEST_MS = 15 * MINUTE_MS;
/** A receiver may ask for more, within reason. */
const LONGEST_ASKED_MS = HOUR_MS;

/**
 * Twice as long after each failure in a row, up to a quarter of an hour, less up to half of it by chance, so that
 * those who failed together do not come back together.
 * @param failures in a row, 1 or more
 * @param random from 0 up to 1
 * @param askedMs what the receiver asked for
 */
export function backoffMs(failures: number, random: number, askedMs = 0): number {
	const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, failures - 1));
	return Math.max(Math.round(fullMs * (1 - random / 2)), Math.min(askedMs, LONGEST_ASKED_MS));
}
