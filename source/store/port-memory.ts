/** A store in memory, of somebody's own, for a past that is looked at. */
import type { Store } from './port.ts';

export interface MemoryStore extends Store {
	/** Takes tickets out of everything, open timers and sums too, as if nothing had been heard of them. Ends the lease. */
	forget(tickets: readonly string[]): Promise<void>;
}
