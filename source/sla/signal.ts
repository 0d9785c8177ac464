/** What an event does to a ticket's status, and what it means for clocks (contract, sections 1 and 3). */
import type { TicketEvent } from './event.ts';
import { type Signal, type SignalSet, signalSet, statusSignal } from './metric.ts';
import { isSolved, isVoid, type Status, type Ticket } from './ticket.ts';

/** An agent's public message that no machine wrote. */
const isAnswerMessage = (event: TicketEvent): boolean =>
	event.type === 'message' && event.actor === 'agent' && event.public && !event.auto;

export const isCustomerMessage = (event: TicketEvent): boolean =>
	event.type === 'message' && event.actor === 'customer' && event.public;

/** The status an event leaves a ticket in. */
export function statusAfter(event: TicketEvent, status: Status): Status {
	switch (event.type) {
		case 'status':
			return event.status;
		case 'merged':
			return 'deleted';
		case 'message':
			if (isAnswerMessage(event)) {
				return isSolved(status) || isVoid(status) ? status : (event.leaves ?? 'answered');
			}
			if (isCustomerMessage(event)) return status === 'new' || isVoid(status) ? status : 'open';
			return status;
		default:
			return status;
	}
}

/** Event types that are a signal of the same name. */
const NAMESAKES: Readonly<Partial<Record<TicketEvent['type'], SignalSet>>> = Object.fromEntries(
	(
		[
			'created',
			'updated',
			'target',
			'no_answer_needed',
			'chat_started',
			'chat_answered',
			'chat_ended',
			'call_started',
			'call_answered',
			'call_ended',
		] as const satisfies readonly Signal[]
	).map((type) => [type, signalSet(type)]),
);

const FIRST_CONTACT = signalSet('first_contact');
const CUSTOMER_MESSAGE = signalSet('customer_message');
const CUSTOMER_TURN = signalSet('customer_turn');
const MESSAGE = signalSet('message');
const STATUS = signalSet('status');
const UPDATED = signalSet('updated');
const AGENT_MESSAGE = signalSet('agent_message');
const INTERNAL_NOTE = signalSet('internal_note');
const ANSWER = signalSet('answer');
const ASSIGNED = signalSet('assigned');
const UNASSIGNED = signalSet('unassigned');
const AGENT_PRESENT = signalSet('agent_present');
const REOPENED = signalSet('reopened');
const SOLVED = signalSet('solved');

/** States that hold after an event, rather than things that happen in it. */
export const STATE_SIGNALS: SignalSet = AGENT_PRESENT | SOLVED;

function messageSignals(event: TicketEvent & { readonly type: 'message' }, hadContact: boolean): SignalSet {
	if (!event.public) return MESSAGE | INTERNAL_NOTE;
	if (event.actor === 'customer') {
		return MESSAGE | CUSTOMER_MESSAGE | (hadContact ? CUSTOMER_TURN : FIRST_CONTACT);
	}
	if (event.actor !== 'agent') return MESSAGE;
	return MESSAGE | AGENT_MESSAGE | (isAnswerMessage(event) ? ANSWER : 0);
}

/** The states of a ticket as signals. */
function stateSignals(ticket: Ticket): SignalSet {
	return (ticket.agent === null ? 0 : AGENT_PRESENT) | (isSolved(ticket.status) ? SOLVED : 0);
}

/** The signals of the `created` that begins a ticket. */
export function creationSignals(event: TicketEvent, ticket: Ticket): SignalSet {
	const contact = event.actor === 'agent' ? 0 : FIRST_CONTACT;
	return (NAMESAKES.created ?? 0) | contact | stateSignals(ticket) | statusSignal(ticket.status);
}

/**
 * The signals of a later event, on the ticket as the event left it. A status equal to the one before means
 * nothing.
 * @param before the ticket's status before the event
 * @param hadContact whether the customer has been in contact before
 */
export function eventSignals(
	event: TicketEvent,
	ticket: Ticket,
	before: Status,
	hadContact: boolean,
): SignalSet {
	const after = ticket.status;
	let signals = stateSignals(ticket);
	if (before !== after) {
		signals |= statusSignal(after);
		if (isSolved(before) && !isSolved(after)) signals |= REOPENED;
		if (event.type === 'status') signals |= after === 'open' ? STATUS | CUSTOMER_TURN : STATUS;
	}
	if (event.type === 'status' && after === 'answered') signals |= ANSWER;
	if (event.type === 'message') signals |= messageSignals(event, hadContact);
	else if (event.type === 'assigned') signals |= event.agent === null ? UNASSIGNED : ASSIGNED;
	// A second `created` is taken as `updated`.
	else signals |= event.type === 'created' ? UPDATED : (NAMESAKES[event.type] ?? 0);
	return signals;
}
