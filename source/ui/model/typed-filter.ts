/** The filter while it is typed: the lists are narrowed with every key, or where that takes long, when the typing pauses. */
import { Pause } from './pause.ts';

/** What took longer than this to narrow is narrowed anew when the typing pauses, and not with every key. */
const SLOW_MS = 60;
const PAUSE_MS = 180;

export interface TypedFilterOptions {
	/** Narrows the lists. */
	readonly narrow: (text: string) => Promise<void>;
	/** Reads the names of agents, where a filter asks for some. */
	readonly readAgents: () => Promise<unknown>;
	readonly inTurn: (action: () => Promise<void>) => Promise<void>;
}

export class TypedFilter {
	private readonly pause = new Pause(PAUSE_MS);
	/** How long it took to narrow the lists the last time. */
	private lastMs = 0;

	constructor(private readonly options: TypedFilterOptions) {}

	async set(text: string): Promise<void> {
		this.pause.cancel();
		const beganMs = performance.now();
		if (mentionsAgents(text)) await this.options.readAgents();
		await this.options.narrow(text);
		this.lastMs = performance.now() - beganMs;
	}

	async setSoon(text: string): Promise<void> {
		if (this.lastMs < SLOW_MS) return this.set(text);
		this.pause.run(() => void this.options.inTurn(() => this.set(text)));
	}
}

/** Whether a filter asks for agents, by any beginning of the word. */
const mentionsAgents = (text: string): boolean => /(?:^|\s)ag?e?n?t?:/i.test(text);
