/** Keeps to a help desk's limit of requests a minute, so that it need not say no. */
import { MINUTE_MS } from '../../sla/duration.ts';
import type { Clock } from './clock.ts';

export class Pace {
	/** When the last requests went out, oldest first; never more than a minute's. */
	private sent: number[] = [];

	constructor(
		private readonly perMinute: number,
		private readonly clock: Clock,
	) {}

	/** Waits until a further request may go out, and counts it. */
	async turn(signal?: AbortSignal): Promise<void> {
		for (;;) {
			const nowAt = this.clock.now();
			this.sent = this.sent.filter((at) => at > nowAt - MINUTE_MS && at <= nowAt);
			const oldest = this.sent[0];
			if (oldest === undefined || this.sent.length < this.perMinute) break;
			await this.clock.sleep(oldest + MINUTE_MS - nowAt, signal);
		}
		this.sent.push(this.clock.now());
	}
}
