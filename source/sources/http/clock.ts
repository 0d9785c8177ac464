/** Time and chance, as whatever waits and tries again is handed them. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Clock {
	/** UTC ms. */
	readonly now: () => number;
	/** Waits; ends early, with the signal's reason, where that is aborted. */
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	/** From 0, below 1. */
	readonly random: () => number;
}

export const REAL_CLOCK: Clock = {
	now: Date.now,
	sleep: (ms, signal) => pause(ms, undefined, { ...(signal ? { signal } : {}), ref: true }),
	random: Math.random,
};
