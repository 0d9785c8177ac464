import type { TicketEvent } from './event.ts';

/** Events in the order in which they count: by time, and by arrival where times are equal. */
export function inOrder(history: readonly TicketEvent[]): readonly TicketEvent[] {
	for (let index = 1; index < history.length; index++) {
		const previous = history[index - 1];
		const current = history[index];
		if (previous && current && previous.at > current.at) return history.toSorted((a, b) => a.at - b.at);
	}
	return history;
}
