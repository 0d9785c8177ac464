/** How far a sync of LiveAgent has come. */
import * as v from 'valibot';

export const CURSOR = v.object({
	/** What the first sync reads back to. */
	sinceAt: v.number(),
	/** The zone of the account's times, once that is proved. */
	zone: v.nullable(v.string()),
	/** The history is read up to here; `page`: and is being read on from there, having come to `topAt`. */
	spansAt: v.number(),
	page: v.nullable(v.string()),
	topAt: v.number(),
	/** The open tickets are read up to those that changed then; null: all of them are. */
	openAt: v.nullable(v.number()),
	/** Changed tickets are read up to here. */
	ticketsAt: v.number(),
	/** Calls that came before are read, and have ended; null: none are. */
	callsAt: v.optional(v.nullable(v.number()), null),
});
export type Cursor = v.InferOutput<typeof CURSOR>;

export const beginning = (sinceAt: number): Cursor => ({
	sinceAt,
	zone: null,
	spansAt: sinceAt,
	page: null,
	topAt: sinceAt,
	openAt: 0,
	ticketsAt: sinceAt,
	callsAt: null,
});
