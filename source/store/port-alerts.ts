/** The store's port, the half of it that alerts go through: queued by the tick, sent from the queue afterwards. */
import type { NewAlert, ToldStep } from '../sla/escalation.ts';
import type { TimerName } from '../sla/remark.ts';

/** A timer of which people want to hear less. */
export interface Hushed extends TimerName {
	/** Its repeats that wait are not sent any more. */
	readonly isAcknowledged: boolean;
	/** What waits is not sent before this instant. */
	readonly snoozedUntil: number | null;
}

/** What escalations make of one ticket in a tick. */
export interface AlertCommit {
	/** When the next step of its timers comes; null: never, as things stand. */
	readonly nextAt: number | null;
	readonly alerts: readonly NewAlert[];
	readonly hushed: readonly Hushed[];
}

/** What the engine asks of alerts. */
export interface AlertingStore {
	/** Tickets of whose timers a step has come by an instant. */
	alerting(nowAt: number, limit: number): Promise<readonly string[]>;
	/** The steps of tickets that somebody has been told of. */
	toldSteps(tickets: readonly string[]): Promise<ReadonlyMap<string, readonly ToldStep[]>>;
}
