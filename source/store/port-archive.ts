/** What is moved between a store and its archive. */
import type { EventHead } from '../sla/event.ts';

/** An event on its way, as it is stored. */
export interface MovedEvent extends EventHead {
	/** The name of its source. */
	readonly source: string;
	/** What it is known by among that source's. */
	readonly id: string;
	readonly data: string;
}

/** A ticket's history, in the order of arrival. */
export type MovedTicket = readonly [ticket: string, events: readonly MovedEvent[]];
