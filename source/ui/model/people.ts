/** What somebody does to tickets here: written to the store as events, and taken back again. */
import { DEED_SOURCE, type Deed, deedEvent } from '../../sla/deed.ts';
import type { EventSink } from '../../store/port.ts';

export interface TicketDeed {
	readonly ticket: string;
	readonly deed: Deed;
}

/** Deeds that were done together, in words, and by what each can be taken back. */
interface Done {
	readonly text: string;
	readonly events: readonly { readonly ticket: string; readonly id: string }[];
}

export interface PeopleOptions {
	readonly sink: EventSink;
	readonly by: string;
	readonly now: () => number;
	/** An id that no other event has. */
	readonly newId: () => string;
	/** There is something for the engine to take in. */
	readonly onWritten: () => void;
}

export class People {
	/** What can be taken back, and what was, the latest last. */
	private readonly done: Done[] = [];
	private readonly undone: Done[] = [];

	constructor(private readonly options: PeopleOptions) {}

	get by(): string {
		return this.options.by;
	}

	get canUndo(): boolean {
		return this.done.length > 0;
	}

	get canRedo(): boolean {
		return this.undone.length > 0;
	}

	/**
	 * Does it.
	 * @param text what was done, in words
	 * @throws {StoreError} and nothing was written
	 */
	async do(text: string, deeds: readonly TicketDeed[]): Promise<void> {
		this.done.push({ text, events: await this.write(deeds) });
		this.undone.length = 0;
	}

	/** Takes back what was done last, and says what that was; null where there is nothing. */
	async undo(): Promise<string | null> {
		return this.takeBack(this.done, this.undone);
	}

	/** Does again what was taken back last. */
	async redo(): Promise<string | null> {
		return this.takeBack(this.undone, this.done);
	}

	private async takeBack(from: Done[], to: Done[]): Promise<string | null> {
		const last = from.at(-1);
		if (!last) return null;
		const deeds = last.events.map(
			({ ticket, id }): TicketDeed => ({ ticket, deed: { type: 'undone', event: id } }),
		);
		const events = await this.write(deeds);
		from.pop();
		to.push({ text: last.text, events });
		return last.text;
	}

	private async write(deeds: readonly TicketDeed[]): Promise<Done['events']> {
		const { sink, by, now, newId, onWritten } = this.options;
		const at = now();
		const events = deeds.map(({ ticket, deed }) => deedEvent(deed, ticket, { by, at, id: newId() }));
		const results = await sink.appendEvents(DEED_SOURCE, events, { atomic: true });
		const refused = results.find((result) => typeof result === 'object');
		if (refused) throw new DeedRefused(refused.refused);
		onWritten();
		return events.map(({ id, event }) => ({ ticket: event.ticket, id }));
	}
}

/** The store would not take it; the message says why. */
export class DeedRefused extends Error {}
