/** Which tickets have been read whole, as they stood: an overlap does not read them again. */

/** So many are remembered; of those forgotten, only the calls are lost. */
const MOST = 20_000;

export class Seen {
	private readonly changedAt = new Map<string, number>();

	/** Whether a ticket has been read since it changed. */
	has(id: string, changedAt: number): boolean {
		return (this.changedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= changedAt;
	}

	note(id: string, changedAt: number): void {
		// Last in the map: the first are those that were read the longest time ago.
		this.changedAt.delete(id);
		this.changedAt.set(id, changedAt);
		const [oldest] = this.changedAt.keys();
		if (this.changedAt.size > MOST && oldest !== undefined) this.changedAt.delete(oldest);
	}

	clear(): void {
		this.changedAt.clear();
	}
}
