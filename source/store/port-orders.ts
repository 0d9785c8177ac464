/** Beside the port: other orders of the open timers, and the names that stand in them. */

/**
 * What open timers are ordered by: their due (the paused last), their start, or the order in which their tickets
 * came.
 */
export type TimerOrder = 'due' | 'started' | 'arrived';

export interface NameStore {
	/** Agents who have open timers, by name, at most `limit` of them. */
	agentNames(limit: number): Promise<string[]>;
}
