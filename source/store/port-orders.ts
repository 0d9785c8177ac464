/** Beside the port: other orders of the open timers, and the names that stand in them. */

/**
 * What open timers are ordered by: their due (the paused last), their start, or the order in which their tickets
 * came.
 */
export type TimerOrder = 'due' | 'started' | 'arrived';

/**
 * What the SLA log is ordered by: the close, the order in which rows were written, the instant by which a row belongs to a
 * month (`judgedAt`), the order in which tickets came, the start, or the time left (less than none: over). Along the
 * last two there is no index: a window of them looks at every row of the filter.
 */
export const LOG_ORDERS = ['closed', 'logged', 'judged', 'ticket', 'started', 'left'] as const;
export type LogOrder = (typeof LOG_ORDERS)[number];

export interface NameStore {
	/** Agents who have open timers, by name, at most `limit` of them. */
	agentNames(limit: number): Promise<string[]>;
}
