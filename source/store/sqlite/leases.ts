/** Who may run the engine: the table `lease`. Everything runs inside the caller's transaction. */
import { type Lease, StaleLease } from '../port.ts';
import type { Connection } from './connection.ts';

export class Leases {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			get: db.prepare<[], { holder: string; epoch: number; expires_at: number }>(`SELECT * FROM lease`),
			take: db.prepare<[string, number, number]>(`UPDATE lease SET holder = ?, epoch = ?, expires_at = ?`),
			drop: db.prepare<[number]>(`UPDATE lease SET expires_at = 0 WHERE epoch = ?`),
		};
	}

	/** @returns null while another holds it */
	take(holder: string, nowAt: number, ttlMs: number): Lease | null {
		const held = this.sql.get.get();
		if (!held) return null;
		const isHeld = held.expires_at > nowAt && held.expires_at <= nowAt + ttlMs;
		if (isHeld && held.holder !== holder) return null;
		// A lease that goes on keeps its epoch; one taken over gets a new one, which fences the old holder.
		const goesOn = isHeld && held.holder === holder;
		const epoch = goesOn ? held.epoch : held.epoch + 1;
		this.sql.take.run(holder, epoch, nowAt + ttlMs);
		return { holder, epoch };
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
}
