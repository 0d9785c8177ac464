/** A ticket's creation told once more: a newer export of it tells of a change, and not of another beginning. */
import type { EventHead } from './event.ts';
import { isObject, type Raw } from './event-reading.ts';
import { formatInstant } from './instant.ts';

/** What differs in the update from the `created` that it is taken for. */
export interface Retelling {
	readonly at: number;
	/** The keys that it sets where the creation does not, those within `custom` too, as JSON. */
	readonly unsaid: string;
	/** The keys that it sets whatever the creation says, as JSON. */
	readonly besides: string;
}

/** The keys of `created` that are no field of an update. */
const BEGINNING = ['status', 'actor', 'unmeasured'];

function parseObject(text: string): Raw {
	const value: unknown = JSON.parse(text);
	if (isObject(value)) return value;
	throw new Error('an event is a JSON object');
}

const objectOr = (value: unknown): Raw => (isObject(value) ? value : {});

/**
 * The update that a `created` is taken for, under the same id.
 * @param data the `created`, as JSON
 */
export function retold(data: string, { at, unsaid, besides }: Retelling): { event: EventHead; data: string } {
	const created = parseObject(data);
	const less = parseObject(unsaid);
	const custom = { ...objectOr(less.custom), ...objectOr(created.custom) };
	const raw = {
		...less,
		...created,
		at: formatInstant(at),
		type: 'updated',
		...(Object.keys(custom).length === 0 ? {} : { custom }),
		...parseObject(besides),
	};
	const kept = Object.entries(raw).filter(([key]) => !BEGINNING.includes(key));
	const event = { ticket: String(created.ticket), at, type: 'updated' } as const;
	return { event, data: JSON.stringify(Object.fromEntries(kept)) };
}
