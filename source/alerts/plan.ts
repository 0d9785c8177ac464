/** What is to be sent to a recipient now, of what waits for it, and what had better wait. */
import { quietUntil, type Recipient } from '../sla/recipient.ts';
import type { QueuedAlert } from '../store/port-alerts.ts';

/** Alerts in one digest at the most, where all of each is told: a message must stay one that a program takes. */
const MOST_TOLD_IN_FULL = 200;

/** Messages that have gone to a recipient within its digest's time. */
export interface Gone {
	readonly count: number;
	readonly lastAt: number;
}

export type Plan =
	/** Each list is one message. */
	{ readonly send: readonly (readonly QueuedAlert[])[] } | { readonly holdUntil: number };

/** What has been put off without having been tried (in quiet hours, or snoozed). */
const wasHeld = ({ nextTryAt, createdAt, tries }: QueuedAlert): boolean =>
	tries === 0 && nextTryAt !== null && nextTryAt > createdAt;

/** People are shown the first of many and how many more there are; programs are given all of them. */
function mostInDigest({ channel }: Recipient): number {
	const isProgram = channel.kind === 'command' || (channel.kind === 'webhook' && channel.template === 'json');
	return isProgram ? MOST_TOLD_IN_FULL : Number.POSITIVE_INFINITY;
}

function inDigests(recipient: Recipient, alerts: readonly QueuedAlert[]): (readonly QueuedAlert[])[] {
	const most = mostInDigest(recipient);
	if (alerts.length <= most) return [alerts];
	const digests: QueuedAlert[][] = [];
	for (let from = 0; from < alerts.length; from += most) digests.push(alerts.slice(from, from + most));
	return digests;
}

/**
 * Quiet hours hold everything back, and what they held goes as one. Else so many messages go within a time, each
 * with one alert; where that is not enough, one goes with all of them, and what comes then waits for the time to
 * be over.
 */
export function planFor(
	recipient: Recipient,
	waiting: readonly QueuedAlert[],
	gone: Gone,
	nowAt: number,
): Plan {
	const quiet = quietUntil(recipient, nowAt);
	if (quiet !== null) return { holdUntil: quiet };
	const { digest } = recipient;
	const each = { send: waiting.map((alert) => [alert]) };
	if (!digest) return each;
	if (waiting.length > 1 && waiting.every(wasHeld)) return { send: inDigests(recipient, waiting) };
	if (waiting.length + gone.count <= digest.over) return each;
	if (gone.count > 0) return { holdUntil: Math.max(nowAt + 1, gone.lastAt + digest.withinMs) };
	return { send: inDigests(recipient, waiting) };
}
