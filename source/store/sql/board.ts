/** What the board is made of beside its lists: statements that both kinds of store take, and what their rows mean. */
import { HOUR_MS } from '../../sla/duration.ts';
import { isObject } from '../../sla/event-reading.ts';
import { isPriority, isStatus, type Ticket } from '../../sla/ticket.ts';
import type { SourceStatus } from '../port.ts';
import type { Dialect } from './dialect.ts';

/**
 * From name to name along the index: as many steps as there are names, however many rows. Beside them those of
 * tickets whose timers stand there under another name yet.
 */
export const agentNamesSql = ({
	standsByAgent,
	reassigned,
}: Dialect): string => `WITH RECURSIVE agent(name) AS (
		SELECT min(t.agent) FROM timer t WHERE true${standsByAgent}
		UNION ALL
		SELECT (SELECT min(t.agent) FROM timer t WHERE t.agent > agent.name${standsByAgent}) FROM agent
		WHERE agent.name IS NOT NULL
	)
	SELECT name FROM agent WHERE name IS NOT NULL ${
		reassigned &&
		`UNION SELECT k.agent FROM ticket k WHERE k.id IN ${reassigned} AND k.agent IS NOT NULL
			AND EXISTS (SELECT 1 FROM timer t WHERE t.ticket_id = k.id)
		ORDER BY name`
	} LIMIT ?`;

export const COUNTERS_SQL = `SELECT nullif(department, '') AS department, nullif(level, '') AS level, metric, state,
		count
	FROM counter WHERE count > 0`;

export const TALLIES_SQL = `SELECT quarter_at AS "quarterAt", state, CAST(sum(count) AS BIGINT) AS count
	FROM tally WHERE quarter_at >= ? AND count > 0 GROUP BY 1, 2 ORDER BY 1`;

export const DEPARTMENT_TALLIES_SQL = `SELECT quarter_at AS "quarterAt", nullif(department, '') AS department, state,
		CAST(sum(count) AS BIGINT) AS count
	FROM tally WHERE quarter_at >= ? AND count > 0 GROUP BY 1, 2, 3 ORDER BY 1`;

export const CLOSED_SINCE_SQL = `SELECT nullif(department, '') AS department, nullif(level, '') AS level, metric, state,
		CAST(sum(count) AS BIGINT) AS count
	FROM tally WHERE quarter_at >= ? AND count > 0 GROUP BY 1, 2, 3, 4`;

/** By the instants at which hours begin: a number that is divided is an integer in one database, and none in the next. */
export const DUE_BY_HOUR_SQL = `SELECT sort_at - (sort_at - ?) % ${HOUR_MS} AS "hourAt", count(*) AS count
	FROM timer WHERE sort_at >= ? AND sort_at < ? GROUP BY 1`;
export const dueByHourValues = (fromAt: number, hours: number): [number, number, number] => [
	fromAt,
	fromAt,
	fromAt + hours * HOUR_MS,
];

export interface DueInHour {
	readonly hourAt: number;
	readonly count: number;
}

/** The hours' counts in turn; an hour without a row has none. */
export function countsByHour(rows: readonly DueInHour[], fromAt: number, hours: number): number[] {
	const counts = Array.from({ length: hours }, () => 0);
	for (const { hourAt, count } of rows) counts[(hourAt - fromAt) / HOUR_MS] = count;
	return counts;
}

export const SOURCES_SQL = `SELECT s.name AS source, s.heard_at AS "heardAt", s.last_event_at AS "lastEventAt",
		c.succeeded_at AS "succeededAt", c.problem, c.late_at AS "lateAt"
	FROM source s LEFT JOIN connector c ON c.source = s.id ORDER BY s.name`;

/** A source, and how its syncs go: one that does not sync by itself is never late. */
export type SourceRecord = Omit<SourceStatus, 'sync'> & {
	readonly succeededAt: number | null;
	readonly problem: string | null;
	readonly lateAt: number | null;
};

export function sourceStatus({ succeededAt, problem, lateAt, ...source }: SourceRecord): SourceStatus {
	return lateAt === null ? source : { ...source, sync: { succeededAt, problem, lateAt } };
}

export const TICKET_SQL = `SELECT ticket, created_at AS "createdAt", status, subject, requester, organization,
		customer_group, department, agent, priority, channel, tags, custom, url, level, level_by_hand AS "levelByHand"
	FROM ticket WHERE ticket = ?`;

/** A ticket's events as JSON, in the order of arrival. */
export const HISTORY_SQL = `SELECT data FROM event WHERE ticket = ? ORDER BY seq`;

export type TicketRecord = Omit<Ticket, 'tags' | 'custom' | 'priority' | 'status'> & {
	readonly tags: string;
	readonly custom: string;
	readonly priority: string;
	readonly status: string;
};

export function ticketOf({ tags, custom, priority, status, ...fields }: TicketRecord): Ticket {
	const list: unknown = JSON.parse(tags);
	const object: unknown = JSON.parse(custom);
	return {
		...fields,
		tags: Array.isArray(list) ? list.map(String) : [],
		custom: isObject(object) ? object : {},
		priority: isPriority(priority) ? priority : 'normal',
		status: isStatus(status) ? status : 'new',
	};
}
