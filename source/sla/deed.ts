/** What somebody does to a ticket in slatop, as the event it becomes. */
import { parseEvent, type TicketEvent } from './event.ts';
import { formatInstant } from './instant.ts';
import type { TimerName } from './remark.ts';

/** Each with the keys of its event. */
export type Deed =
	| ({ readonly type: 'acknowledged' | 'included' } & TimerName)
	| ({ readonly type: 'explained'; readonly reason: string; readonly text?: string } & TimerName)
	| ({ readonly type: 'excluded'; readonly reason: string } & TimerName)
	/** `until`: RFC 3339. */
	| ({ readonly type: 'snoozed'; readonly until: string } & TimerName)
	| ({ readonly type: 'remarked'; readonly text: string } & Partial<TimerName>)
	| { readonly type: 'assigned'; readonly agent: string | null }
	/** Takes back an earlier deed on the same ticket, by its event's id. */
	| { readonly type: 'undone'; readonly event: string };

/** The source that deeds come from. */
export const DEED_SOURCE = 'slatop';

/** Who does it, when, and what it will be known by. */
export interface DeedBy {
	readonly by: string;
	readonly at: number;
	/** Of its own, like a UUID. */
	readonly id: string;
}

/**
 * A deed on a ticket as an event ready for the store.
 * @throws {EventRefused} where a text that must say something is empty
 */
export function deedEvent(
	deed: Deed,
	ticket: string,
	{ by, at, id }: DeedBy,
): { readonly id: string; readonly event: TicketEvent; readonly data: string } {
	const raw = { id, ticket, at: formatInstant(at), ...deed, by };
	return { id, event: parseEvent(raw), data: JSON.stringify(raw) };
}
