/** What is moved between a store and its archive, and what each of the two offers for that, whatever holds it. */
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

export interface PrunableTicket {
	/** Its number in the store. */
	readonly id: number;
	readonly ticket: string;
}

/** A ticket that is to be moved out, as it stood when it was read. */
export interface Leaving extends PrunableTicket {
	readonly moved: MovedTicket;
	/** All rows of its log, as one text. */
	readonly log: string;
}

/** By what a store and its archive know each other: the store's own, and that of the store whose archive it is. */
export type PairKey = 'archive_id' | 'archive_of';

/** A store, or an archive, that tickets are moved out of and into. */
export interface PrunedStore {
	/** As people are told of it. */
	readonly name: string;
	pairKey(key: PairKey): Promise<string | null>;
	/** Tickets that are over: solved or void, no clock runs, nothing new is known of them, and nothing since an instant. */
	countPrunable(before: number): Promise<number>;
	/** The next of them. @param after the number of the last one that was asked for */
	next(before: number, after: number): Promise<Leaving[]>;
	/** References of those in the archive, after one in order. */
	archivedAfter(ticket: string): Promise<string[]>;
	/** References of those that have events here, after one in order. */
	ticketsAfter(ticket: string): Promise<string[]>;
	/** Those that have events here. */
	there(tickets: readonly string[]): Promise<ReadonlySet<string>>;
	/** Their events, in this order of tickets; none of one that it knows nothing of. */
	histories(tickets: readonly string[]): Promise<MovedTicket[]>;
	/**
	 * Does work in one transaction, while nobody else writes here. It is done anew, from its beginning, where others were
	 * in the way.
	 */
	alone<T>(work: (held: HeldStore) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** A store in which nobody else writes. */
export interface HeldStore {
	/** Notes what is not noted yet; gives what is. */
	setPairKey(key: PairKey, value: string): Promise<string>;
	/** Those that are in the archive. */
	archived(tickets: readonly string[]): Promise<ReadonlySet<string>>;
	/** Those that have events here. */
	there(tickets: readonly string[]): Promise<ReadonlySet<string>>;
	/** Those that are over still, and of which all that there is here is what was read. */
	unchanged(leaving: readonly Leaving[], before: number): Promise<Leaving[]>;
	/** Lets go of tickets that the archive has now. */
	moveOut(tickets: readonly MovedTicket[]): Promise<void>;
	/** Takes tickets back, as events that no engine has seen. */
	takeBack(tickets: readonly MovedTicket[]): Promise<void>;
	/** Takes tickets of which no clock runs out of it. */
	drop(tickets: readonly string[]): Promise<void>;
}

/** Whether two stores have the same events of a ticket. */
export const isSameHistory = ([, one]: MovedTicket, [, other]: MovedTicket): boolean =>
	JSON.stringify(one) === JSON.stringify(other);
