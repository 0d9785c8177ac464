import { afterEach, expect, test, vi } from 'vitest';
import { HOUR_MS } from '../../../source/sla/duration.ts';
import { behindSince } from '../../../source/ui/model/overview.ts';
import { NO_STATUS } from '../../../source/ui/model/travel.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

afterEach(() => void vi.useRealTimers());

/** Since when the engine of a board that began in the morning has been behind, seen at noon. */
function behind(tickedAt: number, seenAt: number): number | null {
	vi.useFakeTimers({ now: NOON });
	return behindSince({ ...NO_STATUS, tickedAt }, NOON - 3 * HOUR_MS, seenAt);
}

test('an engine is behind when it has not looked for some seconds', () => {
	expect(behind(NOON - 2_000, NOON - 2_000)).toBeNull();
	expect(behind(NOON - 10_000, NOON - 10_000)).toBe(NOON - 10_000);
	expect(behind(0, NOON - 3 * HOUR_MS)).toBe(NOON - 3 * HOUR_MS);
});

test('of one whose clock is ahead it counts when it was seen to look', () => {
	expect(behind(NOON + HOUR_MS, NOON - 1_000)).toBeNull();
	expect(behind(NOON + HOUR_MS, NOON - 10_000)).toBe(NOON - 10_000);
});
