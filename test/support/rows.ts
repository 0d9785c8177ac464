/** Rows as the store gives them, for what draws them. */
import { NO_REMARKS } from '../../source/sla/remark.ts';
import type { LogRow, TimerRow } from '../../source/store/port.ts';

export const NOON = Date.UTC(2026, 10, 24, 12);

/** A timer that began at noon, at risk from half past, due at one. */
export const timer = (texts: Partial<TimerRow> = {}): TimerRow => ({
	id: 1,
	ticket: 'DESK-1',
	metric: 'first_answer',
	cycle: 1,
	level: 'gold',
	calendar: 'always',
	state: 'on_track',
	startedAt: NOON,
	atRiskAt: NOON + 1_800_000,
	dueAt: NOON + 3_600_000,
	targetMs: 3_600_000,
	countedMs: 0,
	department: 'Billing',
	agent: 'ana',
	priority: 'normal',
	status: 'new',
	subject: 'A subject',
	requester: 'Jane Doe',
	organization: null,
	url: null,
	remarks: NO_REMARKS,
	key: { order: 1, id: 1 },
	...texts,
});

export const logRow = (texts: Partial<LogRow> = {}): LogRow => ({
	...timer(),
	state: 'missed',
	closedAt: NOON,
	pausedMs: 0,
	reason: null,
	superseded: false,
	...texts,
});
