/** Sources that sync by themselves: statements that both kinds of store take, and what follows from their rows. */
import type { Appended, IncomingEvent } from '../port.ts';
import type { Refusal, SyncCounts, SyncStep } from '../port-sources.ts';
import type { Dialect } from './dialect.ts';

/** A help desk that changes its format must not fill the disk: a source's oldest refusals go first. */
export const MOST_QUARANTINED = 10_000;

export const CONFIGURED_SQL = `SELECT s.name, c.kind, c.settings, c.schedule, c.zone, c.added_at AS "addedAt", c.cursor,
		c.succeeded_at AS "succeededAt", c.failed_at AS "failedAt", c.failures, c.problem, c.next_at AS "nextAt",
		c.late_at AS "lateAt", c.poked_at AS "pokedAt", s.heard_at AS "heardAt", s.last_event_at AS "lastEventAt",
		(SELECT count(*) FROM quarantine q WHERE q.source = c.source) AS quarantined,
		(SELECT count(*) FROM waiting w WHERE w.source = c.source) AS waiting
	FROM connector c JOIN source s ON s.id = c.source ORDER BY s.name`;

export const QUARANTINED_SQL = `SELECT s.name AS source, q.at, q.place, q.reason, q.record, q.times
	FROM quarantine q JOIN source s ON s.id = q.source`;

/** `source`, `at`, `limit`. */
export const WAITING_UNTIL_SQL = `SELECT w.data FROM waiting w
	WHERE w.source = (SELECT id FROM source WHERE name = ?) AND w.at <= ? ORDER BY w.at LIMIT ?`;

/**
 * Along the open timers, a ticket at a time: `after`, `upTo`, `source`, `limit`. What is told of a ticket is found by the ticket:
 * SQLite would go through all that the source has ever brought, anew for each.
 */
export const openTicketsSql = ({
	unindexed,
}: Dialect): string => `SELECT k.id AS number, k.ticket FROM ticket k
	WHERE k.id IN (SELECT t.ticket_id FROM timer t WHERE t.ticket_id > ? AND t.ticket_id <= ?)
		AND EXISTS (SELECT 1 FROM event e JOIN source s ON s.id = ${unindexed('e.source')}
			WHERE e.ticket = k.ticket AND s.name = ?)
	ORDER BY k.id LIMIT ?`;

/** What a step's events have come to, beside what was refused of it before. */
export interface Outcome {
	readonly counts: SyncCounts;
	/** What goes into quarantine. */
	readonly refused: readonly Refusal[];
	/** When the latest of those that were taken happened; null: none was. */
	readonly lastAt: number | null;
}

function refusalOf({ id, event, data }: IncomingEvent, result: Appended): Refusal[] {
	if (typeof result === 'string') return [];
	return [{ place: `event ${id} of ticket ${event.ticket}`, reason: result.refused, record: data }];
}

export function outcomeOf({ events, refused }: SyncStep, results: readonly Appended[]): Outcome {
	const late = events.flatMap((event, index) => refusalOf(event, results[index] ?? 'known'));
	const taken = events.filter((_, index) => results[index] === 'taken');
	const all = [...refused, ...late];
	return {
		counts: {
			taken: taken.length,
			known: events.length - taken.length - late.length,
			refused: all.map(({ place }) => place),
			waiting: 0,
		},
		refused: all,
		lastAt: taken.reduce<number | null>((last, { event }) => Math.max(last ?? 0, event.at), null),
	};
}
