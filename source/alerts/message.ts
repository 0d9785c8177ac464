/** Messages: what a recipient is told, as words for people and as JSON for programs. */
import { createHash } from 'node:crypto';
import { formatInstant, instantOrNull } from '../sla/instant.ts';
import type { QueuedAlert } from '../store/port-alerts.ts';
import { plural } from '../text/figures.ts';
import { safeLink } from '../text/links.ts';
import { alertLine, leftOf } from './alert-words.ts';

export type MessageKind = 'alert' | 'digest' | 'test' | 'report';
export type Severity = 'error' | 'warning' | 'notice';

export interface Message {
	/** The same whenever it is sent again: receivers can drop repeats by it. */
	readonly id: string;
	readonly kind: MessageKind;
	readonly severity: Severity;
	/** What it says in one line. */
	readonly text: string;
	/** What it says line by line, where it tells of more than one thing. */
	readonly lines: readonly string[];
	/** A place to look. */
	readonly url: string | null;
	readonly sentAt: number;
	/** All of it, for programs. */
	readonly body: Readonly<Record<string, unknown>>;
}

/** What a message is made under. */
export interface Occasion {
	readonly recipient: string;
	/** The agreement's name. */
	readonly agreement: string;
	readonly nowAt: number;
}

const FORMAT_VERSION = 1;
const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

/** An id that follows from what something is: the same for the same. */
export const idOf = (...parts: readonly (string | number)[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/** An alert with the keys of the lists of timers. */
function alertJson(alert: QueuedAlert, nowAt: number): Record<string, unknown> {
	const { id, ticket, metric, cycle, step, repeat, stepAt, facts } = alert;
	return {
		id,
		text: alertLine(alert, nowAt),
		step,
		repeat,
		step_at: formatInstant(stepAt),
		ticket,
		metric,
		cycle,
		level: facts.level,
		calendar: facts.calendar,
		state: facts.state,
		started_at: instantOrNull(facts.startedAt),
		at_risk_at: instantOrNull(facts.atRiskAt),
		due_at: instantOrNull(facts.dueAt),
		closed_at: instantOrNull(facts.closedAt),
		target_s: seconds(facts.targetMs),
		left_s: seconds(leftOf(facts, nowAt)),
		department: facts.department,
		agent: facts.agent,
		priority: facts.priority,
		status: facts.status,
		subject: facts.subject,
		requester: facts.requester,
		organization: facts.organization,
		url: facts.url,
	};
}

/** What every message begins with. */
export const messageHead = (
	kind: MessageKind,
	{ recipient, agreement, nowAt }: Occasion,
): Record<string, unknown> => ({
	version: FORMAT_VERSION,
	kind,
	recipient,
	agreement,
	sent_at: formatInstant(nowAt),
});

const severityOf = ({ facts }: QueuedAlert): Severity => (facts.state === 'breached' ? 'error' : 'warning');

/** One alert as a message of its own. */
export function alertMessage(
	alert: QueuedAlert,
	occasion: Occasion,
	kind: 'alert' | 'test' = 'alert',
): Message {
	const { nowAt } = occasion;
	const text = `${kind === 'test' ? 'Test: ' : ''}${alertLine(alert, nowAt)}`;
	return {
		id: alert.id,
		kind,
		severity: kind === 'test' ? 'notice' : severityOf(alert),
		text,
		lines: [],
		url: safeLink(alert.facts.url),
		sentAt: nowAt,
		body: { ...messageHead(kind, occasion), ...alertJson(alert, nowAt), text },
	};
}

/** How many timers they are of, and how many of those in each state: `9 alerts of 3 timers: 2 breached, 1 at risk`. */
function sums(alerts: readonly QueuedAlert[]): string {
	// A timer whose reminders waited, as over a night, is told more than once.
	const timers = new Map(
		alerts.map(({ ticket, metric, cycle, facts }) => [JSON.stringify([ticket, metric, cycle]), facts.state]),
	);
	const counts = new Map<string, number>();
	for (const state of timers.values()) {
		const name = (state ?? 'no longer open').replaceAll('_', ' ');
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	const of = timers.size === alerts.length ? '' : ` of ${timers.size} ${plural(timers.size, 'timer')}`;
	return `${alerts.length} alerts${of}: ${[...counts].map(([state, count]) => `${count} ${state}`).join(', ')}`;
}

/** Many alerts as one message; each keeps its own id in it. */
export function digestMessage(alerts: readonly QueuedAlert[], occasion: Occasion): Message {
	const { nowAt } = occasion;
	const id = idOf(...alerts.map((alert) => alert.id));
	const text = sums(alerts);
	return {
		id,
		kind: 'digest',
		severity: alerts.some((alert) => severityOf(alert) === 'error') ? 'error' : 'warning',
		text,
		// Made when asked for: who rings for ten thousand has no use for them.
		get lines() {
			return alerts.map((alert) => alertLine(alert, nowAt));
		},
		url: null,
		sentAt: nowAt,
		get body() {
			const all = alerts.map((alert) => alertJson(alert, nowAt));
			return { ...messageHead('digest', occasion), id, text, count: alerts.length, alerts: all };
		},
	};
}
