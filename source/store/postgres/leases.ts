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

/** What a lease runs by: `server`, or the clock of whoever asks, as tests do that set it. */
export type LeaseClock = 'server' | 'asker';

/** The server's clock, in ms. */
export const SERVER_NOW = 'CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)';

/** Who leads, by a clock that all have in common; null: by the server's. */
export const LED_SQL = `SELECT holder, epoch, expires_at AS "expiresAt" FROM lease
	WHERE expires_at > coalesce($1::bigint, ${SERVER_NOW})`;

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
		// Asked for once the row is locked.
		session.rows<{ at: number }>(`SELECT ${SERVER_NOW} AS at`),
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

/** Holds the lease's row until the commit, whoever's it is: others who number rows of a table wait. */
export async function holdLease(session: Session): Promise<void> {
	await session.rows(LEASE);
}

/**
 * Whoever was paused and wakes up late must find the door closed.
 * @throws {StaleLease}
 */
export async function checkLease(session: Session, { epoch }: Lease): Promise<void> {
	const [held] = await session.rows<HeldLease>(LEASE);
	if (held?.epoch !== epoch) throw new StaleLease('another engine holds the lease');
}

/**
 * For what goes out. A lease that ran out while nobody else asked makes stale what was worked out of the store, not
 * what somebody has been sent meanwhile.
 * @throws {StaleLease} where another has taken over
 */
export async function checkHolder(session: Session, { holder }: Lease): Promise<void> {
	const [held] = await session.rows<HeldLease>(LEASE);
	if (held?.holder !== holder) throw new StaleLease('another engine holds the lease');
}
