/** One thing after the other, and a word to whoever draws when each is done. */
export class Turns {
	private work: Promise<void> = Promise.resolve();
	private version = 0;
	private readonly listeners = new Set<() => void>();

	/**
	 * @param bear takes what went wrong; what it throws goes on to whoever waits
	 * @param onChange called before anybody draws
	 */
	constructor(
		private readonly bear: (error: unknown) => void,
		private readonly onChange: () => void,
	) {}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	};

	/** Changes whenever anything to be drawn has. */
	readonly snapshot = (): number => this.version;

	/** Does an action when all before it are done, and has the screen drawn: it is never seen in the middle of one. */
	do(action: () => void | Promise<void>): Promise<void> {
		this.work = this.work
			.then(action)
			.catch(this.bear)
			.then(() => this.changed());
		return this.work;
	}

	changed(): void {
		this.onChange();
		this.version++;
		for (const listener of this.listeners) listener();
	}
}
