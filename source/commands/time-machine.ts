/** The past of a store, for the dashboard: one board in memory, gone on with where that is possible. */
import { loadAgreement } from '../engine/agreement-file.ts';
import { AsOf } from '../engine/as-of.ts';
import type { Journey } from '../engine/past.ts';
import type { Store, StoredAgreement } from '../store/port.ts';

export class StoreTimeMachine {
	private last: AsOf | null = null;
	private work: Promise<unknown> = Promise.resolve();

	/** @param agreementPath what judges where the store keeps no agreement yet */
	constructor(
		private readonly store: Store,
		private readonly agreementPath: string,
	) {}

	/** The board as it stood at an instant. Whoever is given another than before closes the one before. */
	to(at: number, journey: Journey): Promise<AsOf> {
		// One way at a time: they may be of the same board.
		const way = this.work.then(() => this.go(at, journey));
		this.work = way.catch(() => {});
		return way;
	}

	private async go(at: number, journey: Journey): Promise<AsOf> {
		journey.signal.throwIfAborted();
		if (this.last && (await this.last.step(at, journey))) return this.last;
		const { openMemoryStore } = await import('../store/sqlite/memory-store.ts');
		const asOf = new AsOf(this.store, openMemoryStore(), { fallback: () => this.agreementOfFile() });
		try {
			await asOf.begin(at, journey);
		} catch (error) {
			await asOf.close();
			throw error;
		}
		this.last = asOf;
		return asOf;
	}

	private async agreementOfFile(): Promise<StoredAgreement> {
		const { text, files } = await loadAgreement(this.agreementPath);
		return { id: 0, inForceAt: 0, movesOpen: false, text, files };
	}
}
