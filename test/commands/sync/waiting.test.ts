import { describe, expect, it } from 'vitest';
import { placeText, readPlace, withWaiting } from '../../../source/commands/sync/waiting.ts';

const event = (number: number) => ({
	ticket: 'T-1',
	at: '2026-11-24T10:00:00Z',
	type: 'status',
	id: `s:${number}`,
	status: 'open',
});
const events = (count: number) => Array.from({ length: count }, (_, number) => event(number));

describe('what waits beside a cursor', () => {
	it('is read as it was written, whatever the cursor is', () => {
		for (const cursor of [7, 'page', { changedAt: 5, openAt: null }, null]) {
			for (const waiting of [[], events(2)]) {
				expect(readPlace(placeText({ cursor, waiting }))).toEqual({ cursor, waiting });
			}
		}
		expect(readPlace(null)).toEqual({ cursor: null, waiting: [] });
	});

	it('waits once, however often it is told', () => {
		expect(withWaiting(events(2), [...events(3), event(0)])).toEqual(events(3));
	});

	it('is not taken in without end: a wrong clock is named, and what to do', () => {
		expect(() => withWaiting(events(3), events(6_000))).toThrow(
			/dated ahead of our clock \(one at 2026-11-24T10:00:00Z\).*--timezone/,
		);
	});
});
