/** A ticket's row as the events that it implies, and nothing that it does not tell. */
import { formatInstant } from '../../sla/instant.ts';
import { isSolved, isVoid, type Status } from '../../sla/ticket.ts';
import type { ReadEvent } from '../ndjson.ts';
import type { Notes } from './notes.ts';
import { fingerprint, Story } from './story.ts';
import type { TicketFacts } from './ticket-facts.ts';
import { RESOLUTIONS } from './unmeasured.ts';

/** A first resolution told to the minute is the last one too where it is no further from it. */
const MINUTE_MS = 60_000;

/** A change of status that the row dates. */
interface Move {
	readonly at: number;
	readonly text: string;
	readonly status: Status;
}

/** The changes of status that a row dates, in the order of time. */
function movesOf(facts: TicketFacts, notes: Notes): Move[] {
	const { firstResolved, resolved, reopened, closed, status } = facts;
	const moves: Move[] = [];
	const last = resolved ?? closed;
	if (firstResolved && (!last || last.at - firstResolved.at >= MINUTE_MS)) {
		moves.push({ ...firstResolved, status: 'resolved' });
	}
	// Where nothing says when it was closed, a closed ticket was so since its resolution.
	if (resolved)
		moves.push({ ...resolved, status: !closed && status && isSolved(status) ? status : 'resolved' });
	if (closed) moves.push({ ...closed, status: 'closed' });
	const wasSolved = reopened && moves.some(({ at }) => at < reopened.at);
	if (reopened && wasSolved) moves.push({ ...reopened, status: 'open' });
	else if ((reopened || facts.reopens > 0) && !firstResolved) notes.add('reopened');
	return moves.sort((a, b) => a.at - b.at);
}

/** The status that a row ends in by what it dates. */
const endOf = (moves: readonly Move[], { answered }: TicketFacts): Status =>
	moves.at(-1)?.status ?? (answered ? 'open' : 'new');

/**
 * Whether the status of now must be told beside what the row dates. One that is not solved is told again even where
 * nothing has changed it: an earlier export may have said otherwise.
 */
function isUntold(status: Status, end: Status, hasUpdate: boolean): boolean {
	if (isVoid(status)) return true;
	if (isSolved(status)) return !isSolved(end);
	if (status === 'new') return isSolved(end);
	return hasUpdate || status !== end;
}

/** @param unmeasured metrics that rows of this table cannot tell of */
export function ticketEvents(
	facts: TicketFacts,
	unmeasured: readonly string[],
	nowAt: number,
	notes: Notes,
): readonly ReadEvent[] {
	const { ticket, createdAt, fields, assigned, agent, answered, updated, status, dues } = facts;
	const story = new Story(ticket, nowAt);
	const moves = movesOf(facts, notes);
	const isTimeless = status !== null && isSolved(status) && moves.length === 0;
	if (isTimeless) notes.add('timeless');
	const lastAt = Math.max(createdAt, answered?.at ?? 0, moves.at(-1)?.at ?? 0);
	const sinceAt = Math.max(updated?.at ?? (isTimeless ? lastAt : nowAt), lastAt);

	// Who has the ticket is known without a time too; when they got it is not.
	const isAgentUndated = agent !== null && !assigned;
	const begun = isAgentUndated ? { ...fields, agent } : fields;
	const key = `row ${fingerprint(`${JSON.stringify(begun)}${updated?.text ?? ''}`)}`;
	const unknown = [...(isTimeless ? RESOLUTIONS : []), ...(isAgentUndated ? ['first_assign'] : [])];
	const skipped = unknown.length === 0 ? unmeasured : [...new Set([...unmeasured, ...unknown])];
	story.add(key, createdAt, { type: 'created', ...begun, unmeasured: skipped }, () =>
		story.tell(sinceAt, { type: 'updated', ...facts.allFields() }),
	);
	for (const { metric, due } of dues) {
		const due_at = formatInstant(due.at);
		story.add(`target ${metric} ${due.text}`, createdAt, { type: 'target', metric, due_at });
	}
	if (assigned && agent !== null) {
		story.add(`assigned ${assigned.text} ${agent}`, assigned.at, { type: 'assigned', agent });
	}
	if (answered) {
		const keys = { type: 'message', actor: 'agent', leaves: 'open' };
		story.add(`answered ${answered.text}`, answered.at, keys);
	}
	for (const move of moves) {
		story.add(`${move.status} ${move.text}`, move.at, { type: 'status', status: move.status });
	}
	if (status !== null && isUntold(status, endOf(moves, facts), updated !== null)) {
		if (!isTimeless) notes.add('asOf');
		story.add(`now ${status} ${updated?.text ?? ''}`, sinceAt, { type: 'status', status });
	}
	return story.events;
}
