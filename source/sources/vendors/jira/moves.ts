/**
 * Issues that were moved to another project have another key there: they are other tickets here. The ticket of the
 * former key has gone into the one of the present key, which has the whole story, told anew.
 */
import type { SourceEvent } from '../connector.ts';
import { changeEvents } from '../story.ts';
import type { Issue, IssueChange } from './records.ts';

interface Move {
	readonly change: IssueChange;
	/** The key that it had. */
	readonly from: string;
}

const movesOf = (changes: readonly IssueChange[]): readonly Move[] =>
	changes.flatMap((change) =>
		(change.items ?? []).flatMap(({ field, from }) =>
			field === 'Key' && from !== null ? [{ change, from }] : [],
		),
	);

/** The keys that an issue had, and has no longer. */
export const formerKeys = ({ key }: Issue, changes: readonly IssueChange[]): string[] =>
	movesOf(changes).flatMap(({ from }) => (from === key ? [] : [from]));

/** The ends of the tickets of its former keys, where anything is known of them. */
export const movedEvents = (
	issue: Issue,
	changes: readonly IssueChange[],
	isKnown: (key: string) => boolean,
): SourceEvent[] =>
	movesOf(changes)
		.filter(({ from }) => from !== issue.key && isKnown(from))
		.flatMap(({ change: { id, created: at }, from }) =>
			changeEvents(from, { id: `${id}-Key`, at, merged: issue.key, fields: {} }),
		);
