/** Ticket events as NDJSON: one JSON object a line (contract, section 1). */
import { createHash } from 'node:crypto';
import { type EventHead, EventRefused, parseEventLine, type TicketEvent } from '../sla/event.ts';
import type { Raw } from '../sla/event-reading.ts';
import { formatInstant } from '../sla/instant.ts';
import type { Retelling } from '../sla/retold.ts';
import type { Line } from './lines.ts';

/** Clocks differ a little from machine to machine: events may be this far in the future. */
export const FUTURE_MS = 5 * 60_000;

/** An event ready for the store: what it says, and what it is known by. */
export interface ReadEvent {
	readonly id: string;
	readonly event: EventHead;
	readonly data: string;
	/** All that it says, where that has been read. */
	readonly whole?: TicketEvent;
	/** Of a `created`: the update that it is instead, under the same id, where its ticket was created before. */
	readonly again?: Retelling;
}

/** All that an event says. */
export const wholeEvent = ({ whole, data }: Pick<ReadEvent, 'whole' | 'data'>): TicketEvent =>
	whole ?? parseEventLine(data).event;

/** JSON with its keys in order, so that the same content has the same text. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** A unit separator: no id from outside is mistaken for a derived one. */
const DERIVED = '\u001f';

/** How a derived id begins: what is the same in all that may have it. */
const derivedHead = ({ ticket, at, type }: EventHead): string =>
	`${DERIVED}${ticket}${DERIVED}${at}${DERIVED}${type}${DERIVED}`;

/** What an event without an id is known by: ticket, time, type and a hash of the rest. */
export function derivedId(event: TicketEvent, raw: Readonly<Record<string, unknown>>): string {
	const { ticket: _, at: __, type: ___, ...rest } = raw;
	const hash = createHash('sha256').update(canonical(rest)).digest('base64url').slice(0, 22);
	return derivedHead(event) + hash;
}

/** Whether an event is known by what it says. Those of tables are not: another time may come under the same id. */
export const isDerived = ({ id, event }: Pick<ReadEvent, 'id' | 'event'>): boolean =>
	id.startsWith(derivedHead(event));

/**
 * Lets no event in that is more than five minutes ahead of the clock.
 * @throws {EventRefused}
 */
export function checkNotAhead({ at }: EventHead, nowAt: number): void {
	if (at <= nowAt + FUTURE_MS) return;
	throw new EventRefused(`"at" ${formatInstant(at)} is in the future (now is ${formatInstant(nowAt)})`);
}

/**
 * Reads one line as an event.
 * @param nowAt events more than five minutes after it are refused
 * @throws {EventRefused} with what is wrong
 */
export function eventOfLine(line: Line, nowAt: number): { event: TicketEvent; raw: Raw } {
	if (line.tooLong) throw new EventRefused('the line is longer than 1 MiB');
	if (line.broken) throw new EventRefused('the line is not UTF-8');
	const read = parseEventLine(line.text);
	checkNotAhead(read.event, nowAt);
	return read;
}

/** The same, with what the store knows it by. @throws {EventRefused} */
export function readEvent(line: Line, nowAt: number): ReadEvent {
	const { event, raw } = eventOfLine(line, nowAt);
	return { id: event.id ?? derivedId(event, raw), event, data: line.text, whole: event };
}
