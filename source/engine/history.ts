/** Stored histories, read back as events. */
import { EventRefused, parseEventLine, type TicketEvent } from '../sla/event.ts';

/** Events as they were stored; they were checked then, and one that an older slatop took is left out now. */
export function readHistory(history: readonly string[]): TicketEvent[] {
	return history.flatMap((data) => {
		try {
			return [parseEventLine(data).event];
		} catch (error) {
			if (error instanceof EventRefused) return [];
			throw error;
		}
	});
}
