/** The lists held still: they are read from the store as it was, whatever is written to it meanwhile. */
import { HOUR_MS } from '../../sla/duration.ts';
import { Readers } from './readers.ts';
import type { PastStore } from './travel.ts';

/** What the store keeps for their sake grows: so long they are held without a key, and so long whatever is pressed. */
export const LONGEST_UNTOUCHED_MS = HOUR_MS;
export const LONGEST_FREEZE_MS = 4 * HOUR_MS;

export class Freeze {
	/** The instant that the lists show; null while they go on. */
	at: number | null = null;
	/** What they are read from; null: what they are read from otherwise. */
	store: PastStore | null = null;
	private readonly readers = new Readers();
	private begunMs = 0;

	/** @param hold gives the store as it is now, until it is closed; null where it stands still by itself */
	constructor(private readonly hold: () => Promise<PastStore | null>) {}

	/** @throws {StoreError} where it cannot be held; the lists go on */
	async begin(at: number): Promise<void> {
		await this.end();
		this.store = await this.hold();
		this.at = at;
		this.begunMs = performance.now();
	}

	/** @param untouchedMs since the last key */
	hasLastedTooLong(untouchedMs: number, nowMs = performance.now()): boolean {
		if (this.at === null) return false;
		return untouchedMs >= LONGEST_UNTOUCHED_MS || nowMs - this.begunMs >= LONGEST_FREEZE_MS;
	}

	/** The store stays open until this is done, also where the lists go on before. */
	keepFor(reader: Promise<unknown>): void {
		if (this.store) this.readers.add(reader);
	}

	async end(): Promise<void> {
		const { store } = this;
		this.at = null;
		this.store = null;
		await this.readers.release(store);
	}
}
