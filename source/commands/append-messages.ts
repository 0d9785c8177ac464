/** What an import's thread and its store's thread say to each other. */
import { type Appended, type IncomingEvent, StoreBusy, StoreError } from '../store/port.ts';
import type { Written, WrittenRefusal } from './batch-writer.ts';
import type { Chunk } from './shared-events.ts';

/** What a thread is asked for. */
export type Request =
	/** To append the events of a batch. */
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
