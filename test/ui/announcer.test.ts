import { describe, expect, it } from 'vitest';
import { NO_REMARKS } from '../../source/sla/remark.ts';
import type { TimerRow } from '../../source/store/port.ts';
import { makeAnnouncer } from '../../source/ui/announcer.ts';
import { timer } from '../support/rows.ts';

const MINUTE_MS = 60_000;

/** A timer that was breached from an instant on. */
const breached = (ticket: string, dueAt: number, rest: Partial<TimerRow> = {}): TimerRow =>
	timer({ ticket, dueAt, state: 'breached', cycle: dueAt, agent: null, ...rest });

/** Looks after each step at what there is then; gives what was written meanwhile. */
function announcing(timers: TimerRow[]) {
	let nowAt = 60 * MINUTE_MS;
	let version = 0;
	let written: string[] = [];
	const look = makeAnnouncer({
		store: {
			version: async () => version,
			timers: async ({ dueFrom = 0, dueBefore = 0 }) =>
				timers.filter(({ dueAt }) => dueAt !== null && dueAt >= dueFrom && dueAt < dueBefore),
		},
		now: () => nowAt,
		ways: { bell: false, notify: true },
		env: {},
		write: (bytes) => written.push(bytes),
	});
	return async (afterMs: number): Promise<string> => {
		nowAt += afterMs;
		version++;
		written = [];
		await look();
		return written.join('').replace('\u001B]777;notify;slatop;', '').replace('\u0007', '');
	};
}

describe('new breaches', () => {
	it('are told of once, and never those that were there when the board was opened', async () => {
		const now = 60 * MINUTE_MS;
		const timers = [
			breached('T-1', now - 1),
			breached('T-2', now + MINUTE_MS),
			breached('T-3', now + 90_000),
		];
		const heardIn = announcing(timers);
		expect(await heardIn(0)).toBe('');
		expect(await heardIn(MINUTE_MS)).toBe('');
		expect(await heardIn(1)).toBe('T-2 breached: first answer, Billing, unassigned');
		expect(await heardIn(1_000)).toBe('');
		timers.push(breached('T-4', now + 80_000), breached('T-4', now + 80_001), breached('T-5', now + 80_002));
		expect(await heardIn(MINUTE_MS)).toBe('4 timers breached: T-3, T-4, T-5');
		expect(await heardIn(20 * MINUTE_MS)).toBe('');
	});

	it('that are old news, or were snoozed, are passed over', async () => {
		const now = 60 * MINUTE_MS;
		const timers: TimerRow[] = [];
		const heardIn = announcing(timers);
		expect(await heardIn(0)).toBe('');
		timers.push(breached('T-1', now - 11 * MINUTE_MS));
		const snoozed = { by: 'ana', at: now, untilAt: now + MINUTE_MS };
		timers.push(breached('T-2', now - 1, { remarks: { ...NO_REMARKS, snoozed } }));
		expect(await heardIn(1)).toBe('');
	});
});
