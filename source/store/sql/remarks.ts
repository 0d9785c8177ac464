/** What people have said of timers, as it is kept. */
import { NO_REMARKS, type Remarks } from '../../sla/remark.ts';

/** Brings a row's remarks into a window of a list. */
export const REMARK_JOIN = `LEFT JOIN remark r ON r.ticket_id = t.ticket_id AND r.metric = t.metric AND r.cycle = t.cycle`;

/** Remarks as they were written; null: nobody has said anything. */
export function readRemarks(said: string | null): Remarks {
	// Written by the engine's half of the store and by nothing else, if perhaps by an older slatop.
	return said === null ? NO_REMARKS : { ...NO_REMARKS, ...(JSON.parse(said) as Partial<Remarks>) };
}
