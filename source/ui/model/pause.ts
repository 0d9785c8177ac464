/** Does a thing once nobody has asked for it anew for a while: the last to ask decides what. */
export class Pause {
	private timer: NodeJS.Timeout | null = null;

	constructor(private readonly ms: number) {}

	run(action: () => void): void {
		this.cancel();
		this.timer = setTimeout(() => {
			this.timer = null;
			action();
		}, this.ms);
	}

	cancel(): void {
		if (this.timer) clearTimeout(this.timer);
		this.timer = null;
	}
}
