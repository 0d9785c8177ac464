/** What is asked of a store's own condition: by monitoring, and by whoever looks after it. */

/** Who runs the engine, by the lease. */
export interface Leader {
	readonly holder: string;
	readonly epoch: number;
	/** Until when, by the real clock, unless it is renewed. */
	readonly expiresAt: number;
}

export interface HealthStore {
	/** Null where nobody holds the lease at an instant of the real clock; a server goes by its own. */
	leader(realAt: number): Promise<Leader | null>;
}

/** Why nothing can be read of a store. */
export interface StoreProblem {
	/** `hindered`: by permissions or the file system. */
	readonly kind: 'hindered' | 'locked' | 'damaged' | 'foreign' | 'failing';
	readonly says: string;
}

/** What lies beside a store that a command works in; one that was killed has left it. */
export interface Leftover {
	readonly path: string;
	readonly command: string;
}

/** A store as it looks from outside. */
export interface StoreFacts {
	readonly bytes: number;
	/** Bytes written ahead, and not brought into the file yet. */
	readonly logBytes: number;
	readonly leftovers: readonly Leftover[];
	/** Who may read and write it. */
	readonly mode: number;
	readonly freeBytes: number;
	/** The kind of a file system of another machine; null: it is this machine's. */
	readonly network: string | null;
	/** What keeps it, with its version. */
	readonly engine: string;
	/** Why nothing could be read of it; null: it could. */
	readonly problem: StoreProblem | null;
	/** What keeps it from being written, in words; null: nothing does. */
	readonly hindrance: string | null;
	readonly schema: number;
	/** The schema that this slatop works with. */
	readonly newestSchema: number;
	/** Whether slatop has made it. */
	readonly isStore: boolean;
	/** What is damaged, in the words of what keeps it. */
	readonly faults: readonly string[];
	/** Null where it is damaged, or none of ours. */
	readonly counts: {
		readonly events: number;
		/** Events whose tickets have no beginning. */
		readonly waiting: number;
		readonly timers: number;
		readonly logRows: number;
		/** Kinds of timers whose kept number is not what is there. */
		readonly miscounted: number;
	} | null;
}

/** A store on a server, as it looks from here. */
export interface ServerFacts
	extends Pick<StoreFacts, 'engine' | 'schema' | 'newestSchema' | 'isStore' | 'counts'> {
	/** Why nothing could be read of it, in words; null: it could. */
	readonly problem: string | null;
	/** Its URL, without a password. */
	readonly name: string;
	readonly hasTls: boolean;
	/** How far this machine's clock is ahead of its own; about. */
	readonly aheadMs: number;
	/** Whether a copy into it has begun, and has not come to its end. */
	readonly isHalfCopy: boolean;
}
