/** Stored histories, read back as events. */
import { EventRefused, parseEventLine, type TicketEvent } from '../sla/event.ts';

/** An event as it was stored; null where it is one that an older slatop took, and that is refused now. */
function readStored(data: string): TicketEvent | null {
	try {
		return parseEventLine(data).event;
	} catch (error) {
		if (error instanceof EventRefused) return null;
		throw error;
	}
}

/** Events as they were stored; they were checked then, and one that an older slatop took is left out now. */
export function readHistory(history: readonly string[]): TicketEvent[] {
	return history.flatMap((data) => readStored(data) ?? []);
}

/** Those of them that are dated by an instant. */
export function eventsUntil(history: readonly string[], at: number): TicketEvent[] {
	return readHistory(history).filter((event) => event.at <= at);
}

/** A history as it was stored, without the events dated after an instant. */
export function historyUntil(history: readonly string[], at: number): string[] {
	return history.filter((data) => (readStored(data)?.at ?? Number.POSITIVE_INFINITY) <= at);
}
