/** A store in memory, of somebody's own, for a past that is looked at. */
import type { Store } from './port.ts';

export interface MemoryStore extends Store {
	/** Does several of its methods' work, that of nothing else in between, as one: where that fails, nothing was done. */
	atOnce(work: () => Promise<void>): Promise<void>;
	/** Takes what was logged of tickets out of everything. Their open timers, and their places by arrival, stay. */
	unlog(tickets: readonly string[]): Promise<void>;
	/** Takes tickets out of everything, open timers and sums too, as if nothing had been heard of them. Ends the lease. */
	forget(tickets: readonly string[]): Promise<void>;
}
