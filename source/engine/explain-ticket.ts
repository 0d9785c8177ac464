/** A stored ticket's timers, explained. */
import { type Explanation, explain } from '../sla/explain.ts';
import { type AgreementVersion, fold } from '../sla/fold.ts';
import type { Ticket } from '../sla/ticket.ts';
import type { Store } from '../store/port.ts';
import { readHistory } from './history.ts';
import { Versions } from './versions.ts';

export interface ExplainedTicket {
	readonly ticket: Ticket;
	/** Open timers first, then closed ones that count. */
	readonly explanations: readonly Explanation[];
}

/**
 * Explains a ticket's timers by the versions of the agreement that the store keeps; null where there is no
 * such ticket.
 * @param fallback what it is judged by where the store keeps no version yet
 */
export async function explainTicket(
	store: Pick<Store, 'histories' | 'agreements'>,
	reference: string,
	nowAt: number,
	fallback?: () => Promise<AgreementVersion>,
): Promise<ExplainedTicket | null> {
	const history = (await store.histories([reference])).get(reference) ?? [];
	const kept = await new Versions().of(await store.agreements());
	const versions = kept.length === 0 && fallback ? [await fallback()] : kept;
	const folded = versions.length > 0 ? fold(readHistory(history), versions, nowAt) : null;
	if (!folded) return null;
	const timers = [...folded.open, ...folded.closed.filter(({ superseded }) => !superseded)];
	const explanations = timers.flatMap((timer) => explain(folded, timer, nowAt) ?? []);
	return { ticket: folded.ticket, explanations };
}
