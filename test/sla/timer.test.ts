import { describe, expect, it } from 'vitest';
import { stateAt } from '../../source/sla/timer.ts';

describe('the state of an open timer at an instant', () => {
	const timer = { atRiskAt: 1_000, dueAt: 2_000 };

	it('goes by the instant alone, whichever way time is gone through', () => {
		const states = [2_001, 2_000, 1_000, 999].map((at) => stateAt(timer, at));
		expect(states).toEqual(['breached', 'at_risk', 'at_risk', 'on_track']);
	});

	it('is paused where there is no due, whatever the instant', () => {
		expect(stateAt({ atRiskAt: 1_000, dueAt: null }, 5_000)).toBe('paused');
	});

	it('is on track up to its due where nothing puts it at risk', () => {
		expect(stateAt({ atRiskAt: null, dueAt: 2_000 }, 2_000)).toBe('on_track');
	});
});
