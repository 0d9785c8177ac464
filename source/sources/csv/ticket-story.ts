/** A ticket's row as the events that it implies, and nothing that it does not tell. */
import { isSolved, isVoid, STATUSES, type Status } from '../../sla/ticket.ts';
import { jsonText } from '../../text/json.ts';
import type { ReadEvent } from '../ndjson.ts';
import type { Notes } from './notes.ts';
import type { TimeCell } from './reading.ts';
import { fingerprint, instantText, type Keys, Story } from './story.ts';
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

const moved = ({ at, text }: TimeCell, status: Status): Move => ({ at, text, status });

/** The changes of status that a row dates, in the order of time. */
function movesOf(facts: TicketFacts, notes: Notes): Move[] {
	const { firstResolved, resolved, reopened, closed, status } = facts;
	const moves: Move[] = [];
	const last = resolved ?? closed;
	if (firstResolved && (!last || last.at - firstResolved.at >= MINUTE_MS)) {
		moves.push(moved(firstResolved, 'resolved'));
	}
	// Where nothing says when it was closed, a closed ticket was so since its resolution.
	if (resolved) moves.push(moved(resolved, !closed && status && isSolved(status) ? status : 'resolved'));
	if (closed) moves.push(moved(closed, 'closed'));
	const wasSolved = reopened && moves.some(({ at }) => at < reopened.at);
	if (reopened && wasSolved) moves.push(moved(reopened, 'open'));
	else if ((reopened || facts.reopens > 0) && !firstResolved) notes.add('reopened');
	return moves.length < 2 ? moves : moves.sort((a, b) => a.at - b.at);
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

/** Keys of an event, as a story takes them. */
const written = (keys: Keys): string => JSON.stringify(keys).slice(1);

/** Those that are the same for all tickets. */
const ANSWERED = written({ type: 'message', actor: 'agent', leaves: 'open' });
const STATUS_KEYS: ReadonlyMap<Status, string> = new Map(
	STATUSES.map((status) => [status, written({ type: 'status', status })]),
);

/** Tells tickets' events by their rows. */
export class TicketStories {
	/** Metrics that are not measured, as JSON, by what the row does not tell besides. */
	private readonly unmeasured = new Map<boolean, Map<boolean, string>>();

	/**
	 * @param tableUnmeasured metrics that rows of this table cannot tell of
	 * @param unsaid the fields that it has, set to nothing, as JSON
	 */
	constructor(
		private readonly tableUnmeasured: readonly string[],
		private readonly unsaid: string,
		private readonly nowAt: number,
		private readonly notes: Notes,
	) {}

	/** @throws {EventRefused} */
	events(facts: TicketFacts): readonly ReadEvent[] {
		const { ticket, createdAt, fields, assigned, agent, answered, updated, status, dues } = facts;
		const story = new Story(ticket, this.nowAt);
		const moves = movesOf(facts, this.notes);
		const isTimeless = status !== null && isSolved(status) && moves.length === 0;
		if (isTimeless) this.notes.add('timeless');
		const lastAt = Math.max(createdAt, answered?.at ?? 0, moves.at(-1)?.at ?? 0);
		const sinceAt = Math.max(updated?.at ?? (isTimeless ? lastAt : this.nowAt), lastAt);

		// Who has the ticket is known without a time too; when they got it is not.
		const isAgentUndated = agent !== null && !assigned;
		const begun = isAgentUndated ? `${fields},"agent":${jsonText(agent)}` : fields;
		const created = `"type":"created"${begun},"unmeasured":${this.unmeasuredBy(isTimeless, isAgentUndated)}}`;
		const besides = assigned && agent !== null ? JSON.stringify({ agent }) : '{}';
		const again = { at: sinceAt, unsaid: this.unsaid, besides };
		story.addWritten(
			`row ${fingerprint(`{${begun.slice(1)}}`, updated?.text)}`,
			createdAt,
			'created',
			created,
			again,
		);
		for (const { metric, due } of dues) {
			const due_at = instantText('due_at', due.at);
			const keys = `"type":"target","metric":${JSON.stringify(metric)},"due_at":"${due_at}"}`;
			story.addWritten(`target ${metric} ${due.text}`, createdAt, 'target', keys);
		}
		if (assigned && agent !== null) {
			story.add(`assigned ${assigned.text} ${agent}`, assigned.at, { type: 'assigned', agent });
		}
		if (answered) story.addWritten(`answered ${answered.text}`, answered.at, 'message', ANSWERED);
		const isNow = (key: string, at: number, its: Status): void =>
			story.addWritten(key, at, 'status', STATUS_KEYS.get(its) ?? '');
		for (const move of moves) isNow(`${move.status} ${move.text}`, move.at, move.status);
		if (status !== null && isUntold(status, endOf(moves, facts), updated !== null)) {
			if (!isTimeless) this.notes.add('asOf');
			isNow(`now ${status} ${updated?.text ?? ''}`, sinceAt, status);
		}
		return story.events;
	}

	private unmeasuredBy(isTimeless: boolean, isAgentUndated: boolean): string {
		const known = this.unmeasured.get(isTimeless) ?? new Map<boolean, string>();
		const text = known.get(isAgentUndated);
		if (text !== undefined) return text;
		const besides = [...(isTimeless ? RESOLUTIONS : []), ...(isAgentUndated ? ['first_assign'] : [])];
		const all = JSON.stringify([...new Set([...this.tableUnmeasured, ...besides])]);
		this.unmeasured.set(isTimeless, known.set(isAgentUndated, all));
		return all;
	}
}
