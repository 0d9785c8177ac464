/** An open timer as a row of the table `timer`, in every store. */
import type { Ticket } from '../sla/ticket.ts';
import { nextChangeAt, type Timer } from '../sla/timer.ts';

/** Where timers without a due stand: after all that have one. */
const NEVER = 8_640_000_000_000_000;

export type Value = string | number | null;

/** What each column of an open timer's row holds, but for those that name it. */
export const TIMER_COLUMNS = {
	level: (timer) => timer.level,
	state: (timer) => timer.state,
	department: (_, ticket) => ticket.department,
	calendar: (timer) => timer.calendar,
	started_at: (timer) => timer.startedAt,
	at_risk_at: (timer) => timer.atRiskAt,
	due_at: (timer) => timer.dueAt,
	target_ms: (timer) => timer.targetMs,
	// Of one that runs it is another at every event, and follows from the due: the row would be written for nothing.
	counted_ms: (timer) => (timer.dueAt === null ? timer.countedMs : 0),
	paused_ms: (timer) => timer.pausedMs,
	agent: (_, ticket) => ticket.agent,
	priority: (_, ticket) => ticket.priority,
	sort_at: (timer) => timer.dueAt ?? NEVER,
	next_at: (timer) => nextChangeAt(timer),
} satisfies Readonly<Record<string, (timer: Timer, ticket: Ticket) => Value>>;
