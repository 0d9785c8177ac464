/** Which version of the store was read last, and heard of last: whether there is anything new. */
import type { BoardStore } from '../../store/port.ts';

/** No version of a store. */
const NONE = -1;

export class VersionsSeen {
	/** What is shown. */
	read = NONE;
	/** What was made heard while the past is shown. */
	heard = NONE;
	/** Whether the store could not be read when it was last asked. */
	isInTrouble = false;
	private lookedMs = Number.NEGATIVE_INFINITY;

	/** Ms since it was last looked. */
	get sinceMs(): number {
		return performance.now() - this.lookedMs;
	}

	/** @throws {StoreError} where it cannot be read */
	async hasNews(store: Pick<BoardStore, 'version'>, seen: 'read' | 'heard'): Promise<boolean> {
		const version = await store.version();
		this.lookedMs = performance.now();
		return version !== this[seen];
	}

	/** It could not be read: whatever comes is news. */
	trouble(): void {
		this.read = NONE;
		this.isInTrouble = true;
	}
}
