/** What moving tickets to an archive and back asks of a store: statements that both kinds of store take. */
import type { Archived, Bounds } from '../port-reports.ts';
import { EVER } from './health.ts';

/** Moved, or looked at, at a time. */
export const BATCH = 200;

/** Where values stand in a statement. */
interface Places {
	readonly before: string;
	readonly cursor: string;
	readonly newest: string;
}

/** Whether a ticket `k` may be over, by itself. */
export const mayBeOverSql = ({ before }: Pick<Places, 'before'>): string =>
	`k.created_at < ${before} AND k.status IN ('resolved', 'closed', 'spam', 'deleted')`;

/** Whether it is: solved or void, no clock runs, nothing new is known of it, and nothing since an instant. */
export const isOverSql = ({ before, cursor, newest }: Places): string =>
	`${mayBeOverSql({ before })}
	AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.ticket_id = k.id)
	AND NOT EXISTS (SELECT 1 FROM event e WHERE e.ticket = k.ticket
		AND (e.at >= ${before} OR e.seq > ${cursor} OR e.seq = ${newest}))`;

/** Events as they are moved. */
export const MOVED_EVENTS_SQL = `SELECT s.name AS source, e.event_id AS id, e.ticket, e.at, e.type, e.data
	FROM event e JOIN source s ON s.id = e.source`;

/**
 * Between what instants all that is in the archive was judged.
 * @param more of what goes there now; null: no row of a log does
 * @returns null where nothing is to be noted: nobody has noted it from the beginning
 */
export function boundsWith({ judged }: Archived, more: Bounds | null): Bounds | null {
	if (judged === EVER) return null;
	const all = [judged, more].filter((bounds) => bounds !== null);
	return {
		firstAt: Math.min(...all.map(({ firstAt }) => firstAt), EVER.lastAt),
		lastAt: Math.max(...all.map(({ lastAt }) => lastAt), EVER.firstAt),
	};
}
