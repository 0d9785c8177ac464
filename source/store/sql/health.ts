/** The store's own condition: statements that both kinds of store take, and what their rows mean. */
import type { Archived, Bounds } from '../port-reports.ts';

/** Where it is noted what reports lack of tickets that were moved to the archive. */
export const ARCHIVED_FIRST = 'archived_first_at';
export const ARCHIVED_LAST = 'archived_last_at';

export const ARCHIVED_SQL = `SELECT count(*) AS tickets,
		(SELECT value FROM meta WHERE key = '${ARCHIVED_FIRST}') AS "firstAt",
		(SELECT value FROM meta WHERE key = '${ARCHIVED_LAST}') AS "lastAt"
	FROM archived_ticket`;
export const LEADER_SQL = `SELECT holder, epoch, expires_at AS "expiresAt" FROM lease WHERE expires_at > ?`;

/** A store that was pruned by a slatop that did not note it. */
export const EVER: Bounds = { firstAt: 0, lastAt: Number.MAX_SAFE_INTEGER };

export interface ArchivedRecord {
	readonly tickets: number;
	readonly firstAt: string | null;
	readonly lastAt: string | null;
}

function judgedOf({ tickets, firstAt, lastAt }: ArchivedRecord): Bounds | null {
	if (tickets === 0) return null;
	if (firstAt === null || lastAt === null) return EVER;
	const bounds = { firstAt: Number(firstAt), lastAt: Number(lastAt) };
	return bounds.firstAt > bounds.lastAt ? null : bounds;
}

export const archivedOf = (record: ArchivedRecord): Archived => ({
	tickets: record.tickets,
	judged: judgedOf(record),
});
