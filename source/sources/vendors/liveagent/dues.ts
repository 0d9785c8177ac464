/** LiveAgent's own dues and SLA log of a ticket. */
import * as v from 'valibot';
import { SECOND_MS } from '../../../sla/duration.ts';
import { SourceProblem } from '../../http/problem.ts';
import { readEnvelope } from '../../http/records.ts';
import type { LiveAgentClient } from './client.ts';
import { type LiveAgentLevel, METRICS } from './levels.ts';
import { schemasIn } from './records.ts';

/** The metrics whose dues a ticket tells of; chats and calls have logs of their own. */
export const TICKET_METRICS = ['first_answer', 'next_answer', 'first_assign', 'first_resolve'] as const;

/** One of its timers: open, or as it was when it closed. */
export interface LiveAgentTimer {
	readonly metric: string;
	readonly level: string | null;
	readonly startedAt: number | null;
	readonly dueAt: number;
	readonly closedAt: number | null;
	readonly targetMs: number | null;
}

/** A list of rows; its description has one row alone. */
const LOG = v.pipe(
	v.union([v.array(v.unknown()), v.looseObject({})], 'must be a list'),
	v.transform((given): readonly unknown[] => (Array.isArray(given) ? given : [given])),
);

/** `First answer` as `first_answer`. */
const nameKey = (text: string): string =>
	text
		.trim()
		.toLowerCase()
		.replaceAll(/[\s-]+/g, '_');

export class LiveAgentDues {
	private readonly schemas: ReturnType<typeof schemasIn>;
	private readonly levels: ReadonlyMap<string, LiveAgentLevel>;
	/** Types of rows of its log that are not known here: what they say is not compared. */
	readonly unknownTypes = new Set<string>();

	constructor(
		private readonly client: LiveAgentClient,
		levels: readonly LiveAgentLevel[],
		zone: string,
	) {
		this.schemas = schemasIn(zone);
		this.levels = new Map(levels.map((level) => [level.id, level]));
	}

	/** A ticket's timers; nothing where it has gone. */
	async of(ticketId: string, signal: AbortSignal): Promise<LiveAgentTimer[]> {
		try {
			return [...(await this.open(ticketId, signal)), ...(await this.closed(ticketId, signal))];
		} catch (error) {
			if (error instanceof SourceProblem && error.status === 404) return [];
			throw error;
		}
	}

	private async open(ticketId: string, signal: AbortSignal): Promise<LiveAgentTimer[]> {
		const path = `/tickets/${encodeURIComponent(ticketId)}/sla`;
		const { json } = await this.client.get(path, signal);
		const dues = readEnvelope(json, this.schemas.ticketSla, path);
		return TICKET_METRICS.flatMap((metric) => {
			const dueAt = dues[metric];
			if (dueAt === null) return [];
			return [{ metric, ...this.levelOf(dues.sla_level_id, metric), startedAt: null, dueAt, closedAt: null }];
		});
	}

	private async closed(ticketId: string, signal: AbortSignal): Promise<LiveAgentTimer[]> {
		const path = `/slas/${encodeURIComponent(ticketId)}/history`;
		const { json } = await this.client.get(path, signal);
		const rows = readEnvelope(json, LOG, path).map((row) => readEnvelope(row, this.schemas.slaHistory, path));
		return rows.flatMap((row) => {
			const metric = METRICS.find((known) => known === nameKey(row.sla_type ?? ''));
			if (metric === undefined) this.unknownTypes.add(row.sla_type ?? 'none');
			if (metric === undefined || row.date_due === null || row.date_closed === null) return [];
			const { date_created: startedAt, date_due: dueAt, date_closed: closedAt } = row;
			return [{ metric, ...this.levelOf(row.sla_level_id, metric), startedAt, dueAt, closedAt }];
		});
	}

	private levelOf(id: string | null, metric: (typeof METRICS)[number]) {
		const level = id === null ? undefined : this.levels.get(id);
		const seconds = level?.values[metric] ?? null;
		return { level: level?.name ?? null, targetMs: seconds === null ? null : seconds * SECOND_MS };
	}
}
