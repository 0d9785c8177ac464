/** Events that a help desk dates ahead of our clock wait in the store until their time has come. */
import * as v from 'valibot';
import { formatInstant } from '../../sla/instant.ts';
import { SourceProblem } from '../../sources/http/problem.ts';
import type { SourceEvent } from '../../sources/vendors/connector.ts';

/** A clock that is a little ahead makes a handful wait; more than this is a clock, or a zone, that is wrong. */
const MOST_WAITING = 5_000;

const EVENT = v.looseObject({ ticket: v.string(), at: v.string(), type: v.string(), id: v.string() });
/** As older versions kept them: beside the cursor, in one text with it. */
const KEPT = v.object({ place: v.unknown(), waiting: v.array(EVENT) });

export interface Place {
	/** The connector's own; null: it has not begun. */
	readonly cursor: unknown;
	/** What an older version left there, as its connector told it. */
	readonly waiting: readonly SourceEvent[];
}

/** Reads where a source has come to, from the text that the store has. */
export function readPlace(text: string | null): Place {
	const stored: unknown = text === null ? null : JSON.parse(text);
	const kept = v.safeParse(KEPT, stored);
	return kept.success
		? { cursor: kept.output.place, waiting: kept.output.waiting }
		: { cursor: stored, waiting: [] };
}

export const readWaiting = (data: string): SourceEvent => v.parse(EVENT, JSON.parse(data));

/**
 * Of a sync that has brought events dated ahead. One that brings none goes on, however many wait from before.
 * @param at the time of one of them
 * @throws {SourceProblem} where so much waits that something must be wrong
 */
export function checkWaiting(count: number, at: number): void {
	if (count <= MOST_WAITING) return;
	throw new SourceProblem(
		`more than ${MOST_WAITING} of its events are dated ahead of our clock (one at ${formatInstant(at)}): set its clock or ours right, or the source's --timezone; it goes on when their time has come`,
		'setup',
	);
}
