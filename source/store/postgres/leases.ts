/** Who may run the engine: the table `lease`. Everything runs inside the caller's transaction. */
import { type HeldLease, leaseAfter } from '../lease-after.ts';
import { type Lease, StaleLease } from '../port.ts';
import type { Session } from './session.ts';

/**
 * Held until the commit: nobody takes the lease over while its holder is writing. The epoch is what counts; a lock that
 * belongs to a connection (`pg_advisory_lock`) would add nothing to it, is not known everywhere, and outlives a holder
 * whose machine has gone until the server finds that out.
 */
const LEASE = `SELECT holder, epoch, expires_at FROM lease FOR UPDATE`;

/** @returns null while another holds it */
export async function takeLease(
	session: Session,
	holder: string,
	nowAt: number,
	ttlMs: number,
): Promise<Lease | null> {
	const [held] = await session.rows<HeldLease>(LEASE);
	const lease = held ? leaseAfter(held, holder, nowAt, ttlMs) : null;
	if (lease) {
		await session.count(`UPDATE lease SET holder = $1, epoch = $2, expires_at = $3`, [
			holder,
			lease.epoch,
			nowAt + ttlMs,
		]);
	}
	return lease;
}

/**
 * Whoever was paused and wakes up late must find the door closed.
 * @throws {StaleLease}
 */
export async function checkLease(session: Session, { epoch }: Lease): Promise<void> {
	const [held] = await session.rows<HeldLease>(LEASE);
	if (held?.epoch !== epoch) throw new StaleLease('another engine holds the lease');
}
