/**
 * The store's port for sources that sync by themselves: which are configured, how far each has come, and what
 * was refused of what they brought.
 */
import { type IncomingEvent, StoreError } from './port.ts';

/** A source as somebody has set it up. No credential is ever part of it. */
export interface SourceConfig {
	readonly name: string;
	/** The help desk it speaks to: `liveagent` … */
	readonly kind: string;
	/** What its connector needs to know, as JSON. */
	readonly settings: string;
	/** When it syncs: an interval (`60s`) or a cron expression. */
	readonly schedule: string;
	/** The time zone of the schedule, and of times that its help desk tells without one; null: UTC. */
	readonly zone: string | null;
	/** Instants of the real clock, here and below. */
	readonly addedAt: number;
}

/** What may change of a source that is there. */
export type SourceSetup = Pick<SourceConfig, 'name' | 'settings' | 'schedule' | 'zone'>;

/** How a source is getting on. */
export interface SourceProgress {
	/** How far it has come, as JSON that only its connector understands; null: it has not begun. */
	readonly cursor: string | null;
	readonly succeededAt: number | null;
	readonly failedAt: number | null;
	/** Syncs that have failed since the last that did not. */
	readonly failures: number;
	/** Why the last sync failed; null where it did not. */
	readonly problem: string | null;
	/** When it is to sync next; null: as soon as an engine leads. */
	readonly nextAt: number | null;
	/** It counts as late after this. */
	readonly lateAt: number;
	/** When its help desk last said that something has changed there; null: never. */
	readonly pokedAt: number | null;
	/** How many of its records are in quarantine. */
	readonly quarantined: number;
	/** How many of its events are dated ahead of our clock, and wait. */
	readonly waiting: number;
}

export interface ConfiguredSource extends SourceConfig, SourceProgress {
	/** When it last brought anything, and the latest event that it brought. */
	readonly heardAt: number | null;
	readonly lastEventAt: number | null;
}

/** Something that a source brought and that could not be taken. */
export interface Refusal {
	/** Where it stands: in its help desk (`ticket ABC-123`, `history 811`), or in a file (`FILE:LINE`). */
	readonly place: string;
	readonly reason: string;
	/** An event as JSON; of another record what is left of it without texts that people wrote. */
	readonly record: string;
}

export interface QuarantinedRecord extends Refusal {
	readonly source: string;
	/** When it was last met. */
	readonly at: number;
	/** How often it has been met. */
	readonly times: number;
}

/** A file that has been read again. */
export interface Reread {
	/** When that began. */
	readonly before: number;
	readonly file: string;
}

/** One step of a sync: its events, and the cursor that stands for them. */
export interface SyncStep {
	readonly source: string;
	readonly events: readonly IncomingEvent[];
	readonly refused: readonly Refusal[];
	/** Dated ahead of our clock: they are kept until their time has come. */
	readonly waiting?: readonly IncomingEvent[];
	/** The ids of those that wait no longer. */
	readonly settled?: readonly string[];
	/** Places that have been read anew: what is in quarantine from there, and not refused by this step again, is well. */
	readonly read: readonly string[];
	/**
	 * The cursor that it goes on from: where the store has another, somebody else has been reading the source. Left
	 * out: whatever the store has.
	 */
	readonly fromCursor?: string | null;
	readonly cursor: string | null;
	readonly at: number;
	/** While it makes steps it is not late before this. */
	readonly lateAt: number;
}

export interface SyncCounts {
	readonly taken: number;
	readonly known: number;
	/** The places of what was refused: a help desk that lists a record twice has it refused twice. */
	readonly refused: readonly string[];
	/** How many more wait than before; fewer, where it is below 0. */
	readonly waiting: number;
}

export interface NumberedTicket {
	readonly number: number;
	readonly ticket: string;
}

/** How a sync ended. */
export interface SyncOutcome {
	readonly at: number;
	/** Why it failed; null: it did not. */
	readonly problem: string | null;
	readonly nextAt: number | null;
	/** Left out: as it was. */
	readonly lateAt?: number;
}

/** The source was removed while it was syncing. */
export class SourceGone extends StoreError {}

/** Another program has read on meanwhile: a sync that was paused and wakes up late must not turn the cursor back. */
export class SourceAhead extends StoreError {}

export interface SourceStore {
	/** @returns false where there is a source of that name already */
	addSource(config: SourceConfig, lateAt: number): Promise<boolean>;
	/**
	 * Sets a source up otherwise, and has it read soon: how far it has come stays, and what went wrong is forgotten.
	 * False: there is no such source.
	 */
	changeSource(setup: SourceSetup, lateAt: number): Promise<boolean>;
	/** Forgets a source's set-up, cursor, quarantine and what waits; the events that it brought stay. */
	removeSource(name: string): Promise<boolean>;
	configuredSources(): Promise<ConfiguredSource[]>;
	/**
	 * Takes a step of a sync in one transaction: the events, what was refused, and the cursor after them.
	 * @throws {SourceGone} where the source is no longer configured; nothing is taken then
	 * @throws {SourceAhead} where its cursor is not `fromCursor`; nothing is taken then
	 */
	commitSync(step: SyncStep): Promise<SyncCounts>;
	noteSync(name: string, outcome: SyncOutcome): Promise<void>;
	/** Notes that a source's help desk says that something has changed: it is read soon. False: there is no such source. */
	pokeSource(name: string, at: number): Promise<boolean>;
	/** Of the events that wait, those dated by an instant, as JSON, in the order of time. */
	waitingUntil(source: string, at: number, limit: number): Promise<readonly string[]>;
	/** The events that a source has brought of each ticket, as JSON, in the order of arrival; then those that wait. */
	sourceHistories(
		source: string,
		tickets: readonly string[],
	): Promise<ReadonlyMap<string, readonly string[]>>;
	/**
	 * The tickets that a source has told of and that have an open timer, in the order of their numbers in the store:
	 * those after one of them.
	 */
	openTicketsOf(source: string, after: number, limit: number): Promise<readonly NumberedTicket[]>;
	/** Keeps what was refused of what a source brought: each place once. The source need not be configured. */
	quarantine(source: string, refusals: readonly Refusal[], at: number): Promise<void>;
	/** What is in quarantine, of one source or of all, the latest first. */
	quarantined(source: string | null, limit: number): Promise<QuarantinedRecord[]>;
	/** Takes records out of a source's quarantine by their places, or all; tells how many there were. */
	clearQuarantine(source: string, places?: readonly string[]): Promise<number>;
	/** Takes those of a file out that were last met before an instant: it has been read again, and they not refused. */
	releaseQuarantine(source: string, read: Reread): Promise<number>;
}
