/** Sends what the engine of this process has queued, while it leads. */
import type { Surroundings } from '../alerts/channel.ts';
import { Sender } from '../alerts/sender.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/port.ts';
// Loaded with the engine: whoever takes over weeks later may find another version's files in its place.
import '../store/sqlite/alert-queue.ts';

export interface AlertingOptions {
	readonly store: Store;
	readonly engine: Engine;
	readonly now: () => number;
	readonly surroundings: Surroundings;
	readonly onError: (error: unknown) => void;
	/** As the sender's. */
	readonly onChange?: (recipient: string, problem: string | null) => void;
}

export class Alerting {
	private sender: Sender | null = null;

	constructor(private readonly options: AlertingOptions) {}

	/** After a tick: begins to send what waits. Who does not lead leaves it to who does. */
	async look(leads: boolean): Promise<void> {
		const { store, engine, ...options } = this.options;
		const agreement = leads ? await engine.agreement() : null;
		if (!agreement) return;
		if (!this.sender) {
			const queue = await store.alerts();
			this.sender ??= new Sender({ ...options, queue, random: Math.random });
		}
		await this.sender.begin(agreement);
	}

	/** Waits until what waits has been tried. */
	async idle(): Promise<void> {
		await this.sender?.idle();
	}

	async stop(): Promise<void> {
		await this.sender?.stop();
	}
}
