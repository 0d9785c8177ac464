/** Who may run the engine: the table `lease`. Everything runs inside the caller's transaction. */

import { type HeldLease, leaseAfter } from '../lease-after.ts';
import { type Lease, StaleLease } from '../port.ts';
import type { Connection } from './connection.ts';

export class Leases {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			get: db.prepare<[], HeldLease>(`SELECT * FROM lease`),
			take: db.prepare<[string, number, number]>(`UPDATE lease SET holder = ?, epoch = ?, expires_at = ?`),
			drop: db.prepare<[number]>(`UPDATE lease SET expires_at = 0 WHERE epoch = ?`),
		};
	}

	/** @returns null while another holds it */
	take(holder: string, nowAt: number, ttlMs: number): Lease | null {
		const held = this.sql.get.get();
		const lease = held ? leaseAfter(held, holder, nowAt, ttlMs) : null;
		if (lease) this.sql.take.run(holder, lease.epoch, nowAt + ttlMs);
		return lease;
	}

	drop({ epoch }: Lease): void {
		this.sql.drop.run(epoch);
	}

	/**
	 * Whoever was paused and wakes up late must find the door closed.
	 * @throws {StaleLease}
	 */
	check({ epoch }: Lease): void {
		if (this.sql.get.get()?.epoch !== epoch) throw new StaleLease('another engine holds the lease');
	}

	/**
	 * For what goes out. A prune, or a lease that ran out while nobody else asked, makes stale what was worked out of the
	 * store, not what somebody has been sent meanwhile.
	 * @throws {StaleLease} where another has taken over
	 */
	checkHolder({ holder }: Lease): void {
		if (this.sql.get.get()?.holder !== holder) throw new StaleLease('another engine holds the lease');
	}
}
