import type { Lease } from './port.ts';

/** The row of the table `lease`. */
export interface HeldLease {
	readonly holder: string;
	readonly epoch: number;
	readonly expires_at: number;
}

/** Whoever asks may have waited for a writer since it looked at its clock, and find a lease that was renewed meanwhile. */
const WAITED_MS = 1_000;

/** What becomes of a lease that somebody asks for; null: another holds it. */
export function leaseAfter(held: HeldLease, holder: string, nowAt: number, ttlMs: number): Lease | null {
	const isHeld = held.expires_at > nowAt && held.expires_at <= nowAt + ttlMs + WAITED_MS;
	if (isHeld && held.holder !== holder) return null;
	// A lease that goes on keeps its epoch; one taken over gets a new one, which fences the old holder.
	return { holder, epoch: isHeld ? held.epoch : held.epoch + 1 };
}
