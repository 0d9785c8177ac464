/** What is moved between a store and its archive, and what the store still knows of it. */
import type { EventHead } from '../sla/event.ts';
import type { Bounds } from './port-reports.ts';

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

/** What was moved to a store's archive. */
export interface Archived {
	readonly tickets: number;
	/** The instants between which their rows of the log are judged: reports that reach there lack them. Null: they have none. */
	readonly judged: Bounds | null;
}
