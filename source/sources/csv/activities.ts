/** What a line of an activity log can mean: the events that `activities:` of a mapping names. */
import { STATUSES, type Status } from '../../sla/ticket.ts';
import type { Keys } from './story.ts';

/** The events that are no status, each with the keys that it has. */
const EVENTS = {
	created: { type: 'created' },
	assigned: { type: 'assigned' },
	/** An agent's public message. */
	answer: { type: 'message', actor: 'agent' },
	/** An agent's word to other agents. */
	note: { type: 'message', actor: 'agent', public: false },
	/** The customer's message. */
	customer: { type: 'message', actor: 'customer' },
	no_answer_needed: { type: 'no_answer_needed' },
} as const satisfies Readonly<Record<string, Keys>>;

/** `nothing`: a line that is no event. */
export type ActivityEvent = keyof typeof EVENTS | Status | 'nothing';

export const activityEvents: readonly string[] = [...Object.keys(EVENTS), ...STATUSES, 'nothing'];

export const isActivity = (name: string): name is ActivityEvent => activityEvents.includes(name);

/** The keys of the event that an activity is, beside ticket and time. */
export function activityKeys(name: ActivityEvent): Keys {
	const event = Object.entries(EVENTS).find(([known]) => known === name)?.[1];
	return event ?? { type: 'status', status: name };
}
