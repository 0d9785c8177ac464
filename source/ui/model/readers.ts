/** What reads from a store beside the screen, which may be done with it before: an export takes a while. */
export class Readers {
	private readonly reading = new Set<Promise<unknown>>();

	/** The store stays as it is until this is done, well or not. */
	add(reader: Promise<unknown>): void {
		const ended = reader.then(
			() => {},
			() => {},
		);
		this.reading.add(ended);
		void ended.then(() => this.reading.delete(ended));
	}

	get areAny(): boolean {
		return this.reading.size > 0;
	}

	/** Until nothing reads any more. */
	async done(): Promise<void> {
		await Promise.all(this.reading);
	}

	/** Closes what was read from once nothing reads any more; waits for that only where nothing does. */
	async release(store: { close(): Promise<void> } | null): Promise<void> {
		if (!this.areAny) await store?.close();
		// What is wrong with a store that is read no more is said where it is read again.
		else void this.done().then(() => store?.close().catch(() => {}));
	}
}
