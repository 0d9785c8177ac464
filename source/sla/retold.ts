/** A ticket's creation told once more: a newer export of it tells of a change, and not of another beginning. */
import type { EventHead } from './event.ts';
import { isObject } from './event-reading.ts';
import { formatInstant } from './instant.ts';

/** What differs in the update from the `created` that it is taken for. */
export interface Retelling {
	readonly at: number;
	/** The keys that it sets besides those of the creation, or otherwise, as JSON. */
	readonly besides: string;
}

/** The keys of `created` that are no field of an update. */
const BEGINNING = ['status', 'actor', 'unmeasured'];

/**
 * The update that a `created` is taken for, under the same id.
 * @param data the `created`, as JSON
 */
export function retold(data: string, { at, besides }: Retelling): { event: EventHead; data: string } {
	const created: unknown = JSON.parse(data);
	const more: unknown = JSON.parse(besides);
	if (!isObject(created) || !isObject(more)) throw new Error('an event is a JSON object');
	const raw = { ...created, at: formatInstant(at), type: 'updated', ...more };
	const kept = Object.entries(raw).filter(([key]) => !BEGINNING.includes(key));
	const event = { ticket: String(created.ticket), at, type: 'updated' } as const;
	return { event, data: JSON.stringify(Object.fromEntries(kept)) };
}
