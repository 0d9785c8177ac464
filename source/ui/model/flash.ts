/** What is said of something that was just done, in the place of the keys, for some seconds. */

export type Tone = 'done' | 'refused' | 'failed';

export interface Said {
	readonly text: string;
	readonly tone: Tone;
}

/** Long enough to be read; what went wrong stays longer. By the real clock. */
const LASTS_MS: Readonly<Record<Tone, number>> = { done: 6_000, refused: 6_000, failed: 15_000 };

export class Flash {
	private said: Said | null = null;
	private untilMs = 0;

	say(text: string, tone: Tone = 'done'): void {
		this.said = { text, tone };
		this.untilMs = performance.now() + LASTS_MS[tone];
	}

	clear(): void {
		this.said = null;
	}

	/** What is to be shown now. */
	get current(): Said | null {
		return this.said && performance.now() < this.untilMs ? this.said : null;
	}

	/** Whether something is shown that has had its time. */
	get isOver(): boolean {
		return this.said !== null && this.current === null;
	}
}
