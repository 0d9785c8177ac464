/**
 * Tickets that are deleted for good, of which some help desks' lists of changes tell nothing: those that have an open
 * clock here are asked for by their ids now and then. One that is there no longer is deleted here, as of now: when it
 * was is not known.
 */
import * as v from 'valibot';
import { HOUR_MS } from '../../sla/duration.ts';
import { isElsewhere } from '../../sla/elsewhere.ts';
import type { TicketEvent } from '../../sla/event.ts';
import { formatInstant } from '../../sla/instant.ts';
import { isVoid, type Status } from '../../sla/ticket.ts';
import type { Recall, SourceEvent, SyncRequest } from './connector.ts';
import { createdOf } from './known.ts';

/** A round goes through all that are open; the next begins so long after it began, at the earliest. */
const ROUND_MS = HOUR_MS;
/** So many tickets to a question, and so many questions to a sync. */
const PER_QUESTION = 100;
const QUESTIONS = 5;

export const SWEEP = v.object({
	/** When the round began. */
	beganAt: v.number(),
	/** The number of the ticket that it has come to; null: it has ended. */
	after: v.nullable(v.number()),
});
export type Sweep = v.InferOutput<typeof SWEEP>;

export interface KnownTicket {
	readonly reference: string;
	/** Its id over there. */
	readonly id: string;
	readonly createdAt: number;
}

/** What has become of a ticket that is there no longer. */
export type Fate =
	| { readonly type: 'deleted' }
	/** It is called so now, where it is not read. */
	| { readonly type: 'merged'; readonly into: string }
	/** It is called so now, and that ticket has its whole story here. */
	| { readonly type: 'moved'; readonly into: string };

export interface Missing {
	readonly ticket: KnownTicket;
	readonly fate: Fate;
}

/** What a help desk must be able to tell, where its lists of changes do not tell of what was deleted for good. */
export interface Deletions<T> {
	/** Those of some tickets that are there no longer; of whoever cannot be told of nothing is said. */
	missing(tickets: readonly KnownTicket[], signal: AbortSignal, recall: Recall): Promise<readonly Missing[]>;
	/** How a ticket stands that was thought to be deleted, and is there. */
	statusNow(record: T): Status | null;
}

/** Ids of the events that say so: `gone:TICKET:…`, and `back:TICKET:…` where it was not so. */
const GONE = /^gone:/;

function goneEvent({ ticket, fate }: Missing, nowAt: number): SourceEvent {
	const { reference, id, createdAt } = ticket;
	const base = { ticket: reference, id: `gone:${id}:${nowAt}`, actor: 'system' };
	const at = formatInstant(nowAt);
	if (fate.type === 'deleted') return { ...base, at, type: 'status', status: 'deleted' };
	// Nothing of what has moved counts here, from its beginning on.
	return { ...base, ...fate, at: fate.type === 'moved' ? formatInstant(createdAt) : at };
}

/** What last set a ticket's status, of events that a help desk tells. */
const lastStatusOf = (known: readonly TicketEvent[]): TicketEvent | undefined =>
	known.findLast(({ type }) => type === 'status' || type === 'merged');

/** Whether it is known already that a ticket is over, though its clocks may be open until the engine's next tick. */
function isOver(known: readonly TicketEvent[]): boolean {
	const last = lastStatusOf(known);
	return isElsewhere(known) || last?.type === 'merged' || (last?.type === 'status' && isVoid(last.status));
}

/** A ticket that was thought to be deleted is there: perhaps the key could not see it for a while. */
export function backEvents(
	{ reference: ticket, id }: Pick<KnownTicket, 'reference' | 'id'>,
	changedAt: number,
	status: Status | null,
	known: readonly TicketEvent[],
): SourceEvent[] {
	const gone = lastStatusOf(known);
	if (status === null || !GONE.test(gone?.id ?? '')) return [];
	const at = Math.max(changedAt, gone?.at ?? 0);
	return [{ ticket, at: formatInstant(at), id: `back:${id}:${at}`, actor: 'system', type: 'status', status }];
}

/** Where the next round is due, or one under way is to go on; null: nothing is to be asked. */
function begin(sweep: Sweep | null, nowAt: number): { beganAt: number; after: number } | null {
	if (sweep !== null && sweep.after !== null) return { beganAt: sweep.beganAt, after: sweep.after };
	// A round in the future was before a clock was set back.
	const isDue = sweep === null || nowAt >= sweep.beganAt + ROUND_MS || nowAt < sweep.beganAt;
	return isDue ? { beganAt: nowAt, after: 0 } : null;
}

/** Asks for what is open, as far as a sync may: what is there no longer, and how far it has come. */
export async function* missingTickets<T>(
	deletions: Deletions<T>,
	{ openTickets, recall, nowAt, signal }: SyncRequest,
	sweep: Sweep | null,
): AsyncGenerator<{ readonly events: readonly SourceEvent[]; readonly sweep: Sweep }, void, undefined> {
	const round = begin(sweep, nowAt);
	if (round === null) return;
	let { after } = round;
	for (let question = 0; question < QUESTIONS; question++) {
		const open = await openTickets(after, PER_QUESTION);
		const histories = await recall(open.map(({ reference }) => reference));
		const asked = open.flatMap(({ reference }): KnownTicket[] => {
			const known = histories.get(reference) ?? [];
			const created = createdOf(known);
			const id = created?.id?.split(':').at(-1);
			if (!created || id === undefined || isOver(known)) return [];
			return [{ reference, id, createdAt: created.at }];
		});
		const missing = asked.length === 0 ? [] : await deletions.missing(asked, signal, recall);
		const last = open.length < PER_QUESTION ? undefined : open.at(-1);
		yield {
			events: missing.map((ticket) => goneEvent(ticket, nowAt)),
			sweep: { beganAt: round.beganAt, after: last?.number ?? null },
		};
		if (last === undefined) return;
		after = last.number;
	}
}
