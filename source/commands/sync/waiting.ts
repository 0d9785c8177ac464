/**
 * Events that a help desk dates ahead of our clock wait beside its connector's cursor, in one text of the store: they
 * are kept and taken in the same transactions as the cursor that has moved past them.
 */
import * as v from 'valibot';
import { SourceProblem } from '../../sources/http/problem.ts';
import type { SourceEvent } from '../../sources/vendors/connector.ts';

/** A clock that is a little ahead makes a handful wait; more than this is a clock, or a zone, that is wrong. */
const MOST_WAITING = 5_000;

const EVENT = v.looseObject({ ticket: v.string(), at: v.string(), type: v.string(), id: v.string() });
const KEPT = v.object({ place: v.unknown(), waiting: v.array(EVENT) });

export interface Place {
	/** The connector's own; null: it has not begun. */
	readonly cursor: unknown;
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

/** The text for the store: a cursor beside which nothing waits is written as it is. */
export const placeText = ({ cursor, waiting }: Place): string =>
	JSON.stringify(waiting.length === 0 ? cursor : { place: cursor, waiting });

/**
 * Adds to what waits, each event once.
 * @throws {SourceProblem} where so much waits that something must be wrong
 */
export function withWaiting(
	waiting: readonly SourceEvent[],
	more: readonly SourceEvent[],
): readonly SourceEvent[] {
	if (more.length === 0) return waiting;
	const all = [...new Map([...waiting, ...more].map((event) => [event.id, event])).values()];
	if (all.length <= MOST_WAITING) return all;
	throw new SourceProblem(
		`more than ${MOST_WAITING} of its events are dated ahead of our clock (one at ${more.at(-1)?.at}): set its clock or ours right, or the source's --timezone; it goes on when their time has come`,
		'setup',
	);
}
