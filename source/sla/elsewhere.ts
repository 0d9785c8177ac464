import type { TicketEvent } from './event.ts';

/** Whether a ticket has another reference now, which has its whole history. @param events in the order of time */
export function isElsewhere(events: readonly TicketEvent[]): boolean {
	const moved = events.findLast(({ type }) => type === 'moved');
	return moved?.type === 'moved' && moved.into !== null;
}
