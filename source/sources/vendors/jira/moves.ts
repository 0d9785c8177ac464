/**
 * Issues that were moved to another project have another key there: they are other tickets here. The ticket of the
 * present key has the whole story, told anew, and under the former keys nothing counts.
 */
import { isElsewhere } from '../../../sla/elsewhere.ts';
import type { TicketEvent } from '../../../sla/event.ts';
import { formatInstant } from '../../../sla/instant.ts';
import type { SourceEvent } from '../connector.ts';
import type { Issue, IssueChange } from './records.ts';

interface Move {
	readonly change: IssueChange;
	/** The key that it had. */
	readonly from: string;
}

const movesOf = (changes: readonly IssueChange[]): readonly Move[] =>
	changes.flatMap((change) =>
		change.items.flatMap(({ field, from }) => (field === 'Key' && from !== null ? [{ change, from }] : [])),
	);

/** The keys that an issue had, and has no longer. */
export const formerKeys = ({ key }: Issue, changes: readonly IssueChange[]): string[] =>
	movesOf(changes).flatMap(({ from }) => (from === key ? [] : [from]));

/** Dated at the beginning: whoever looks at an earlier day finds one ticket too, and not two. */
const movedEvent = (issue: Issue, ticket: string, id: string, into: string | null): SourceEvent => ({
	ticket,
	at: formatInstant(issue.fields.created),
	type: 'moved',
	id,
	into,
});

/**
 * That the tickets of its former keys are elsewhere, and that the one of its present key is back where that was so.
 * @param knownOf the events that are known of the ticket of a key, in the order of time
 */
export function movedEvents(
	issue: Issue,
	changes: readonly IssueChange[],
	knownOf: (key: string) => readonly TicketEvent[],
): SourceEvent[] {
	const { key, fields } = issue;
	const away = movesOf(changes)
		.filter(({ from }) => from !== key && knownOf(from).length > 0)
		.map(({ change, from }) => movedEvent(issue, from, `c:${change.id}-Key:${key}`, key));
	// Of a project whose key is again what it was, no change of the issue tells.
	const back = isElsewhere(knownOf(key))
		? [movedEvent(issue, key, `here:${key}:${fields.updated}`, null)]
		: [];
	return [...away, ...back];
}
