/** What is asked of a store's own condition: by monitoring, and by whoever looks after it. */

/** Who runs the engine, by the lease. */
export interface Leader {
	readonly holder: string;
	readonly epoch: number;
	/** Until when, by the real clock, unless it is renewed. */
	readonly expiresAt: number;
}

export interface HealthStore {
	/** Null where nobody holds the lease at an instant of the real clock. */
	leader(realAt: number): Promise<Leader | null>;
}
