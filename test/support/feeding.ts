import type { Engine } from '../../source/engine/engine.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { Appended, EventSink, Lease } from '../../source/store/port.ts';
import type { EventLine } from './desk.ts';

/** Appends events to a store in this process, as an import would. */
export const take = (store: EventSink, ...events: readonly EventLine[]): Promise<Appended[]> =>
	store.appendEvents(
		'test',
		events.map((raw) => ({ id: JSON.stringify(raw), event: parseEvent(raw), data: JSON.stringify(raw) })),
	);

/** The lease of an engine that has just ticked. */
export function leaseOf({ leaseHeld }: Engine): Lease {
	if (!leaseHeld) throw new Error('this engine does not lead');
	return leaseHeld;
}
