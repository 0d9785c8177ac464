/** What happened on a ticket, in a few words each. */
import { EventRefused, parseEventLine, type TicketEvent } from '../../sla/event.ts';
import { inOrder } from '../../sla/event-order.ts';
import { cleanText } from '../../text/clean.ts';
import { fitStart } from '../../text/fit.ts';
import type { Theme } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { fieldWord, metricWord, statusWord, WORDS } from '../words.ts';

/** Events by their ids. */
type ById = ReadonlyMap<string, TicketEvent>;

/** What was taken back, or, where that was a taking back itself, done again. */
function undoneWords(by: string, id: string, known: ById): string {
	const undone = known.get(id);
	if (undone === undefined) return WORDS.events.undone(by);
	if (undone.type !== 'undone') return WORDS.events.takenBack(by, eventWords(undone, known));
	const first = known.get(undone.event);
	return first === undefined || first.type === 'undone'
		? WORDS.events.undone(by)
		: WORDS.events.doneAgain(by, eventWords(first, known));
}

/** What an event says, in a few words. */
function eventWords(event: TicketEvent, known: ById): string {
	const words = WORDS.events;
	const actor = WORDS.actors[event.actor];
	const by = event.by ?? actor;
	switch (event.type) {
		case 'created':
			return words.created(actor);
		case 'message':
			if (!event.public) return words.note(actor);
			return event.auto ? words.automatic(actor) : words.message(actor);
		case 'status':
			return words.status(statusWord(event.status));
		case 'assigned':
			return event.agent === null ? words.unassigned : words.assigned(event.agent);
		case 'target':
			return words.target(metricWord(event.metric));
		case 'updated': {
			const fields = Object.keys(event.fields).map(fieldWord);
			return words.updated([...fields, ...(event.level === undefined ? [] : [words.levelByHand])].join(', '));
		}
		case 'acknowledged':
			return words.acknowledged(by, metricWord(event.metric));
		case 'remarked':
			return words.remarked(by, event.text);
		case 'explained':
			return words.explained(by, metricWord(event.metric), event.reason, event.text);
		case 'excluded':
			return words.excluded(by, metricWord(event.metric), event.reason);
		case 'included':
			return words.included(by, metricWord(event.metric));
		case 'snoozed':
			return words.snoozed(by, metricWord(event.metric));
		case 'undone':
			return undoneWords(by, event.event, known);
		case 'merged':
			return event.into === null ? words.merged : words.mergedInto(event.into);
		case 'moved':
			return event.into === null ? words.moved : words.movedTo(event.into);
		default:
			return words[event.type];
	}
}

function events(history: readonly string[]): readonly TicketEvent[] {
	const read = history.flatMap((data): TicketEvent[] => {
		try {
			return [parseEventLine(data).event];
		} catch (error) {
			if (error instanceof EventRefused) return [];
			throw error;
		}
	});
	return inOrder(read);
}

/**
 * A ticket's events as lines, in the order in which they happened.
 * @param history as the store has it
 */
export function eventLines(history: readonly string[], width: number, at: number, theme: Theme): string[] {
	const all = events(history);
	const known = new Map(all.flatMap((event) => (event.id === undefined ? [] : [[event.id, event]])));
	return all.map((event) => {
		const text = fitStart(cleanText(eventWords(event, known)), width - 13, { ascii: !theme.isUnicode });
		return ` ${theme.paint('faint', dayAndTime(event.at, at))} ${text}`;
	});
}
