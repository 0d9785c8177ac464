import { expect, test } from 'vitest';
import { takerInto } from '../../source/engine/replay.ts';
import type { Timer } from '../../source/sla/timer.ts';

test('a ticket may come to more timers than a call takes arguments', () => {
	const timer: Timer = {
		ticket: 'T-1',
		metric: 'next_answer',
		cycle: 1,
		level: null,
		calendar: 'always',
		state: 'fulfilled',
		startedAt: 0,
		atRiskAt: 0,
		dueAt: 0,
		closedAt: 0,
		targetMs: 0,
		countedMs: 0,
		pausedMs: 0,
		reason: null,
		gaps: [],
		given: null,
	};
	const kept: Timer[] = [];
	takerInto(kept).take(Array.from({ length: 200_000 }, () => timer));
	expect(kept).toHaveLength(200_000);
});
