/** The lists held still: they are read from the store as it was, whatever is written to it meanwhile. */
import { HOUR_MS } from '../../sla/duration.ts';
import type { PastStore } from './travel.ts';

/** Nobody has looked at them for so long: what the store keeps for their sake grows. */
export const LONGEST_FREEZE_MS = HOUR_MS;

export class Freeze {
	/** The instant that the lists show; null while they go on. */
	at: number | null = null;
	/** What they are read from; null: what they are read from otherwise. */
	store: PastStore | null = null;

	/** @param hold gives the store as it is now, until it is closed; null where it stands still by itself */
	constructor(private readonly hold: () => Promise<PastStore | null>) {}

	/** @throws {StoreError} where it cannot be held; the lists go on */
	async begin(at: number): Promise<void> {
		await this.end();
		this.store = await this.hold();
		this.at = at;
	}

	async end(): Promise<void> {
		const { store } = this;
		this.at = null;
		this.store = null;
		await store?.close();
	}
}
