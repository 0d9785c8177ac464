/** What every connector is: something that reads a help desk step by step, from a cursor on. */
import type { TicketEvent } from '../../sla/event.ts';
import type { Clock } from '../http/clock.ts';
import type { Reading } from '../http/records.ts';

/** An event as the contract has it, with an id made from those of the help desk. */
export type SourceEvent = Readonly<Record<string, unknown>> & {
	readonly ticket: string;
	readonly at: string;
	readonly type: string;
	readonly id: string;
};

/** What one step brought; the cursor stands for it and for all before it. */
export interface Step extends Reading {
	readonly events: readonly SourceEvent[];
	/** Any JSON; a later sync begins from the last one that was kept. */
	readonly cursor: unknown;
}

/**
 * What is known of tickets: the events that this source has brought of each, in the order of time; those too that are
 * dated ahead, and wait.
 */
export type Recall = (tickets: readonly string[]) => Promise<ReadonlyMap<string, readonly TicketEvent[]>>;

/** A ticket of this source that has an open clock; numbers tell their order. */
export interface OpenTicket {
	readonly number: number;
	readonly reference: string;
}

/** Tickets that have an open clock, in the order of their numbers: those after one of them, at most `limit`. */
export type OpenTickets = (after: number, limit: number) => Promise<readonly OpenTicket[]>;

export interface SyncRequest {
	/** Where the last sync ended; null: nothing has been read, or all is to be read anew. */
	readonly cursor: unknown;
	/** A first sync reads what changed since; UTC ms. */
	readonly sinceAt: number;
	/** What the clock shows that events are held against; UTC ms. */
	readonly nowAt: number;
	readonly recall: Recall;
	readonly openTickets: OpenTickets;
	readonly signal: AbortSignal;
}

/** One thing that a source's key may or may not read, as `slatop source test` tells it. */
export interface Finding {
	readonly what: string;
	readonly isGood: boolean;
	readonly detail: string;
}

export interface Connector {
	/** Reads what is new. It may be left, or killed, after any step. @throws {SourceProblem} where it cannot go on */
	sync(request: SyncRequest): AsyncGenerator<Step, void, undefined>;
	/** Who we are over there, and what we may read, at the cost of a few small calls. */
	test(signal: AbortSignal): Promise<readonly Finding[]>;
	/** How far the help desk's clock is ahead of ours, ms; null: it has not told. */
	readonly skewMs: number | null;
}

/** What a connector is opened with. */
export interface Access {
	readonly settings: SourceSettings;
	readonly key: Key;
	readonly clock: Clock;
}

/** A credential, and where it was found. */
export interface Key {
	readonly value: string;
	/** `the environment variable SLATOP_DESK_KEY`, `the file …`. */
	readonly from: string;
}

/** How a source is set up, whatever its kind. */
export interface SourceSettings {
	/** Where the help desk is, without a path that its API adds. */
	readonly url: string;
	/** The zone of times that it tells without one; null: UTC. */
	readonly zone: string | null;
	/** Whose key it is, where the help desk wants to know: an e-mail address. */
	readonly user: string | null;
	readonly overlapMs: number;
	/** Which tickets' messages are read, where reading them costs a call a ticket. */
	readonly messages: 'needed' | 'all';
	readonly projects: readonly string[];
	readonly perMinute: number | null;
}
