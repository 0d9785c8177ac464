/** The store's port, the half of it that alerts go through: queued by the tick, sent from the queue afterwards. */
import type { NewAlert, ToldStep } from '../sla/escalation.ts';
import type { TimerName } from '../sla/remark.ts';
import type { TimerState } from '../sla/timer.ts';
import type { Lease } from './port.ts';

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

/** What has become of an alert. */
export const ALERT_STATES = ['queued', 'sent', 'failed', 'overtaken', 'passed_over', 'stopped'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What an alert is about, as it stands now; nulls where its ticket or timer is not (any more) to be found. */
export interface AlertFacts {
	readonly subject: string | null;
	readonly requester: string | null;
	readonly organization: string | null;
	readonly department: string | null;
	readonly agent: string | null;
	readonly priority: string | null;
	readonly status: string | null;
	readonly url: string | null;
	readonly level: string | null;
	readonly calendar: string | null;
	/** Of the open timer, or of its row of the log. */
	readonly state: TimerState | null;
	readonly startedAt: number | null;
	readonly atRiskAt: number | null;
	readonly dueAt: number | null;
	readonly closedAt: number | null;
	readonly targetMs: number | null;
	readonly countedMs: number | null;
}

/** A step told, or to be told, to a recipient. */
export interface AlertRow extends ToldStep {
	/** Its place in the order in which alerts were queued. */
	readonly row: number;
	readonly id: string;
	readonly ticket: string;
	readonly stepAt: number;
	readonly createdAt: number;
	readonly alertState: AlertState;
	/** Not before this instant; null: not any more. */
	readonly nextTryAt: number | null;
	/** When it was first tried in vain. */
	readonly failedAt: number | null;
	readonly tries: number;
	readonly sentAt: number | null;
	readonly lastError: string | null;
}

export interface QueuedAlert extends AlertRow {
	readonly facts: AlertFacts;
}

/** One message, gone or not: of one alert, of many, or of none (a report, a test). */
export interface Delivery {
	readonly recipient: string;
	readonly at: number;
	/** The kind of its channel. */
	readonly channel: string;
	/** What it said, in one line. */
	readonly text: string;
	/** How many alerts it told. */
	readonly alerts: number;
	readonly ok: boolean;
	/** What the receiver answered, or what went wrong. */
	readonly said: string;
}

export interface DeliveryRow extends Delivery {
	readonly id: number;
}

/** How it goes with a recipient. */
export interface RecipientState {
	readonly recipient: string;
	/** Messages that have failed since the last that went. */
	readonly failures: number;
	readonly failingSince: number | null;
	/** Nothing is tried before this instant. */
	readonly nextTryAt: number | null;
	readonly problem: string | null;
	/** How many alerts have been given up since a message went. */
	readonly gaveUp: number;
}

export const TROUBLE_KINDS = ['alerts', 'report'] as const;

/** A recipient whose messages do not go, or a scheduled report that cannot be made or brought where it goes. */
export interface Trouble {
	readonly kind: (typeof TROUBLE_KINDS)[number];
	readonly name: string;
	readonly problem: string;
	readonly since: number;
}

/** What a message leaves behind: of itself, of its alerts, and of its recipient. */
export interface Settlement {
	readonly delivery: Delivery;
	readonly alerts: readonly {
		readonly row: number;
		readonly state: AlertState;
		readonly nextTryAt: number | null;
	}[];
	/** Left out: it is no matter of the recipient's. */
	readonly recipient?: RecipientState;
}

/**
 * What a sender asks of alerts. What it writes is fenced by who holds the lease: it throws
 * `StaleLease`, and writes nothing, where another engine than the one that it sends for does.
 */
export interface AlertQueue {
	/** Recipients for whom something may be tried by an instant. */
	waitingRecipients(nowAt: number): Promise<readonly string[]>;
	/** What may be tried for a recipient by an instant, longest waiting first. */
	waitingAlerts(recipient: string, nowAt: number, limit: number): Promise<readonly QueuedAlert[]>;
	/** Those of some rows that may (still) be tried by an instant. */
	stillWaiting(rows: readonly number[], nowAt: number): Promise<ReadonlySet<number>>;
	/** Puts off what may be tried for a recipient by an instant until another. */
	holdAlerts(lease: Lease, recipient: string, nowAt: number, untilAt: number): Promise<void>;
	/** Messages that have gone to a recipient after an instant, and when the last did. */
	goneSince(recipient: string, sinceAt: number): Promise<{ readonly count: number; readonly lastAt: number }>;
	recipientState(recipient: string): Promise<RecipientState>;
	/** Writes what became of a message, in one transaction. @param lease null: no engine sent it, but somebody by hand */
	settle(lease: Lease | null, settlement: Settlement): Promise<void>;
	/** The clock may have been ahead, and was set: what was put off by it is due at once. */
	mendClock(lease: Lease, nowAt: number): Promise<void>;
	/** Forgets how it went with recipients of other names than these. */
	keepRecipients(lease: Lease, names: readonly string[]): Promise<void>;
	/**
	 * Forgets some of the alerts queued before an instant, after a row: those that wait no more, of tickets of which no
	 * clock runs (of others they keep steps from being told twice). Gives the row to go on after; null: there are no more.
	 */
	forgetAlerts(lease: Lease, beforeAt: number, afterRow: number): Promise<number | null>;
}

/** Which alerts a list has; what is left out does not narrow it. */
export interface AlertFilter {
	readonly states?: readonly string[];
	readonly ticket?: string;
}

/** What people ask of alerts. */
export interface AlertView {
	/** The newest first. */
	list(filter: AlertFilter, limit: number): Promise<readonly AlertRow[]>;
	/** Those of one ticket, in the order in which they were queued. */
	of(ticket: string): Promise<readonly AlertRow[]>;
	/** How many wait for each recipient. */
	waiting(): Promise<ReadonlyMap<string, number>>;
	recipientStates(): Promise<readonly RecipientState[]>;
	/** What does not go, the longest failing first. */
	troubles(): Promise<readonly Trouble[]>;
	/** Messages that screens are to make heard, after one of them, oldest first; the newest of many. */
	forScreens(afterId: number): Promise<readonly DeliveryRow[]>;
	/** The last message that some screen has made heard. */
	heard(): Promise<number>;
	noteHeard(id: number): Promise<void>;
}

export interface AlertStore extends AlertQueue, AlertView {}
