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

/** Asked for once the row is locked. */
const SERVER_NOW = `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS at`;

/**
 * A lease runs by the server's clock: those of several machines are seconds apart, and each would think the others'
 * leases run out, or from a time to come.
 * @param nowAt by a clock that all who ask have in common, instead of the server's
 * @returns null while another holds it
 */
export async function takeLease(
	session: Session,
	holder: string,
	ttlMs: number,
	nowAt?: number,
): Promise<Lease | null> {
	const [[held], [server]] = await Promise.all([
		session.rows<HeldLease>(LEASE),
		session.rows<{ at: number }>(SERVER_NOW),
	]);
	const at = nowAt ?? server?.at;
	const lease = held && at !== undefined ? leaseAfter(held, holder, at, ttlMs) : null;
	if (lease && at !== undefined) {
		await session.count(`UPDATE lease SET holder = $1, epoch = $2, expires_at = $3`, [
			holder,
			lease.epoch,
			at + ttlMs,
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
