/**
 * What an import's thread and its store's thread say to each other. Events go as columns, in pieces that stay bytes
 * until they are written: a piece is read out of one thread's memory and into the other's while it is small.
 */
import { deserialize, serialize } from 'node:v8';
import type { EventHead } from '../sla/event.ts';
import type { Retelling } from '../sla/retold.ts';
import { type Appended, type IncomingEvent, StoreBusy, StoreError } from '../store/port.ts';
import type { Written, WrittenRefusal } from './batch-writer.ts';
import type { Chunk } from './shared-bytes.ts';

/** What a thread is asked for. */
export type Request =
	/** To append the events of a batch's pieces. */
	| {
			readonly kind: 'write';
			readonly source: string;
			readonly atomic: boolean;
			readonly chunks: readonly Chunk[];
	  }
	| {
			readonly kind: 'touch';
			readonly source: string;
			readonly heardAt: number;
			readonly lastEventAt: number | null;
	  }
	| { readonly kind: 'close' };

/** A thread's answer to each request, in their order. */
export type Answer =
	| { readonly kind: 'done' }
	/** What became of each event, as a code; and of those that were refused, all of it. */
	| { readonly kind: 'written'; readonly codes: Uint8Array; readonly refusals: readonly WrittenRefusal[] }
	| { readonly kind: 'failed'; readonly message: string; readonly error: keyof typeof ERRORS };

interface Columns {
	readonly ids: readonly string[];
	/** Empty where it is the one before. */
	readonly tickets: readonly string[];
	readonly ats: readonly number[];
	/** Places in `types`. */
	readonly typeAt: readonly number[];
	readonly types: readonly EventHead['type'][];
	readonly datas: readonly string[];
	/** Of those that may be taken for an update: their places, and what that update is. */
	readonly againAt: readonly number[];
	readonly agains: readonly Retelling[];
}

export function packed(events: readonly IncomingEvent[]): Uint8Array {
	const types = [...new Set(events.map(({ event }) => event.type))];
	const columns: Columns = {
		ids: events.map(({ id }) => id),
		// What stands in a row of a table is of one ticket: its reference goes once.
		tickets: events.map(({ event }, place) =>
			event.ticket === events[place - 1]?.event.ticket ? '' : event.ticket,
		),
		ats: events.map(({ event }) => event.at),
		typeAt: events.map(({ event }) => types.indexOf(event.type)),
		types,
		datas: events.map(({ data }) => data),
		againAt: events.flatMap(({ again }, place) => (again ? [place] : [])),
		agains: events.flatMap(({ again }) => again ?? []),
	};
	return serialize(columns);
}

export function* unpacked(piece: Uint8Array): Generator<IncomingEvent> {
	// Written by `packed` and by nothing else.
	const { ids, tickets, ats, typeAt, types, datas, againAt, agains } = deserialize(piece) as Columns;
	let ticket = '';
	let next = 0;
	for (const [place, id] of ids.entries()) {
		ticket = tickets[place] || ticket;
		const type = types[typeAt[place] ?? 0];
		const data = datas[place];
		if (type === undefined || data === undefined) throw new Error('half an event');
		const event = { ticket, at: ats[place] ?? 0, type };
		const again = againAt[next] === place ? agains[next++] : undefined;
		yield again ? { id, event, data, again } : { id, event, data };
	}
}

const CODES = ['taken', 'known', 'refused'] as const;

/** @param events again, if any was refused */
export function writtenAnswer(results: readonly Appended[], events: Iterable<IncomingEvent>): Answer {
	const codes = Uint8Array.from(results, (result) =>
		CODES.indexOf(typeof result === 'string' ? result : 'refused'),
	);
	const refusals: WrittenRefusal[] = [];
	if (!results.some((result) => typeof result === 'object')) return { kind: 'written', codes, refusals };
	let place = 0;
	for (const { data } of events) {
		const result = results[place++];
		if (typeof result === 'object') refusals.push({ ...result, data });
	}
	return { kind: 'written', codes, refusals };
}

export function writtenResults({ codes, refusals }: Answer & { readonly kind: 'written' }): Written[] {
	let next = 0;
	return Array.from(codes, (code): Written => {
		const result = CODES[code] ?? 'refused';
		return result === 'refused' ? (refusals[next++] ?? { refused: '', data: '' }) : result;
	});
}

const ERRORS = { busy: StoreBusy, store: StoreError, other: Error } as const;

export function failedAnswer(error: unknown): Answer {
	const message = error instanceof Error ? error.message : String(error);
	const kind = error instanceof StoreBusy ? 'busy' : error instanceof StoreError ? 'store' : 'other';
	return { kind: 'failed', message, error: kind };
}

/** The error as it was in the other thread. */
export const errorOf = ({ message, error }: Answer & { readonly kind: 'failed' }): Error =>
	new ERRORS[error](message);
