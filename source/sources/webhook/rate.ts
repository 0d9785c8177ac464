/** How often somebody may ask: so many times a second, and a few more at once after a rest. */

/** Addresses that are remembered; more than that is an attack, and forgetting the oldest costs nobody much. */
const MOST_ADDRESSES = 10_000;

interface Bucket {
	left: number;
	at: number;
}

export class RateLimit {
	private readonly buckets = new Map<string, Bucket>();
	private readonly burst: number;

	/** @param perSecond requests a second that one address may make for ever */
	constructor(private readonly perSecond: number) {
		this.burst = Math.max(1, perSecond * 5);
	}

	/** Takes one request; gives 0, or how many seconds to wait before the next is taken. */
	take(address: string, nowMs: number): number {
		const bucket = this.buckets.get(address) ?? { left: this.burst, at: nowMs };
		const gained = (Math.max(0, nowMs - bucket.at) / 1_000) * this.perSecond;
		const left = Math.min(this.burst, bucket.left + gained);
		// Last in the map: the first are those that have not asked for the longest time.
		this.buckets.delete(address);
		if (this.buckets.size >= MOST_ADDRESSES) this.forgetOldest();
		this.buckets.set(address, { left: left < 1 ? left : left - 1, at: nowMs });
		return left < 1 ? Math.max(1, Math.ceil((1 - left) / this.perSecond)) : 0;
	}

	private forgetOldest(): void {
		const [oldest] = this.buckets.keys();
		if (oldest !== undefined) this.buckets.delete(oldest);
	}
}
