/** Which version of the store was read last, and heard of last: whether there is anything new. */
import { SECOND_MS } from '../../sla/duration.ts';
import type { BoardStore, StoreStatus } from '../../store/port.ts';

/** No version of a store. */
const NONE = -1;

/** What a status says but for when the engine last looked: that is another each second, whatever happens. */
const saidBy = ({ tickedAt: _, ...rest }: StoreStatus): string => JSON.stringify(rest);

export class VersionsSeen {
	/** What is shown. */
	read = NONE;
	/** What was made heard while the past is shown. */
	heard = NONE;
	/** Whether the store could not be read when it was last asked. */
	isInTrouble = false;
	/** What the store had when it was last looked. */
	private newest = NONE;
	private lookedMs = Number.NEGATIVE_INFINITY;
	/** The version that was put off last, and since when there is one that was. */
	private putOff: number | null = null;
	private putOffMs = 0;

	/** Ms since it was last looked. */
	get sinceMs(): number {
		return performance.now() - this.lookedMs;
	}

	/** @throws {StoreError} where it cannot be read */
	async hasNews(store: Pick<BoardStore, 'version'>, seen: 'read' | 'heard'): Promise<boolean> {
		this.newest = await store.version();
		this.lookedMs = performance.now();
		return this.newest !== this[seen];
	}

	/**
	 * Whether the news that was found can wait for the clock to be drawn, for as it seems the engine has only said that it
	 * is still there. No news waits longer than a second.
	 * @param known what is shown of the status
	 */
	async canWait(store: Pick<BoardStore, 'status'>, known: StoreStatus): Promise<boolean> {
		if (this.read === NONE) return false;
		const nowMs = performance.now();
		if (this.putOff === null) this.putOffMs = nowMs;
		else if (nowMs - this.putOffMs >= SECOND_MS) return false;
		const { newest } = this;
		if (newest !== this.putOff && saidBy(await store.status()) !== saidBy(known)) return false;
		this.putOff = newest;
		return true;
	}

	/** A version is shown from now on. */
	isShown(version: number): void {
		this.read = version;
		this.putOff = null;
	}

	/** It could not be read: whatever comes is news. */
	trouble(): void {
		this.read = NONE;
		this.isInTrouble = true;
	}
}
